import { err, ok, type Result } from '../base/result.ts';
import { COST_KINDS, type CostKind, type Costs } from './cost.ts';

/** Modelled cycles of one operation of each kind. */
export type Weights = { readonly [K in CostKind]: number };

/**
 * OUR ASSUMPTION, every one of them: they come from no manual and no measurement. The architecture (ARM DDI 0406) says what a DSB waits for,
 * not how long; and the recorded kernels ran under emulation, where cycles mean nothing. Only the order of size is argued for
 * (weight-reasons.ts). Whoever has measured a board puts their numbers in.
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

/** What the counted operations come to with these weights. No claim beyond that: operations overlap on a real CPU. */
export function cyclesOf(costs: Costs, weights: Weights): number {
  return COST_KINDS.reduce((sum, kind) => sum + costs[kind] * weights[kind], 0);
}

/** Those that are not our assumption, as `readWeights` reads them: `pte_writes=8,ipis=2000`; empty when all are. */
export const ownWeights = (weights: Weights): string =>
  COST_KINDS.filter((kind) => weights[kind] !== DEFAULT_WEIGHTS[kind])
    .map((kind) => `${kind}=${weights[kind]}`)
    .join(',');

/**
 * `ipis=2000,pte_writes=8` → the defaults with these in their place. Fails with a sentence for a kind that is not counted, and for what is
 * not a whole number from 0 to a million.
 */
export function readWeights(text: string): Result<Weights, string> {
  let weights = DEFAULT_WEIGHTS;
  for (const part of text.split(',')) {
    const [name = '', value = ''] = part.split('=').map((word) => word.trim());
    const kind = COST_KINDS.find((one) => one === name);
    if (kind === undefined) return err(`'${name}' is not counted; write one of ${COST_KINDS.join(', ')}`);
    if (!isWeight(value)) return err(`${name} is to be a whole number from 0 to ${MOST_WEIGHT}, as in ${name}=10`);
    weights = { ...weights, [kind]: Number(value) };
  }
  return ok(weights);
}

const isWeight = (text: string): boolean => /^\d{1,7}$/.test(text) && Number(text) <= MOST_WEIGHT;
