import { expect, test } from 'vitest';
import { logText, makeRig, run, runText, show, text, logOfOnly } from '../testing/rig.ts';

const FOUR = `cpu0 online depth=1 | page1* page2~ .      page3~`;

test('the checked flush reads each slot above the depth and writes only those that hold something', () => {
  expect(logText('rfc-v2 cpus=1 slots=5', FOUR, 'cpu0: kmap_atomic_flush_unused()')).toBe(text`
    cpu0 enter kmap_atomic_flush_unused(0, 0)
    cpu0 ipi_send to [] missed []
    cpu0 enter kmap_remove_unused_cpu(0, 0)
    cpu0 flush_cpu of cpu0 [1, 5)
    cpu0 pte_read cpu0.slot1 page2
    cpu0 pte_write cpu0.slot1 page2 → . (task)
    cpu0 tlb_invalidate page_broadcast cpu0.slot1 ×1
    cpu0 pte_read cpu0.slot2 .
    cpu0 pte_read cpu0.slot3 page3
    cpu0 pte_write cpu0.slot3 page3 → . (task)
    cpu0 tlb_invalidate page_broadcast cpu0.slot3 ×1
    cpu0 pte_read cpu0.slot4 .
    cpu0 return kmap_remove_unused_cpu = void
    cpu0 return kmap_atomic_flush_unused = void
  `);
});

test('the unconditional flush writes and invalidates every slot above the depth, whatever it holds', () => {
  expect(logText('rfc-v1 cpus=1 slots=4', FOUR, 'cpu0: kmap_atomic_flush_unused()')).toBe(text`
    cpu0 enter kmap_atomic_flush_unused(0, 0)
    cpu0 ipi_send to [] missed []
    cpu0 enter kmap_remove_unused_cpu(0, 0)
    cpu0 flush_cpu of cpu0 [1, 4)
    cpu0 pte_write cpu0.slot1 page2 → . (task)
    cpu0 tlb_invalidate page_broadcast cpu0.slot1 ×1
    cpu0 pte_write cpu0.slot2 . → . (task)
    cpu0 tlb_invalidate page_broadcast cpu0.slot2 ×1
    cpu0 pte_write cpu0.slot3 page3 → . (task)
    cpu0 tlb_invalidate page_broadcast cpu0.slot3 ×1
    cpu0 return kmap_remove_unused_cpu = void
    cpu0 return kmap_atomic_flush_unused = void
  `);
});

test.each(['rfc-v1', 'rfc-v2', 'vendor-3.18-corrected', 'vendor-4.4', 'fixed'])(
  '%s: what is in use stays, all that is unused goes, and the neighbours are left alone',
  (kernel) => {
    const start = `cpu0 online depth=2 | page1* page2* page3~ page4~ page5~
                   cpu1 dead   depth=0 | page6~ .`;
    expect(runText(`${kernel} cpus=2`, start, 'cpu0: kmap_atomic_flush_unused()')).toBe(text`
      cpu0 online depth=2 | page1* page2* .
      cpu1 dead   depth=0 | page6~ .      .
    `);
  },
);

test.each([
  ['vendor-3.18', 'page0~ page1~ .'],
  ['vendor-3.18-corrected', '. . .'],
  ['vendor-3.18 fix_kmap_begin=1', 'page0~ .      .'],
  ['vendor-3.18 fix_kmap_begin=0', '. . .'],
])('%s: of an idle CPU’s four strays the flush leaves %s', (kernel, left) => {
  const start = 'cpu0 online depth=0 | page0~ page1~ page2~ page3~';
  const after = runText(`${kernel} cpus=1`, start, 'cpu0: kmap_atomic_flush_unused()');
  expect(after).toBe(`cpu0 online depth=0 | ${left}`);
});

test('at depth d the doubled FIX_KMAP_BEGIN passes over d and d + 1, the two likeliest strays', () => {
  const start = 'cpu0 online depth=1 | page0* page1~ page2~ page3~ page4~';
  const rig = run(makeRig('vendor-3.18 cpus=1', start), 'cpu0: kmap_atomic_flush_unused()');
  expect(logOfOnly(rig, ['flush_cpu'])).toBe('cpu0 flush_cpu of cpu0 [3, 16)');
  expect(show(rig)).toBe('cpu0 online depth=1 | page0* page1~ page2~');
});

test('the doubled offset can begin past the end of the strip: then nothing is looked at, not even the neighbour', () => {
  const log = logText(
    'vendor-3.18 cpus=2 slots=2',
    `cpu0 online depth=1 | page1* page2~
     cpu1 dead   depth=0 | page3~ page4~`,
    'cpu0: kmap_atomic_flush_unused()',
  );
  expect(log).toContain('flush_cpu of cpu0 [3, 2)');
  expect(log).not.toMatch(/pte_(read|write)/);
});

test('a full strip leaves the flush nothing to do', () => {
  const rig = makeRig('rfc-v1 cpus=1 slots=3', 'cpu0 online depth=3 | page1* page2* page3*');
  run(rig, 'cpu0: kmap_atomic_flush_unused()');
  expect(logOfOnly(rig, ['flush_cpu', 'pte_write'])).toBe('cpu0 flush_cpu of cpu0 [3, 3)');
});

test('each slot is three ticks when it holds something (load, store, invalidate) and one when it does not', () => {
  const rig = makeRig('rfc-v2 cpus=1 slots=2', 'cpu0 online depth=0 | page1~ .');
  run(rig, 'cpu0: enter kmap_atomic_flush_unused()\ncpu0: tick 6');
  expect(show(rig)).toBe('cpu0 online depth=0 | page1~ .');
  run(rig, 'cpu0: tick');
  expect(show(rig)).toBe('cpu0 online depth=0 | . .');
  expect(logOfOnly(rig, ['pte_write', 'tlb_invalidate'])).toBe('cpu0 pte_write cpu0.slot0 page1 → . (task)');
  run(rig, 'cpu0: tick 2');
  expect(logOfOnly(rig, ['pte_read', 'tlb_invalidate'])).toBe(text`
    cpu0 tlb_invalidate page_broadcast cpu0.slot0 ×1
    cpu0 pte_read cpu0.slot1 .
  `);
});
