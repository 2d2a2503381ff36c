import { err, ok, type Result } from '../base/result.ts';
import { COST_KINDS, type CostKind, type Costs } from './cost.ts';
import { DEFAULT_WEIGHTS, MOST_WEIGHT, type Weights } from './weights.ts';

/** Why a weight is about as large as it is, for the reader who is to change it. */
export const WEIGHT_REASONS: { readonly [K in CostKind]: string } = {
  pte_writes: 'Our assumption: a store to each of the two words of a PTE, and the clean of its cache line.',
  pte_reads: 'Our assumption: a load that hits the first-level cache, with the test and the loop around it.',
  tlb_local: 'Our assumption: one CP15 operation (TLBIMVA); its wait is counted as barriers.',
  tlb_broadcast: 'Our assumption: TLBIMVAIS goes out to the other CPUs and is answered: a few times a local one.',
  tlb_range: 'Our assumption: per address, as a broadcast one: flush_tlb_kernel_range is a loop of TLBIMVAIS.',
  barriers: 'Our assumption: a DSB that waits for the store and the invalidate before it; an ISB refills the pipeline.',
  ipis: 'Our assumption: per CPU that is called: interrupt entry there, the handler, and the caller waiting for it.',
  notifiers: 'Our assumption: an indirect call down the chain, and the hotplug callback’s own switch.',
};

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
