import { expect, test } from 'vitest';
import { tlbCount } from './tlb.ts';
import { attempt, logOf, logOfOnly, makeRig, run, text } from './testing/rig.ts';

/** CPU1 walks CPU0's stray before the flush; what does it hold afterwards? */
const RESIDUE = `cpu0: kmap_atomic(page3)
                 cpu1: speculate(cpu0.slot0)
                 cpu0: kunmap_atomic()
                 cpu0: secure_buffer_change_chunk(page3)`;

test('H1: with a local page invalidate the other CPU keeps the translation, and reaches the page with no PTE anywhere', () => {
  const rig = run(makeRig('vendor-4.4 cpus=2'), RESIDUE);
  logOf(rig);
  run(rig, 'cpu1: speculate(cpu0.slot0)');
  expect(logOf(rig)).toBe('cpu1 violation cpu0.slot0 page3 via tlb speculative: async_abort');
  expect(attempt(rig, 'cpu0: speculate(cpu0.slot0)').outcome).toBe('nothing');
});

test.each([
  ['rfc-v2', 'the page invalidate is a broadcast (TLBIMVAIS, up to 3.10)'],
  ['fixed', 'one range invalidate at the end of the flush is'],
])('H1 is absent on %s: %s', (kernel) => {
  const rig = run(makeRig(`${kernel} cpus=2`), RESIDUE);
  expect(attempt(rig, 'cpu1: speculate(cpu0.slot0)')).toMatchObject({
    outcome: 'nothing',
    reason: 'Neither a TLB entry of CPU1 nor a PTE maps that address: there is nothing to speculate through.',
  });
});

test.each(['vendor-4.9', 'vendor-3.18.20', 'v3.14-rt', 'v6.1'])(
  'H2 on %s: the PTE is zero already, so no flush invalidates anything, and the residue stays',
  (kernel) => {
    const rig = run(
      makeRig(`${kernel} cpus=2`),
      RESIDUE.replace('cpu0: secure', 'cpu1: kmap_atomic_flush_unused()\ncpu0: secure'),
    );
    logOf(rig);
    run(rig, 'cpu1: speculate(cpu0.slot0)');
    expect(logOfOnly(rig, ['violation'])).toContain('via tlb');
  },
);

test('an entry is used as it is, however old: a slot that is overwritten reads the old page elsewhere', () => {
  const rig = run(
    makeRig('v3.14 cpus=2'),
    'cpu0: kmap_atomic(page1)\ncpu1: read(cpu0.slot0)\ncpu0: kunmap_atomic()\ncpu0: kmap_atomic(page2)',
  );
  logOf(rig);
  run(rig, 'cpu1: read(cpu0.slot0)\ncpu0: read(cpu0.slot0)\ncpu1: evict(cpu0.slot0)\ncpu1: read(cpu0.slot0)');
  expect(logOfOnly(rig, ['access', 'tlb_fill', 'tlb_drop'])).toBe(text`
    cpu1 access cpu0.slot0 page1 via tlb
    cpu0 tlb_fill cpu0.slot0 page2
    cpu0 access cpu0.slot0 page2 via pte
    cpu1 tlb_drop cpu0.slot0 page1
    cpu1 tlb_fill cpu0.slot0 page2
    cpu1 access cpu0.slot0 page2 via pte
  `);
});

test('between the store and the invalidate the owner itself still has the old translation', () => {
  const rig = run(makeRig('v3.9 cpus=1'), 'cpu0: kmap_atomic(page1)\ncpu0: read(slot0)\ncpu0: kunmap_atomic()');
  run(rig, 'cpu0: enter kmap_atomic(page2)\ncpu0: tick 5');
  logOf(rig);
  run(rig, 'cpu0: speculate(slot0)\ncpu0: tick\ncpu0: speculate(slot0)');
  expect(logOf(rig)).toBe(text`
    cpu0 access cpu0.slot0 page1 via tlb speculative
    cpu0 tlb_invalidate page_broadcast cpu0.slot0 ×1
    cpu0 tlb_drop cpu0.slot0 page1
    cpu0 tlb_fill cpu0.slot0 page2
    cpu0 access cpu0.slot0 page2 via pte speculative
  `);
});

test.each([
  ['v3.9', 'page_broadcast', 'cpu0, cpu1, cpu2'],
  ['v3.14', 'page', 'cpu1'],
])('%s: the page invalidate after the store is “%s” and reaches the TLBs of %s', (kernel, scope, whose) => {
  const rig = makeRig(`${kernel} cpus=3`, 'cpu1 online depth=0 | page1~');
  run(rig, 'cpu0: speculate(cpu1.slot0)\ncpu1: speculate(cpu1.slot0)\ncpu2: speculate(cpu1.slot0)');
  logOf(rig);
  run(rig, 'cpu1: kmap_atomic(page2)');
  const log = logOfOnly(rig, ['tlb_invalidate', 'tlb_drop']).split('\n');
  expect(log[0]).toBe(`cpu1 tlb_invalidate ${scope} cpu1.slot0 ×1`);
  expect(log.slice(1)).toEqual(whose.split(', ').map((cpu) => `${cpu} tlb_drop cpu1.slot0 page1`));
});

test('a slot behind the last strip that has no cell is invalidated without anybody holding it', () => {
  const rig = makeRig('v3.14 cpus=1 slots=1 pkmap=1');
  run(rig, 'cpu0: kmap(page1)\ncpu0: speculate(pkmap0)');
  logOf(rig);
  run(rig, 'cpu0: kmap_atomic(page2)\ncpu0: kmap_atomic(page2)\ncpu0: kmap_atomic(page2)');
  expect(logOfOnly(rig, ['tlb_invalidate', 'tlb_drop', 'outside_window'])).toBe(text`
    cpu0 tlb_invalidate page cpu0.slot0 ×1
    cpu0 tlb_invalidate page cpu1.slot0 ×1
    cpu0 outside_window slot index 2
    cpu0 tlb_invalidate page cpu2.slot0 ×1
  `);
});

test('a TLB of limited size gives up another entry, in turn', () => {
  const rig = makeRig('v3.9 cpus=2 tlb_entries=2 pkmap=0', 'cpu0 online depth=0 | page0~ page1~ page2~ page3~');
  const at = (slot: number): string => `cpu1: speculate(cpu0.slot${slot})`;
  run(rig, [0, 1, 2, 1, 3, 0].map(at).join('\n'));
  expect(logOfOnly(rig, ['tlb_fill', 'tlb_drop'])).toBe(text`
    cpu1 tlb_fill cpu0.slot0 page0
    cpu1 tlb_fill cpu0.slot1 page1
    cpu1 tlb_drop cpu0.slot0 page0
    cpu1 tlb_fill cpu0.slot2 page2
    cpu1 tlb_drop cpu0.slot1 page1
    cpu1 tlb_fill cpu0.slot3 page3
    cpu1 tlb_drop cpu0.slot2 page2
    cpu1 tlb_fill cpu0.slot0 page0
  `);
  expect(tlbCount(rig.machine, 1)).toBe(2);
  expect(tlbCount(rig.machine, 0)).toBe(0);
});

test('the victim’s turn comes round from the last place to the first', () => {
  const rig = makeRig('v3.9 cpus=1 slots=1 tlb_entries=1 pkmap=2', 'cpu0 online depth=0 | page0~');
  run(rig, 'cpu0: kmap(page1)\ncpu0: kmap(page2)');
  logOf(rig);
  run(rig, ['pkmap1', 'slot0', 'pkmap0', 'slot0', 'pkmap1', 'pkmap0'].map((va) => `cpu0: speculate(${va})`).join('\n'));
  expect(logOfOnly(rig, ['tlb_drop'])).toBe(text`
    cpu0 tlb_drop pkmap1 page1
    cpu0 tlb_drop cpu0.slot0 page0
    cpu0 tlb_drop pkmap0 page2
    cpu0 tlb_drop cpu0.slot0 page0
    cpu0 tlb_drop pkmap1 page1
  `);
});

test('an entry that is replaced by a newer page at the same place costs nobody else theirs', () => {
  const rig = makeRig('v3.14 cpus=2 tlb_entries=1', 'cpu0 online depth=0 | page0~ page1~');
  run(
    rig,
    'cpu1: speculate(cpu0.slot0)\ncpu0: kmap_atomic(page5)\ncpu1: evict(cpu0.slot0)\ncpu1: speculate(cpu0.slot0)',
  );
  logOf(rig);
  run(rig, 'cpu1: speculate(cpu0.slot0)');
  expect(logOf(rig)).toBe('cpu1 access cpu0.slot0 page5 via tlb speculative');
});

test('evict drops one entry, and says when there is none', () => {
  const rig = run(
    makeRig('v3.9 cpus=1', 'cpu0 online depth=0 | page0~ page1~'),
    'cpu0: speculate(slot0)\ncpu0: speculate(slot1)',
  );
  logOf(rig);
  run(rig, 'cpu0: evict(slot1)');
  expect(logOf(rig)).toBe('cpu0 tlb_drop cpu0.slot1 page1');
  expect(attempt(rig, 'cpu0: evict(slot1)')).toMatchObject({
    outcome: 'nothing',
    reason: 'CPU0 holds no translation of that address: there is nothing to evict.',
  });
  expect(attempt(rig, 'cpu0: evict(linear(low0))').outcome).toBe('nothing');
});
