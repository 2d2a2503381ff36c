import { expect, test } from 'vitest';
import { attempt, logOf, logOfOnly, makeRig, run, show, text, type Rig } from '../testing/rig.ts';

const MAP = 'cpu0: kmap_atomic(page1)\n';

function nested(settings: string, depth: number): Rig {
  return run(makeRig(settings), MAP.repeat(depth));
}

/** At which nesting the BUG_ON fires; null when it does not up to `most`. */
function bugAt(settings: string, most: number): number | null {
  const rig = makeRig(settings);
  for (let depth = 1; depth <= most; depth++) {
    run(rig, MAP);
    if (logOfOnly(rig, ['bug']) === 'cpu0 bug in kmap_atomic: nesting') return depth;
  }
  return null;
}

const CHECKS: readonly (readonly [kernel: string, depth: number | null, why: string])[] = [
  ['v3.9', null, 'no check without DEBUG_HIGHMEM'],
  ['v3.9-debug', 18, 'BUG_ON(idx > KM_TYPE_NR) lets one too many pass'],
  ['vendor-3.18', null, 'no check without DEBUG_HIGHMEM'],
  ['vendor-3.18 debug=on', 17, 'BUG_ON(idx >= KM_TYPE_NR)'],
  ['v6.1', 16, 'BUG_ON(kmap_ctrl.idx >= KM_MAX_IDX) on the incremented index, in every build'],
  ['v6.1-debug', 17, 'KM_MAX_IDX is 33 and each nesting takes two'],
];

test.each(CHECKS)('%s with CPUs beside: the BUG_ON of too deep a nesting fires at %s (%s)', (kernel, depth) => {
  expect(bugAt(`${kernel} cpus=3`, 20)).toBe(depth);
});

test('the 17th nesting without a check lands in the next CPU’s position 0', () => {
  const rig = nested('v3.9 cpus=2', 16);
  logOf(rig);
  run(rig, 'cpu0: kmap_atomic(page7)');
  expect(logOf(rig)).toBe(text`
    cpu0 enter kmap_atomic(8, 0)
    cpu0 depth 16 → 17
    cpu0 pte_write cpu1.slot0 . → page7 (task)
    cpu0 tlb_invalidate page_broadcast cpu1.slot0 ×1
    cpu0 return kmap_atomic = cpu1.slot0
  `);
  expect(show(rig).split('\n')[1]).toMatch(/^cpu1 online depth=0 \| page7~ \./);
});

test('the neighbour overwrites it, or its flush clears it, under its user (H8)', () => {
  const overwritten = run(nested('rfc-v2 cpus=2', 17), 'cpu1: kmap_atomic(page5)');
  expect(show(overwritten).split('\n')[1]).toMatch(/^cpu1 online depth=1 \| page5\* /);
  const cleared = run(nested('rfc-v2 cpus=2', 17), 'cpu1: kmap_atomic_flush_unused()');
  expect(show(cleared).split('\n')[1]).toMatch(/^cpu1 online depth=0 \| \. /);
  expect(logOfOnly(cleared, ['pte_write']).split('\n').at(-1)).toBe('cpu1 pte_write cpu1.slot0 page1 → . (task)');
});

test('the 17th nesting of the last CPU has a strip to fall into, and the 33rd leaves what is modelled', () => {
  const rig = nested('v3.9 cpus=1', 32);
  expect(logOfOnly(rig, ['return']).split('\n').at(-1)).toBe('cpu0 return kmap_atomic = cpu1.slot15');
  run(rig, MAP);
  expect(logOfOnly(rig, ['outside_window', 'pte_write'])).toBe('cpu0 outside_window slot index 32');
});

test('a BUG stops its CPU in the middle of the call, with preemption off', () => {
  const rig = nested('vendor-3.18 debug=on cpus=2', 17);
  expect(show(rig)).toMatch(/^cpu0 stopped depth=17 \| page1\* /);
  expect(attempt(rig, 'cpu0: tick').reason).toBe('CPU0 has stopped at a BUG and does nothing more.');
  expect(attempt(rig, 'cpu1: kmap_atomic(page1)').outcome).toBe('done');
});

test('a BUG in an interrupt takes the whole system down', () => {
  const rig = makeRig('v3.9-debug cpus=2', 'cpu0 online depth=0 | page7~');
  run(rig, 'cpu0: irq\ncpu0: kmap_atomic(page1)');
  expect(attempt(rig, 'cpu1: kmap_atomic(page1)').reason).toBe('The whole system is down: nothing can run any more.');
});

test('DEBUG_KMAP_LOCAL uses odd positions only: the even ones stay empty as guards', () => {
  const rig = nested('v6.1-debug cpus=1', 3);
  expect(show(rig)).toBe('cpu0 online depth=6 | .      page1* .      page1* .      page1*');
});

test('v6.1 counts positions per task: 15 nestings fill positions 0 to 14', () => {
  const rig = nested('v6.1 cpus=1', 15);
  expect(logOfOnly(rig, ['return']).split('\n').at(-1)).toBe('cpu0 return kmap_atomic = cpu0.slot14');
});
