import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cpuId } from '../arm/units.ts';
import { present } from '../base/assert.ts';
import type { Action } from './action.ts';
import { copyMachine, setIpiPending, setTlbEntry, tlbPlace, type Machine } from './machine.ts';
import { renamer, type Renaming } from './renaming.ts';
import { step } from './step.ts';
import { chooseAction, moodOf, type Roll } from './testing/random-walk.ts';
import { makeRig, run, show, text } from './testing/rig.ts';
import { slotVa, vaIndex, vaKind } from './va.ts';

/** Small machines on which nothing happens that other names cannot tell: no pkmap, no tasks beside those that run. */
const SETTINGS = ['v2.6.32', 'v3.9', 'rfc-v2', 'rfc-dead-hook', 'vendor-4.4', 'v6.1', 'fixed'].map(
  (kernel) =>
    `${kernel} cpus=3 pages=3 slots=3 low=0 pkmap=0 tasks=0 cpu0_offline=allowed driver_flushes=${kernel.startsWith('rfc') || kernel === 'fixed' ? 'atomic' : 'none'}`,
);
/** Functions that look at CPUs or pages in their order, and so behave differently under other names. */
const IN_ORDER = [
  'disable_nonboot_cpus',
  'enable_nonboot_cpus',
  'copy_highpage',
  'dma_clean',
  'kmap',
  'kunmap',
  'kmap_flush_unused',
  'dma_alloc_attrs',
  'dma_free_attrs',
];
const STRIP = 3;

const part = fc.nat(0xffff);
const roll: fc.Arbitrary<Roll> = fc.tuple(part, part, part, part);
const names = fc
  .tuple(fc.shuffledSubarray([0, 1, 2], { minLength: 3 }), fc.shuffledSubarray([1, 2, 3], { minLength: 3 }))
  .map(([cpus, pages]): Renaming => ({ cpus, pages: [0, ...pages] }));

const under = (m: Machine, renaming: Renaming, tlbSets = false): Machine => {
  const other = copyMachine(m);
  renamer(m.layout, renaming, tlbSets)(m.cells, other.cells);
  return other;
};

/** The same thing done by the CPU, to the page and at the address that now bear the names. */
function renamed(action: Action, { cpus, pages }: Renaming): Action {
  const nameOf = (cpu: number): number => present(cpus[cpu], 'a CPU');
  const cpu = cpuId(nameOf(action.cpu));
  const va = (code: number): number => {
    if (vaKind(code) !== 'slot') return code;
    const strip = cpus[Math.floor(vaIndex(code) / STRIP)];
    return strip === undefined ? code : slotVa(strip * STRIP + (vaIndex(code) % STRIP));
  };
  switch (action.type) {
    case 'speculate':
    case 'evict':
      return { ...action, cpu, va: va(action.va) };
    case 'call': {
      if (['cpu_down', 'cpu_up'].includes(action.fn)) return { ...action, cpu, a: nameOf(action.a) };
      const takesVa = ['kunmap_atomic', 'kunmap_local', 'read'].includes(action.fn);
      return { ...action, cpu, a: takesVa ? va(action.a) : present(pages[action.a], 'a page') };
    }
    case 'schedule':
      return { ...action, cpu, task: nameOf(action.task) };
    case 'tick':
    case 'irq':
    case 'irq_return':
    case 'handle_IPI':
    case 'take_abort':
      return { ...action, cpu };
  }
}

const isInOrder = (action: Action): boolean => action.type === 'call' && IN_ORDER.includes(action.fn);
/** Where the fault was is told by its address and by the CPU's number, which nobody compares. */
const withoutFaultPlace = (m: Machine): readonly number[] =>
  [...m.cells].map((value, cell) => (cell === 3 || cell === 4 ? 0 : value));

test.each(SETTINGS)('%s: what happens does not depend on what CPUs and pages are called', (settings) => {
  const { kernel, machine } = makeRig(settings);
  fc.assert(
    fc.property(fc.array(roll, { minLength: 1, maxLength: 120 }), names, fc.nat(40), (rolls, renaming, mood) => {
      const m = copyMachine(machine);
      const other = under(m, renaming);
      for (const numbers of rolls) {
        const action = chooseAction(kernel, m, numbers, moodOf(mood, 3));
        if (isInOrder(action)) continue;
        const done = step(kernel, m, action);
        expect(step(kernel, other, renamed(action, renaming))).toBe(done);
        expect(withoutFaultPlace(other)).toEqual(withoutFaultPlace(under(m, renaming)));
      }
    }),
    { numRuns: 60 },
  );
});

test('renaming and back changes nothing', () => {
  const { kernel, machine } = makeRig(present(SETTINGS[2], 'settings'));
  fc.assert(
    fc.property(fc.array(roll, { minLength: 1, maxLength: 80 }), names, (rolls, renaming) => {
      const m = copyMachine(machine);
      for (const numbers of rolls) {
        const action = chooseAction(kernel, m, numbers, moodOf(0, 3));
        if (!isInOrder(action)) step(kernel, m, action);
      }
      const back: Renaming = { cpus: inverse(renaming.cpus), pages: inverse(renaming.pages) };
      expect([...under(under(m, renaming), back).cells]).toEqual([...m.cells]);
    }),
    { numRuns: 40 },
  );
});

const inverse = (to: readonly number[]): readonly number[] => to.map((_, name) => to.indexOf(name));

test('a picture of it: CPU1 becomes CPU0, page0 becomes page2', () => {
  const rig = run(
    makeRig('rfc-v2 cpus=2 pages=3 slots=2 pkmap=0'),
    `cpu1: kmap_atomic(page0)
     cpu0: kmap_atomic(page1)
     cpu0: kunmap_atomic()
     cpu1: secure_protect(page0)`,
  );
  expect(show(rig)).toBe(text`
    cpu0 online depth=0 | page1~ .
    cpu1 online depth=1 | page0* .
    secure page0
  `);
  const machine = under(rig.machine, { cpus: [1, 0], pages: [0, 3, 2, 1] });
  expect(show({ ...rig, machine })).toBe(text`
    cpu0 online depth=1 | page2* .
    cpu1 online depth=0 | page1~ .
    secure page2
  `);
});

test('an IPI keeps its sender and its receiver, and a set in a TLB keeps its bits', () => {
  const { machine: m } = makeRig('rfc-v2 cpus=3 pages=3 slots=2 pkmap=0');
  setIpiPending(m, 0, 2, true);
  setTlbEntry(m, 0, tlbPlace(m.layout, slotVa(3)), 3);
  const renaming = { cpus: [1, 2, 0], pages: [0, 2, 3, 1] };
  const expected = copyMachine(makeRig('rfc-v2 cpus=3 pages=3 slots=2 pkmap=0').machine);
  setIpiPending(expected, 1, 0, true);
  setTlbEntry(expected, 1, tlbPlace(m.layout, slotVa(5)), 3);
  expect([...under(m, renaming, true).cells]).toEqual([...expected.cells]);
  setTlbEntry(expected, 1, tlbPlace(m.layout, slotVa(5)), 1);
  expect([...under(m, renaming, false).cells]).toEqual([...expected.cells]);
});

// The same lines, once as they are and once with CPU0 ↔ CPU2 and page0 ↔ page2 exchanged: each stops in the middle of something else.
test.each([
  ['v6.1 tasks=0', 'cpu0: kmap_local_page(page0)\ncpu0: kmap_local_page(page1)\ncpu0: enter kunmap_local()'],
  [
    'rfc-v2',
    'cpu0: kmap_atomic(page0)\ncpu0: kunmap_atomic()\ncpu0: enter kmap_atomic_flush_unused()\ncpu0: tick 2\ncpu2: handle_IPI\ncpu2: tick 2',
  ],
  [
    'rfc-v2',
    'cpu0: kmap_atomic(page0)\ncpu1: enter kmap_atomic_flush_unused()\ncpu1: tick 2\ncpu0: handle_IPI\ncpu0: tick 4',
  ],
  ['rfc-dead-hook', 'cpu2: kmap_atomic(page0)\ncpu2: kunmap_atomic()\ncpu0: enter cpu_down(cpu2)\ncpu0: tick 4'],
  [
    'v3.9',
    'cpu0: kmap_atomic(page0)\ncpu0: secure_protect(page0)\ncpu2: read(cpu0.slot0)\ncpu1: speculate(cpu0.slot0)',
  ],
  ['v3.9', 'cpu0: kmap_atomic(page0)\ncpu0: enter read(cpu0.slot0)\ncpu0: irq\ncpu0: kmap_atomic(page1)'],
])('%s: what these lines make is what they make under other names', (kernel, lines) => {
  const settings = `${kernel} cpus=3 pages=3 slots=3 low=0 pkmap=0 cpu0_offline=allowed`;
  const swap = (name: string): string => name.replace(/[02]/, (digit) => String(2 - Number(digit)));
  const rig = run(makeRig(settings), lines);
  const other = run(makeRig(settings), lines.replace(/\b(?:cpu|page)[02]\b/g, swap));
  const renaming: Renaming = { cpus: [2, 1, 0], pages: [0, 3, 2, 1] };
  expect(withoutFaultPlace(under(rig.machine, renaming))).toEqual(withoutFaultPlace(other.machine));
});
