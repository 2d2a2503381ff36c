import type { Event } from './event.ts';

/**
 * What a run costs, counted from what happened and from nothing else. pte_writes and pte_reads are of kmap slots and pkmap entries;
 * tlb_flushes are invalidate operations (a range counts each address); barriers are the dsb and isb that go with them.
 */
export type Costs = {
  readonly pte_writes: number;
  readonly pte_reads: number;
  readonly tlb_flushes: number;
  readonly ipis: number;
  readonly notifiers: number;
  readonly barriers: number;
};

export const NO_COSTS: Costs = { pte_writes: 0, pte_reads: 0, tlb_flushes: 0, ipis: 0, notifiers: 0, barriers: 0 };

/** asm/tlbflush.h: each invalidate is dsb before, dsb and isb after (T3.10 full dsb, T3.12 dsb nshst / nsh: the same number). */
const BARRIERS_PER_INVALIDATE = 3;

/** The costs so far and one event more. */
export function addCost(costs: Costs, event: Event): Costs {
  if (event.type === 'pte_write') return { ...costs, pte_writes: costs.pte_writes + 1 };
  if (event.type === 'pte_read') return { ...costs, pte_reads: costs.pte_reads + 1 };
  if (event.type === 'ipi_send') return { ...costs, ipis: costs.ipis + event.to.length };
  if (event.type === 'notifier') return { ...costs, notifiers: costs.notifiers + 1 };
  if (event.type !== 'tlb_invalidate') return costs;
  return { ...costs, tlb_flushes: costs.tlb_flushes + event.count, barriers: costs.barriers + BARRIERS_PER_INVALIDATE };
}

export function costsOf(events: readonly Event[], from: Costs = NO_COSTS): Costs {
  return events.reduce(addCost, from);
}
