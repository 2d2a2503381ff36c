import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cpuId } from '../arm/units.ts';
import type { Command } from './action.ts';
import { PRESETS } from './eras.ts';
import type { Event } from './event.ts';
import { copyMachine, sameMachine } from './machine.ts';
import { perform, performAndListen, waitsFor } from './run.ts';
import { step } from './step.ts';
import { isMannerly } from './testing/manners.ts';
import { chooseAction, moodOf, type Roll } from './testing/random-walk.ts';
import { attempt, commandOf, logOf, makeRig, run, show, text } from './testing/rig.ts';

test('a call is run to its return, and answers with the ticks it consisted of', () => {
  const rig = makeRig('v3.9 cpus=1');
  const { outcome, reason, actions } = attempt(rig, 'cpu0: kmap(low0)');
  expect({ outcome, reason }).toEqual({ outcome: 'done', reason: null });
  expect(actions).toEqual([
    { type: 'call', cpu: 0, fn: 'kmap', a: 9, b: 0 },
    { type: 'tick', cpu: 0 },
  ]);
});

test('a single action is itself', () => {
  expect(attempt(makeRig('v3.9 cpus=1'), 'cpu0: irq')).toEqual({
    outcome: 'done',
    reason: null,
    actions: [{ type: 'irq', cpu: 0 }],
  });
  expect(attempt(makeRig('v3.9 cpus=1'), 'cpu0: enter kmap(low0)').actions).toHaveLength(1);
});

test('schedule is run to its end like a call: there is no half-switched task to come back to', () => {
  const { actions } = attempt(makeRig('v6.1 cpus=1 tasks=1'), 'cpu0: schedule(task1)');
  expect(actions.map(({ type }) => type)).toEqual(['schedule', 'tick', 'tick', 'tick']);
});

test('a refused command does nothing and consists of nothing', () => {
  const rig = makeRig('v3.9 cpus=1');
  expect(attempt(rig, 'cpu0: kunmap_atomic()')).toMatchObject({ outcome: 'refused', actions: [] });
  expect(logOf(rig)).toBe('');
});

test('hardware that finds nothing to do says so: an event for a speculation, none for an eviction', () => {
  const rig = makeRig('v3.9 cpus=1');
  expect(attempt(rig, 'cpu0: speculate(slot0)')).toMatchObject({ outcome: 'nothing', actions: [] });
  expect(logOf(rig)).toBe('cpu0 no_translation cpu0.slot0 speculative');
  expect(attempt(rig, 'cpu0: evict(slot0)')).toMatchObject({ outcome: 'nothing', actions: [] });
  expect(logOf(rig)).toBe('');
});

test('while a call waits, the others do what it waits for: they take the interrupt on top of what they are in', () => {
  const rig = run(makeRig('rfc-v2 cpus=3'), 'cpu1: enter kmap_atomic(page1)\ncpu1: tick 2');
  run(rig, 'cpu0: kmap_atomic_flush_unused()');
  expect(rig.machine.layout.cpus).toBe(3);
  expect(attempt(rig, 'cpu1: kmap_atomic(page2)').reason).toContain('CPU1 is in the middle of kmap_atomic');
  run(rig, 'cpu1: finish');
  expect(show(rig)).toContain('cpu1 online depth=1 | page1*');
});

test('an interrupt that was taken by hand is finished by the caller that waits for it', () => {
  const rig = run(
    makeRig('rfc-v2 cpus=2'),
    'cpu0: enter kmap_atomic_flush_unused()\ncpu0: tick 2\ncpu1: handle_IPI\ncpu1: tick',
  );
  expect(attempt(rig, 'cpu0: finish')).toMatchObject({ outcome: 'done' });
});

test('a handler that is in the way is not the caller’s to end', () => {
  const rig = run(makeRig('rfc-v2 cpus=2'), 'cpu1: irq');
  expect(attempt(rig, 'cpu0: kmap_atomic_flush_unused()')).toMatchObject({
    outcome: 'waiting',
    reason: 'CPU0 waits for every CPU that was called to take the interrupt.',
  });
  run(rig, 'cpu1: kmap_atomic(page1)\ncpu1: kunmap_atomic()\ncpu1: irq_return\ncpu0: finish');
});

test('a device’s handler on top of an IPI would be the device’s affair, but interrupts are off there', () => {
  const rig = run(makeRig('rfc-v2 cpus=2'), 'cpu0: enter kmap_atomic_flush_unused()\ncpu0: tick 2\ncpu1: handle_IPI');
  expect(attempt(rig, 'cpu1: irq').outcome).toBe('refused');
});

test('only those in the given order serve, in that order', () => {
  const rig = makeRig('rfc-v2 cpus=3');
  expect(attempt(rig, 'cpu0: kmap_atomic_flush_unused()', [2]).outcome).toBe('waiting');
  expect(attempt(rig, 'cpu0: finish', [0, 1, 2]).outcome).toBe('done');
});

test('a CPU that goes down or comes up is driven by the one that asked, also after single steps', () => {
  const rig = run(makeRig('rfc-v2 cpus=3'), 'cpu0: enter cpu_down(cpu1)\ncpu0: tick 4');
  expect(attempt(rig, 'cpu2: finish').reason).toBe(
    'Every CPU stands still (stop_machine) until CPU1 has gone down: go on there first.',
  );
  run(rig, 'cpu0: finish\ncpu0: enter cpu_up(cpu1)\ncpu0: tick 4\ncpu0: finish');
  expect(show(rig)).toContain('cpu1 online');
});

test('a call on another CPU goes on through the end of a stop_machine that is under way', () => {
  const rig = run(makeRig('rfc-v2 cpus=3'), 'cpu2: enter kmap(page1)\ncpu0: enter cpu_down(cpu1)\ncpu0: tick 4');
  run(rig, 'cpu2: finish');
  expect(show(rig)).toContain('pkmap 1:page1=2');
});

test('finish ends the innermost call, down to the interrupt or the idle CPU it was made from', () => {
  const rig = run(makeRig('rfc-v2 cpus=2'), 'cpu0: enter dma_clean(page1..page2)\ncpu0: tick 3\ncpu0: irq');
  run(rig, 'cpu0: enter copy_highpage(page3, page4)\ncpu0: tick 4\ncpu0: finish');
  expect(show(rig)).toContain('cpu0 online depth=0 | page4~ page3~');
  run(rig, 'cpu0: irq_return\ncpu0: finish');
  expect(show(rig)).toContain('cpu0 online depth=0 | page2~ page3~');
  expect(attempt(rig, 'cpu0: finish').outcome).toBe('refused');
});

test('what a call waits for can be asked: nothing where it can go on, and nothing where there is none', () => {
  const rig = makeRig('v3.9 cpus=2');
  const { kernel, machine } = rig;
  expect(waitsFor(kernel, machine, 0)).toBeNull();
  run(rig, 'cpu1: kmap_atomic(page1)\ncpu0: enter cpu_down(cpu1)');
  expect(waitsFor(kernel, machine, 0)).toBeNull();
  run(rig, 'cpu0: tick');
  expect(waitsFor(kernel, machine, 0)).toBeNull();
  attempt(rig, 'cpu0: finish');
  expect(waitsFor(kernel, machine, 0)).toContain('to be stoppable');
});

test('performAndListen is perform with its events', () => {
  const { kernel, machine } = makeRig('v3.9 cpus=1');
  const listened = performAndListen(kernel, machine, commandOf(kernel.config, 'cpu0: kmap(low0)'));
  expect(listened).toMatchObject({ outcome: 'done', reason: null });
  expect(listened.events.map(({ type }) => type)).toEqual(['enter', 'line', 'return']);
});

const roll: fc.Arbitrary<Roll> = fc.tuple(fc.nat(65535), fc.nat(65535), fc.nat(65535), fc.nat(65535));
const rolls = fc.array(roll, { minLength: 40, maxLength: 60 });

test.each(PRESETS.map(({ name }) => name))('%s: whatever perform does is its actions stepped one by one', (name) => {
  const { kernel, machine } = makeRig(`${name} cpus=3 pages=3 low=1 pkmap=3`);
  fc.assert(
    fc.property(rolls, fc.nat(20), (choices, mood) => {
      const m = copyMachine(machine);
      for (const choice of choices) {
        const action = chooseAction(kernel, m, choice, moodOf(mood, 3));
        if (!isMannerly(kernel, m, action, null)) continue;
        const command: Command = action.type === 'call' ? { type: 'run', action } : { type: 'do', action };
        const [before, stepped]: [Event[], Event[]] = [[], []];
        const twin = copyMachine(m);
        const { actions, outcome } = perform(kernel, m, command, (event) => before.push(event));
        for (const each of actions) {
          expect(step(kernel, twin, each, (event) => stepped.push(event))).toBe(true);
        }
        expect(sameMachine(m, twin)).toBe(true);
        const own = before.filter(({ type }) => type !== 'wait');
        if (outcome !== 'nothing') expect(own).toEqual(stepped);
      }
    }),
    { numRuns: 10 },
  );
});

test('the same lines give the same machine and the same events, whether anybody listens or not', () => {
  const lines = [
    'cpu1: kmap_atomic(page1)',
    'cpu1: kunmap_atomic()',
    'cpu0: kmap_atomic_flush_unused()',
    'cpu0: cpu_down(cpu1)',
  ];
  const [a, b, silent] = [makeRig('rfc-v2'), makeRig('rfc-v2'), makeRig('rfc-v2')];
  for (const rig of [a, b]) run(rig, lines.join('\n'));
  for (const line of lines) perform(silent.kernel, silent.machine, commandOf(silent.kernel.config, line));
  expect(a.events).toEqual(b.events);
  expect(sameMachine(a.machine, b.machine)).toBe(true);
  expect(sameMachine(a.machine, silent.machine)).toBe(true);
});

test('a call that no CPU can go on with stays where it is, and the log says what it waits for', () => {
  const rig = run(makeRig('v3.9 cpus=2'), 'cpu1: irq');
  attempt(rig, 'cpu0: cpu_down(cpu1)');
  expect(logOf(rig)).toBe(text`
    cpu1 irq enter
    cpu0 enter cpu_down(1, 0)
    cpu0 notifier CPU_DOWN_PREPARE of cpu1
    cpu0 wait in cpu_down for every online CPU to be stoppable: one holds an atomic mapping or is in an interrupt or a call
  `);
  expect(step(rig.kernel, rig.machine, { type: 'tick', cpu: cpuId(0) })).toBe(false);
});
