import { expect, test } from 'vitest';
import { COST_KINDS, NO_COSTS } from './cost.ts';
import { cyclesOf, ownWeights, readWeights, WEIGHT_REASONS } from './cycles.ts';
import { DEFAULT_WEIGHTS, type Weights } from './weights.ts';

const counting: Weights = {
  pte_writes: 1,
  pte_reads: 10,
  tlb_local: 100,
  tlb_broadcast: 1000,
  tlb_range: 10_000,
  barriers: 100_000,
  ipis: 1_000_000,
  notifiers: 0,
};

test('each operation is weighted once, and an invalidate by its scope', () => {
  const costs = { pte_writes: 1, pte_reads: 2, tlb_local: 3, tlb_broadcast: 4, tlb_range: 5, barriers: 6, ipis: 7 };
  expect(cyclesOf({ ...NO_COSTS, ...costs, tlb_flushes: 12, notifiers: 9 }, counting)).toBe(7_654_321);
  expect(cyclesOf(NO_COSTS, counting)).toBe(0);
});

test('every default says of itself that it is an assumption', () => {
  for (const kind of COST_KINDS) expect(WEIGHT_REASONS[kind]).toMatch(/^Our assumption: /);
});

test('weights are read as they are written, the others are as they were', () => {
  expect(readWeights('ipis=2000, pte_writes=8')).toEqual({
    ok: true,
    value: { ...DEFAULT_WEIGHTS, ipis: 2000, pte_writes: 8 },
  });
});

test('weights that are somebody’s own are written as they are read', () => {
  expect(ownWeights(DEFAULT_WEIGHTS)).toBe('');
  const own = { ...DEFAULT_WEIGHTS, ipis: 2000, barriers: 0 };
  expect(ownWeights(own)).toBe('barriers=0,ipis=2000');
  expect(readWeights(ownWeights(own))).toEqual({ ok: true, value: own });
});

test.each([
  ['ipi=3', "'ipi' is not counted; write one of pte_writes, pte_reads, tlb_local"],
  ['ipis', 'ipis is to be a whole number from 0 to 1000000, as in ipis=10'],
  ['ipis=-1', 'ipis is to be a whole number'],
  ['ipis=1000001', 'ipis is to be a whole number'],
  ['', "'' is not counted"],
])('%s is no weight, and the sentence says why', (text, reason) => {
  expect(readWeights(text)).toEqual({ ok: false, error: expect.stringContaining(reason) });
});
