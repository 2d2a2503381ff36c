import fc from 'fast-check';
import { expect, test } from 'vitest';
import { heldAt, heldCount, preemptCount, sameMachine, setCpuState } from './machine.ts';
import { attempt, configOf, makeRig, run, show, text } from './testing/rig.ts';
import { machineFromText, showMachine } from './text.ts';
import { slotVa } from './va.ts';

test('a machine as text: a line per CPU, live and stray slots marked, then what is secure and what is in pkmap', () => {
  const lines = `cpu0: kmap_atomic(page2)
                 cpu0: kmap_atomic(page10)
                 cpu0: kunmap_atomic()
                 cpu1: kmap_atomic(page3)
                 cpu1: kunmap_atomic()
                 cpu0: kunmap_atomic()
                 cpu0: cpu_down(cpu1)
                 cpu0: kmap(page5)
                 cpu0: kmap_atomic(page2)
                 cpu2: secure_protect(page3)
                 cpu2: secure_protect(low1)`;
  expect(show(run(makeRig('v3.9 cpus=3 pages=11'), lines))).toBe(text`
    cpu0 online depth=1 | page2*  page10~ .
    cpu1 dead   depth=0 | page3~  .       .
    cpu2 online depth=0 | .       .       .
    secure page3 low1
    pkmap 1:page5=2
  `);
});

test('as many slots are shown as hold something, at least three, and no more than there are', () => {
  const row = (settings: string, start: string): string => show(makeRig(settings, start));
  expect(row('v3.9 cpus=1', 'cpu0 online depth=0 | . . . . page1~ .')).toBe(
    'cpu0 online depth=0 | .      .      .      .      page1~',
  );
  expect(row('v3.9 cpus=1 slots=2', '')).toBe('cpu0 online depth=0 | . .');
  expect(row('v3.9 cpus=1 slots=1', 'cpu0 online depth=1 | page1*')).toBe('cpu0 online depth=1 | page1*');
});

test('states that are longer than “online” push nothing out of line that matters', () => {
  const { kernel, machine } = makeRig('v3.9 cpus=2');
  setCpuState(machine, 1, 'starting');
  expect(showMachine(kernel, machine)).toBe(text`
    cpu0 online depth=0 | . . .
    cpu1 starting depth=0 | . . .
  `);
});

test('reading a text back gives the CPUs that hold live slots their addresses, oldest first, with preemption off', () => {
  const { machine } = makeRig('v3.9 cpus=2', 'cpu1 online depth=3 | page1* . page3* page4~');
  expect(heldCount(machine, 1)).toBe(2);
  expect([heldAt(machine, 1, 0), heldAt(machine, 1, 1)]).toEqual([slotVa(16), slotVa(18)]);
  expect([preemptCount(machine, 0), preemptCount(machine, 1)]).toEqual([0, 2]);
});

test.each([
  ['cpu0 onlin depth=0 |', 'a CPU in a text is online or dead'],
  ['cpu0 stopped depth=0 | .', 'a CPU in a text is online or dead'],
  ['cpu0 online depth=0 | pge1~', 'the name of a page: pge1'],
  ['cpu0 online | page1~', 'a line of a machine’s text: cpu0 online | page1~'],
  ['pkmap 1:page3=1', 'a line of a machine’s text: pkmap 1:page3=1'],
  ['secure page', 'the name of a page: page'],
])('“%s” is not such a text: %s', (line, promise) => {
  expect(() => machineFromText(configOf('v3.9'), line)).toThrow(promise.replace('’', "'"));
});

/** One CPU as text: some live positions below its depth, some strays above. */
const cpuRow = (cpu: number): fc.Arbitrary<string> =>
  fc
    .record({
      alive: fc.boolean(),
      below: fc.array(fc.option(fc.nat(7)), { maxLength: 5 }),
      above: fc.array(fc.option(fc.nat(7)), { maxLength: 5 }),
    })
    .map(({ alive, below, above }) => {
      const live = alive ? below.map((page) => (page === null ? '.' : `page${page}*`)) : [];
      const stray = above.map((page) => (page === null ? '.' : `page${page}~`));
      return `cpu${cpu} ${alive ? 'online' : 'dead'} depth=${live.length} | ${[...live, ...stray].join(' ')}`;
    });

const secureLine = fc
  .subarray(['page0', 'page3', 'page7', 'low0', 'low1'])
  .map((pages) => (pages.length === 0 ? '' : `secure ${pages.join(' ')}`));

test.each(['v3.9', 'vendor-3.18', 'v6.1'])('%s: what is read is what is shown, but for the white space', (kernel) => {
  const texts = fc.tuple(cpuRow(0), cpuRow(1), cpuRow(2), secureLine).map((rows) => rows.join('\n').trim());
  fc.assert(
    fc.property(texts, (written) => {
      const first = makeRig(`${kernel} cpus=3`, written);
      const shown = show(first);
      const second = makeRig(`${kernel} cpus=3`, shown);
      expect(show(second)).toBe(shown);
      expect(sameMachine(first.machine, second.machine)).toBe(true);
      const squeezed = (some: string): string => some.replaceAll(/ +/g, ' ').replaceAll(/( \.)* ?$/gm, '');
      expect(squeezed(shown)).toBe(squeezed(written));
    }),
  );
});

test('a machine that calls have made, and that is at rest, is what its text says: reading it gives the same block', () => {
  const line = fc.constantFrom(
    'cpu0: kmap_atomic(page1)',
    'cpu0: kmap_atomic(page2)',
    'cpu1: kmap_atomic(page3)',
    'cpu0: kunmap_atomic()',
    'cpu1: kunmap_atomic()',
    'cpu2: copy_highpage(low0, low1)',
    'cpu2: secure_protect(page3)',
    'cpu2: kmap_atomic_flush_unused()',
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 25 }), (lines) => {
      const rig = makeRig('rfc-v2 cpus=3');
      for (const each of lines) attempt(rig, each);
      const { machine } = machineFromText(configOf('rfc-v2 cpus=3'), show(rig));
      expect(sameMachine(machine, rig.machine)).toBe(true);
    }),
  );
});

test('where the caller’s type chooses the slot, live is what is held, at depth 0', () => {
  const rig = makeRig('v2.6.32 cpus=1', 'cpu0 online depth=0 | page1~ page2* .');
  expect(show(rig)).toBe('cpu0 online depth=0 | page1~ page2* .');
});
