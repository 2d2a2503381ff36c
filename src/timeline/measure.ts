import type { CostKind, Costs } from '../model/cost.ts';
import { cyclesOf } from '../model/cycles.ts';
import type { Weights } from '../model/weights.ts';

/** What a cost is measured in where one number is wanted: modelled cycles, all invalidates, or one kind of operation. */
export type Measure = 'cycles' | 'tlb_flushes' | CostKind;

export const MEASURES: readonly Measure[] = [
  'cycles',
  'pte_writes',
  'pte_reads',
  'tlb_flushes',
  'tlb_local',
  'tlb_broadcast',
  'tlb_range',
  'barriers',
  'ipis',
  'notifiers',
];

export const MEASURE_WORDS: { readonly [M in Measure]: string } = {
  cycles: 'modelled cycles',
  pte_writes: 'PTE writes',
  pte_reads: 'PTE reads',
  tlb_flushes: 'TLB invalidates',
  tlb_local: 'TLB invalidates, local',
  tlb_broadcast: 'TLB invalidates, broadcast',
  tlb_range: 'TLB invalidates, range',
  barriers: 'barriers',
  ipis: 'IPIs',
  notifiers: 'notifier calls',
};

/** One number for some costs; the weights count only for cycles. */
export function measured(costs: Costs, measure: Measure, weights: Weights): number {
  return measure === 'cycles' ? cyclesOf(costs, weights) : costs[measure];
}
