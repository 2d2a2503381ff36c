import type { CostKind } from './cost.ts';

/** Modelled cycles of one operation of each kind. */
export type Weights = { readonly [K in CostKind]: number };

/**
 * OUR ASSUMPTION, every one of them: they come from no manual and no measurement. The architecture (ARM DDI 0406) says what a DSB waits for,
 * not how long; and the recorded kernels ran under emulation, where cycles mean nothing. Only the order of size is argued for
 * (WEIGHT_REASONS in cycles.ts). Whoever has measured a board puts their numbers in.
 */
export const DEFAULT_WEIGHTS: Weights = {
  pte_writes: 10,
  pte_reads: 4,
  tlb_local: 20,
  tlb_broadcast: 60,
  tlb_range: 60,
  barriers: 40,
  ipis: 1000,
  notifiers: 200,
};

/** The largest weight that can be put in: sums stay exact. */
export const MOST_WEIGHT = 1_000_000;
