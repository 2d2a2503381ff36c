import { expect, test } from 'vitest';
import { attempt, logOf, logText, makeRig, run, text } from './testing/rig.ts';

test('14 CPUs fit into the window of 3.9; the strip of CPU14 begins at FIXADDR_TOP, and the log says so', () => {
  expect(logText('v3.9 cpus=14', '', 'cpu13: kmap_atomic(page1)')).not.toContain('outside_window');
  expect(logText('v3.9 cpus=15', '', 'cpu14: kmap_atomic(page1)')).toBe(text`
    cpu14 enter kmap_atomic(2, 0)
    cpu14 depth 0 → 1
    cpu14 outside_window slot index 224
    cpu14 pte_write cpu14.slot0 . → page1 (task)
    cpu14 tlb_invalidate page_broadcast cpu14.slot0 ×1
    cpu14 return kmap_atomic = cpu14.slot0
  `);
});

test('slot 0 of CPU15 on 3.9 is 0xffff0000: the exception vectors are overwritten and the system is gone', () => {
  const rig = makeRig('v3.9 cpus=16');
  expect(attempt(rig, 'cpu15: kmap_atomic(page1)')).toMatchObject({ outcome: 'done', reason: null });
  expect(logOf(rig)).toBe(text`
    cpu15 enter kmap_atomic(2, 0)
    cpu15 depth 0 → 1
    cpu15 outside_window slot index 240
    cpu15 pte_write cpu15.slot0 . → page1 (task)
  `);
  expect(attempt(rig, 'cpu0: kmap_atomic(page1)').reason).toBe('The whole system is down: nothing can run any more.');
});

test('with 14 slots each, 16 CPUs fit into the window of 2.6.32', () => {
  expect(logText('v2.6.32 cpus=16', '', 'cpu15: kmap_atomic(page1, KM_L2_CACHE)')).not.toContain('outside_window');
  expect(logText('v2.6.32 cpus=17', '', 'cpu16: kmap_atomic(page1, KM_BOUNCE_READ)')).toContain(
    'outside_window slot index 224',
  );
});

test.each([
  ['v3.9 layout=up_ffc00000 cpus=32', 31],
  ['vendor-3.18 cpus=32', 31],
  ['v6.1 cpus=32', 31],
])('%s: all 32 CPUs fit into the wider window', (settings, cpu) => {
  const rig = makeRig(settings);
  run(rig, `cpu${cpu}: kmap_atomic(page1)\n`.repeat(15));
  expect(logOf(rig)).not.toContain('outside_window');
});

test.each([
  ['down_ffeff000', '0', 'slot 767 is 0xffc00000, the last', 23, 31],
  ['down_ffeff000', '2', 'FIX_KMAP_BEGIN takes two pages of it', 23, 29],
  ['up_ffc00000', '0', 'slot 511 is 0xffdff000, the last', 15, 31],
])('layout=%s fix_kmap_begin=%s: %s', (layout, begin, _why, cpu, position) => {
  const settings = `v3.9 kmap_high_get=off layout=${layout} fix_kmap_begin=${begin} slots=32 cpus=24`;
  const rig = makeRig(settings);
  run(rig, `cpu${cpu}: kmap_atomic(page1)\n`.repeat(position + 1));
  expect(logOf(rig)).not.toContain('outside_window');
  run(rig, `cpu${cpu}: kmap_atomic(page1)`);
  expect(logOf(rig)).toContain(`outside_window slot index ${cpu * 32 + position + 1}`);
});

test('with 16 CPUs on a 3.10 tree the flush of CPU15 finds the PTE of the vectors in its strip, and clears it', () => {
  for (const [settings, line] of [
    ['rfc-v2 cpus=16', 'cpu0: kmap_atomic_flush_unused()'],
    ['rfc-v1 cpus=16', 'cpu0: kmap_atomic_flush_unused()'],
    ['rfc-v2 cpus=16', 'cpu0: cpu_down(cpu15)'],
  ] as const) {
    const rig = makeRig(settings);
    run(rig, line);
    expect(logOf(rig), settings).toContain('cpu15 outside_window slot index 240');
    expect(attempt(rig, 'cpu0: kmap_atomic(page1)').reason).toContain('down');
  }
  const rig = makeRig('rfc-v2 cpus=15');
  run(rig, 'cpu0: kmap_atomic_flush_unused()');
  expect(logOf(rig)).not.toContain('outside_window');
});

test('a debug build finds the vectors in the slot that CPU15 is given: BUG_ON before anything is written', () => {
  const rig = makeRig('v3.9-debug cpus=16');
  run(rig, 'cpu15: kmap_atomic(page1)');
  expect(logOf(rig)).toContain('cpu15 bug in kmap_atomic: slot not none');
  expect(logOf(rig)).not.toContain('pte_write');
  expect(attempt(rig, 'cpu0: kmap_atomic(page1)').outcome).toBe('done');
});
