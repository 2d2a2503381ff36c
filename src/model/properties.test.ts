import { expect, test } from 'vitest';
import { present } from '../base/assert.ts';
import { cpuId } from '../arm/units.ts';
import { setKmapAtomicIdx, setPkmapCount, storeTopPte } from './machine.ts';
import { PROPERTIES, PROPERTY_NAMES, type PropertyName } from './properties.ts';
import { step } from './step.ts';
import { makeRig, run, type Rig } from './testing/rig.ts';

function holds(name: PropertyName, { kernel, machine }: Rig): boolean {
  return present(
    PROPERTIES.find((property) => property.name === name),
    name,
  ).holds(kernel, machine);
}

test('every name is a property, in the order of the table, with a sentence and a source', () => {
  expect(PROPERTIES.map(({ name }) => name)).toEqual([...PROPERTY_NAMES]);
  for (const { says, cite } of PROPERTIES) {
    expect(says).toMatch(/^[A-Z].*\.$/);
    expect(cite).toMatch(/machine\.md 8, I[1-6]|mail of 8 Apr 2013/);
  }
});

test('the six invariants of machine.md 8 are all there, and only the last three questions look for an example', () => {
  const cites = PROPERTIES.map(({ cite }) => /I[1-6]$/.exec(cite)?.[0]).filter((cite) => cite !== undefined);
  expect([...cites].sort()).toEqual(['I1', 'I2', 'I3', 'I4', 'I5', 'I6']);
  expect(PROPERTIES.map(({ mood }) => mood)).toEqual([
    ...Array<string>(7).fill('always'),
    ...Array<string>(3).fill('sometimes'),
  ]);
});

/** A property, a machine on which it holds (or an example is seen), and the line that changes that. */
const CHANGES: readonly (readonly [PropertyName, settings: string, before: string, line: string])[] = [
  ['no_pte_maps_secure', 'v3.9 cpus=2', 'cpu1: kmap_atomic(page1)', 'cpu0: secure_protect(page1)'],
  ['no_pte_maps_secure', 'v3.9 cpus=2', 'cpu1: kmap(page1)', 'cpu0: secure_protect(page1)'],
  ['no_pte_maps_secure', 'v3.9 cpus=1', 'cpu0: secure_protect(page1)', 'cpu0: kmap_atomic(page1)'],
  [
    'no_tlb_maps_secure',
    'v3.9 cpus=2',
    'cpu0: kmap_atomic(page1)\ncpu1: read(cpu0.slot0)',
    'cpu0: secure_protect(page1)',
  ],
  ['no_fault', 'v3.9 cpus=1', 'cpu0: kmap_atomic(page1)\ncpu0: secure_protect(page1)', 'cpu0: speculate(slot0)'],
  ['no_live_clobbered', 'v2.6.32 cpus=1', 'cpu0: kmap_atomic(page1, KM_USER0)', 'cpu0: kmap_atomic(page2, KM_USER0)'],
  [
    'no_live_clobbered',
    'rfc-v2 cpus=1',
    'cpu0: kmap_atomic(page1)\ncpu0: kmap_atomic(page2)\ncpu0: kunmap_atomic(slot0)',
    'cpu0: kmap_atomic_flush_unused()',
  ],
  ['depth_in_bounds', 'v3.9 cpus=1 slots=1', 'cpu0: kmap_atomic(page1)', 'cpu0: kmap_atomic(page1)'],
  ['no_bug', 'v3.9-debug cpus=1', 'cpu0: kmap_atomic(page1)\ncpu0: kmap_atomic(page2)', 'cpu0: kunmap_atomic(slot0)'],
];

test.each(CHANGES)('%s on %s: no longer holds after a certain line', (name, settings, before, line) => {
  const rig = run(makeRig(settings), before);
  expect(holds(name, rig)).toBe(true);
  run(rig, line);
  expect(holds(name, rig)).toBe(false);
});

const KEEPS: readonly (readonly [PropertyName, settings: string, lines: string, why: string])[] = [
  ['no_pte_maps_secure', 'v3.9', 'cpu0: secure_protect(page1)\ncpu0: kmap_atomic(page2)', 'another page is mapped'],
  ['no_live_clobbered', 'v3.9', 'cpu0: kmap(page2)\ncpu0: kmap_atomic(page2)', 'a pkmap address is no slot'],
  [
    'no_live_clobbered',
    'v6.1',
    'cpu0: kmap_local_page(page1)\ncpu0: schedule(task4)',
    'a sleeping task’s slots come back with it',
  ],
  ['depth_in_bounds', 'v3.9 slots=1', 'cpu0: kmap_atomic(page1)', 'the whole strip is in use'],
  ['pkmap_counts', 'v3.9 pkmap=2', 'cpu0: kmap(page1)\ncpu0: kunmap(page1)', 'count 1 has a PTE'],
  ['pkmap_counts', 'v3.9 pkmap=2', 'cpu0: enter kmap(page1)\ncpu0: tick 5', 'nobody sees what is under kmap_lock'],
];

test.each(KEEPS)('%s on %s still holds ($3)', (name, settings, lines) => {
  expect(holds(name, run(makeRig(settings), lines))).toBe(true);
});

test('while a task is being switched its slots come and go, which is no loss; once it runs, it has them', () => {
  const rig = run(makeRig('v6.1 cpus=1 tasks=1'), 'cpu0: kmap_local_page(page1)');
  for (const task of [1, 0]) {
    step(rig.kernel, rig.machine, { type: 'schedule', cpu: cpuId(0), task });
    do expect(holds('no_live_clobbered', rig)).toBe(true);
    while (step(rig.kernel, rig.machine, { type: 'tick', cpu: cpuId(0) }));
    expect(holds('no_live_clobbered', rig)).toBe(true);
  }
  storeTopPte(rig.machine, 0, 0);
  expect(holds('no_live_clobbered', rig)).toBe(false);
});

test('a slot in use that is cleared or given to a second user is clobbered, on whichever CPU', () => {
  const full = 'cpu0: kmap_atomic(page1)\n'.repeat(16);
  const rig = run(makeRig('rfc-v2 cpus=2'), `${full}cpu0: kmap_atomic(page2)`);
  expect(holds('no_live_clobbered', rig)).toBe(true);
  run(rig, 'cpu1: kmap_atomic(page3)');
  expect(holds('no_live_clobbered', rig)).toBe(false);
  run(rig, 'cpu1: kunmap_atomic()');
  expect(holds('no_live_clobbered', rig)).toBe(true);
});

test('an index below zero is out of bounds, of any owner', () => {
  const rig = makeRig('v6.1 cpus=2');
  setKmapAtomicIdx(rig.machine, 1, -1);
  expect(holds('depth_in_bounds', rig)).toBe(false);
});

test('a count without a PTE, or a PTE without a count, breaks pkmap_counts', () => {
  const rig = run(makeRig('v3.9 pkmap=2'), 'cpu0: kmap(page1)');
  setPkmapCount(rig.machine, 1, 0);
  expect(holds('pkmap_counts', rig)).toBe(false);
  setPkmapCount(rig.machine, 1, 2);
  setPkmapCount(rig.machine, 0, 1);
  expect(holds('pkmap_counts', rig)).toBe(false);
});

test('stray_exists: a stray is seen in any strip, the one behind the last CPU included', () => {
  expect(holds('stray_exists', makeRig('v3.9 cpus=2', 'cpu0 online depth=1 | page1*'))).toBe(false);
  expect(holds('stray_exists', makeRig('v3.9 cpus=2', 'cpu1 dead depth=0 | . page1~'))).toBe(true);
  expect(holds('stray_exists', run(makeRig('v3.9 cpus=1 slots=1'), 'cpu0: kmap_atomic(page1)\n'.repeat(2)))).toBe(true);
});

test('flush_finds_nothing: a CPU is about to look, and its strip holds no stray', () => {
  const start = (stray: string): Rig =>
    run(
      makeRig('rfc-v2 cpus=2', `cpu0 online depth=0 | page1~\ncpu1 online depth=0 | ${stray}`),
      'cpu0: enter kmap_atomic_flush_unused()\ncpu0: tick 2\ncpu1: handle_IPI',
    );
  for (const [stray, expected] of [
    ['.', true],
    ['page2~', false],
  ] as const) {
    const rig = start(stray);
    expect(holds('flush_finds_nothing', rig)).toBe(false);
    run(rig, 'cpu1: tick');
    expect(holds('flush_finds_nothing', rig)).toBe(expected);
    run(rig, 'cpu1: tick');
    expect(holds('flush_finds_nothing', rig)).toBe(false);
  }
});

test('hook_matters: a CPU is dying and its own strip holds a stray', () => {
  for (const [strays, expected] of [
    ['cpu1 online depth=0 | page1~', true],
    ['cpu0 online depth=0 | page1~', false],
    ['cpu2 online depth=0 | page1~', false],
  ] as const) {
    const rig = run(makeRig('rfc-v2 cpus=3', strays), 'cpu0: enter cpu_down(cpu1)\ncpu0: tick 4');
    expect(holds('hook_matters', rig)).toBe(false);
    run(rig, 'cpu1: tick');
    expect(holds('hook_matters', rig), strays).toBe(expected);
  }
});
