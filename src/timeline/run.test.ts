import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { boot } from '../model/boot.ts';
import { costsOf, NO_COSTS } from '../model/cost.ts';
import type { Event } from '../model/event.ts';
import { buildKernel, type Kernel } from '../model/kernel.ts';
import { copyMachine, sameMachine, type Machine } from '../model/machine.ts';
import { configOf } from '../model/testing/rig.ts';
import { showMachine } from '../model/text.ts';
import { EVERY } from './checkpoints.ts';
import { playActions, playStep } from './play.ts';
import { costsAt, replay, runAt } from './run.ts';
import { frameAt } from './step-view.ts';
import type { TimelineStep } from './steps.ts';
import { randomSteps, stepsOfText } from './testing/random-steps.ts';

const KERNELS = ['v3.9', 'rfc-v1', 'rfc-no-hook', 'vendor-3.18', 'v6.1', 'v2.6.32'];
const kernelOf = (name: string): Kernel => buildKernel(configOf(`kernel=${name} cpus=3 pages=4 pkmap=4`));

/** Every machine of a run, one after the other, without any checkpoint. */
function machinesOf(kernel: Kernel, steps: readonly TimelineStep[]): readonly Machine[] {
  const machine = boot(kernel);
  return [
    copyMachine(machine),
    ...steps.map((step) => (playStep(kernel, machine, step, NO_COSTS), copyMachine(machine))),
  ];
}

describe.each(KERNELS)('a random run of 1,000 operations under %s', (name) => {
  const kernel = kernelOf(name);
  const steps = randomSteps(kernel, 1000, name.length * 7919);
  const run = replay(kernel, steps);
  const machines = machinesOf(kernel, steps);

  test('really does most of them', () => {
    const done = run.records.filter(({ outcome, step }) => outcome === 'done' && step.type !== 'expect');
    expect(done.length).toBeGreaterThan(500);
    expect(new Set(run.records.map(({ glance }) => glance.kind)).size).toBeGreaterThan(12);
  });

  test('at(t) is the replay from boot to t, for every t', () => {
    machines.forEach((machine, t) => expect(sameMachine(runAt(run, t), machine), `t=${t}`).toBe(true));
  });

  test('n steps forward and n back is the identical block', () => {
    const walk = fc.array(fc.nat(steps.length), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(walk, (positions) => {
        for (const at of positions) runAt(run, at).cells.fill(7); // what is handed out is a copy: spoiling it spoils nothing
        const last = positions.at(-1) ?? 0;
        expect(sameMachine(runAt(run, last), machines[last] ?? boot(kernel))).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  test('a run extended step by step is the run made at once', () => {
    let grown = replay(kernel, []);
    for (const at of [1, 2, EVERY - 1, EVERY, EVERY + 1, 500, 64, 1000])
      grown = replay(kernel, steps.slice(0, at), grown);
    expect(grown.records).toEqual(run.records);
    expect(grown.checkpoints.map(({ cells }) => cells)).toEqual(run.checkpoints.map(({ cells }) => cells));
  });

  test('a run whose end is replaced is the run made at once', () => {
    const other = randomSteps(kernel, 300, 4711);
    for (const shared of [0, 1, EVERY, EVERY + 36, 3 * EVERY - 1]) {
      const changed = [...steps.slice(0, shared), ...other];
      const again = replay(kernel, changed, run);
      const fresh = replay(kernel, changed);
      expect(again.records).toEqual(fresh.records);
      expect(again.checkpoints.map(({ cells }) => cells)).toEqual(fresh.checkpoints.map(({ cells }) => cells));
    }
  });

  test('the ticks of a step, one by one, end where the step ends, and cost the same', () => {
    for (let at = 0; at < 300; at++) {
      const { step, ticks } = run.records[at] ?? { step: undefined, ticks: 0 };
      if (step === undefined || ticks === 0) continue;
      const before = runAt(run, at);
      const { actions } = playStep(kernel, copyMachine(before), step, NO_COSTS);
      const events: Event[] = [];
      playActions(kernel, before, actions, ticks, (event) => events.push(event));
      expect(sameMachine(before, machines[at + 1] ?? before), `step ${at + 1}`).toBe(true);
      expect(costsOf(events, costsAt(run, at))).toEqual(costsAt(run, at + 1));
    }
  });
});

test('a checkpoint is kept every 64 steps, and a run of none has its boot', () => {
  const kernel = kernelOf('v3.9');
  const kept = (length: number): number => replay(kernel, randomSteps(kernel, length, 1)).checkpoints.length;
  expect([0, 1, 63, 64, 65, 128].map(kept)).toEqual([1, 1, 1, 2, 2, 3]);
});

test('what changes in the middle is carried out again from there on, and only there', () => {
  const kernel = kernelOf('v3.9');
  const first = replay(
    kernel,
    stepsOfText('cpu0: kmap_atomic(page1)\ncpu0: kunmap_atomic()\ncpu1: kmap_atomic(page2)'),
  );
  const second = replay(
    kernel,
    stepsOfText('cpu0: kmap_atomic(page1)\ncpu0: kmap_atomic(page3)\ncpu1: kmap_atomic(page2)'),
    first,
  );
  expect(second.records[0]).toBe(first.records[0]);
  expect(showMachine(kernel, runAt(second, 3))).toBe(
    [
      'cpu0 online depth=2 | page1* page3* .',
      'cpu1 online depth=1 | page2* .      .',
      'cpu2 online depth=0 | .      .      .',
    ].join('\n'),
  );
});

test('a run of 10,000 steps is left, entered and sought in milliseconds', () => {
  const kernel = buildKernel(configOf('kernel=rfc-v2 cpus=4 pages=8'));
  const thousand = randomSteps(kernel, 1000, 3);
  const run = replay(kernel, Array.from({ length: 10 }, () => thousand).flat());
  expect(run.records).toHaveLength(10_000);
  const positions = Array.from({ length: 50 }, (_, i) => (i * 7919) % 10_000);
  const started = performance.now();
  for (const at of positions) frameAt(run, at, null);
  expect((performance.now() - started) / positions.length).toBeLessThan(50);
});
