import { expect, test } from 'vitest';
import { addCost, costsOf, NO_COSTS } from './cost.ts';
import { makeRig, run } from './testing/rig.ts';

/** The costs of these lines on this machine: what truth/README says under "What a flush costs" was measured on a real one. */
function costs(settings: string, start: string, lines: string): object {
  return costsOf(run(makeRig(settings, start), lines).events);
}

const FLUSH = 'cpu0: kmap_atomic_flush_unused()';
const BUSY = `cpu0 online depth=1 | page0* page1~ page2~
              cpu1 online depth=0 | page3~
              cpu2 dead   depth=0 | page4~
              cpu3 online depth=2 | page5* page6*`;

test('the checked flush writes once per stray on online CPUs and reads 16 - depth slots of each', () => {
  expect(costs('rfc-v2', BUSY, FLUSH)).toEqual({
    pte_writes: 3,
    pte_reads: 15 + 16 + 14,
    tlb_flushes: 3,
    ipis: 2,
    notifiers: 0,
    barriers: 9,
  });
});

test('the unconditional flush of four idle CPUs writes and invalidates 64 times, and reads nothing', () => {
  expect(costs('rfc-v1', '', FLUSH)).toMatchObject({ pte_writes: 64, pte_reads: 0, tlb_flushes: 64, ipis: 3 });
  expect(costs('rfc-v1', BUSY, FLUSH)).toMatchObject({ pte_writes: 15 + 16 + 14, tlb_flushes: 15 + 16 + 14, ipis: 2 });
});

test('the checked flush of four idle CPUs writes nothing, yet calls every one', () => {
  expect(costs('rfc-v2', '', FLUSH)).toMatchObject({ pte_writes: 0, pte_reads: 64, tlb_flushes: 0, ipis: 3 });
});

test('with DEBUG_HIGHMEM every unmap writes once, and the flush finds nothing to write', () => {
  const pair = 'cpu1: kmap_atomic(page1)\ncpu1: kunmap_atomic()';
  expect(costs('rfc-v2 debug=on', '', pair)).toMatchObject({ pte_writes: 2, tlb_flushes: 2 });
  expect(costs('rfc-v2 debug=on', '', `${pair}\n${FLUSH}`)).toMatchObject({ pte_writes: 2, pte_reads: 64 });
  expect(costs('rfc-v2', '', pair)).toMatchObject({ pte_writes: 1, tlb_flushes: 1 });
});

test('CPU_DYING writes once per stray of that CPU', () => {
  const start = 'cpu0 online depth=0 | .\ncpu1 online depth=0 | page1~ page2~';
  expect(costs('rfc-v2 cpus=2', start, 'cpu0: cpu_down(cpu1)')).toMatchObject({
    pte_writes: 2,
    pte_reads: 16,
    tlb_flushes: 3,
    notifiers: 4,
    ipis: 0,
  });
});

test('kmap_flush_unused is one write per count-1 entry and one range invalidate, which counts each address', () => {
  const lines = 'cpu0: kmap(page1)\ncpu0: kmap(page2)\ncpu0: kunmap(page1)\ncpu0: kunmap(page2)';
  expect(costs('v3.9', '', lines)).toMatchObject({ pte_writes: 2, tlb_flushes: 0, barriers: 0 });
  expect(costs('v3.9', '', `${lines}\ncpu0: kmap_flush_unused()`)).toMatchObject({
    pte_writes: 4,
    tlb_flushes: 512,
    barriers: 3,
  });
  expect(costs('v3.9', '', 'cpu0: kmap_flush_unused()')).toEqual(NO_COSTS);
});

test('costs add up from where one was', () => {
  const invalidate = { type: 'tlb_invalidate', cpu: 0, scope: 'range', va: 1, count: 5 } as const;
  const before = addCost(NO_COSTS, { type: 'pte_read', cpu: 0, table: 'fixmap', index: 0, page: 0 });
  expect(costsOf([invalidate, { type: 'irq', cpu: 0, enter: true }], before)).toEqual({
    ...NO_COSTS,
    pte_reads: 1,
    tlb_flushes: 5,
    barriers: 3,
  });
});
