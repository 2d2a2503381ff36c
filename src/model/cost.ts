import type { Event } from './event.ts';

/**
 * What a run costs, counted from what happened and from nothing else. pte_writes and pte_reads are of kmap slots and pkmap entries;
 * tlb_flushes are invalidate operations (a range counts each address), and so many of them were heard by this CPU alone (tlb_local), by
 * every CPU (tlb_broadcast), or belong to a loop over a range that every CPU hears (tlb_range); barriers are the dsb and isb that go with
 * them.
 */
export type Costs = {
  readonly pte_writes: number;
  readonly pte_reads: number;
  /** tlb_local + tlb_broadcast + tlb_range: what a scenario asks for with `cost(tlb_flushes)`. */
  readonly tlb_flushes: number;
  readonly tlb_local: number;
  readonly tlb_broadcast: number;
  readonly tlb_range: number;
  readonly ipis: number;
  readonly notifiers: number;
  readonly barriers: number;
};

export const NO_COSTS: Costs = {
  pte_writes: 0,
  pte_reads: 0,
  tlb_flushes: 0,
  tlb_local: 0,
  tlb_broadcast: 0,
  tlb_range: 0,
  ipis: 0,
  notifiers: 0,
  barriers: 0,
};

/** The kinds of operation that add up to a price, none of them counted in another. */
export const COST_KINDS = [
  'pte_writes',
  'pte_reads',
  'tlb_local',
  'tlb_broadcast',
  'tlb_range',
  'barriers',
  'ipis',
  'notifiers',
] as const;
export type CostKind = (typeof COST_KINDS)[number];

/** asm/tlbflush.h: each invalidate is dsb before, dsb and isb after (T3.10 full dsb, T3.12 dsb nshst / nsh: the same number). */
const BARRIERS_PER_INVALIDATE = 3;

/** Who hears an invalidate: TLBIMVA and TLBIALL this CPU, TLBIMVAIS and TLBIALLIS all, and flush_tlb_kernel_range all, address by address. */
const SCOPE_KINDS = {
  page: 'tlb_local',
  all: 'tlb_local',
  page_broadcast: 'tlb_broadcast',
  all_broadcast: 'tlb_broadcast',
  range: 'tlb_range',
} as const;

/** The costs so far and one event more. */
export function addCost(costs: Costs, event: Event): Costs {
  if (event.type === 'pte_write') return { ...costs, pte_writes: costs.pte_writes + 1 };
  if (event.type === 'pte_read') return { ...costs, pte_reads: costs.pte_reads + 1 };
  if (event.type === 'ipi_send') return { ...costs, ipis: costs.ipis + event.to.length };
  if (event.type === 'notifier') return { ...costs, notifiers: costs.notifiers + 1 };
  if (event.type !== 'tlb_invalidate') return costs;
  const kind = SCOPE_KINDS[event.scope];
  return {
    ...costs,
    [kind]: costs[kind] + event.count,
    tlb_flushes: costs.tlb_flushes + event.count,
    barriers: costs.barriers + BARRIERS_PER_INVALIDATE,
  };
}

export function costsOf(events: readonly Event[], from: Costs = NO_COSTS): Costs {
  return events.reduce(addCost, from);
}

/** What one CPU spent. An IPI is paid for by its sender, an invalidate by the CPU that executes it, whoever hears it. */
export type CpuCosts = { readonly cpu: number; readonly costs: Costs };

/** What each CPU spent on these events, in the order of their numbers; those that spent nothing are left out. */
export function costsByCpu(events: readonly Event[]): readonly CpuCosts[] {
  const spent: CpuCosts[] = [];
  for (const event of events) {
    const at = spent.findIndex(({ cpu }) => cpu === event.cpu);
    const before = spent[at]?.costs ?? NO_COSTS;
    const costs = addCost(before, event);
    if (costs === before) continue;
    if (at < 0) spent.push({ cpu: event.cpu, costs });
    else spent[at] = { cpu: event.cpu, costs };
  }
  // An IPI to nobody is an event that costs nothing.
  return spent.filter(({ costs }) => COST_KINDS.some((kind) => costs[kind] > 0)).toSorted((a, b) => a.cpu - b.cpu);
}

/** The costs of one thing and another together. */
export const plusCosts = (a: Costs, b: Costs): Costs => combine(a, b, 1);

/** What `after` costs more than `before`. */
export const costsBetween = (before: Costs, after: Costs): Costs => combine(after, before, -1);

function combine(a: Costs, b: Costs, sign: 1 | -1): Costs {
  return {
    pte_writes: a.pte_writes + sign * b.pte_writes,
    pte_reads: a.pte_reads + sign * b.pte_reads,
    tlb_flushes: a.tlb_flushes + sign * b.tlb_flushes,
    tlb_local: a.tlb_local + sign * b.tlb_local,
    tlb_broadcast: a.tlb_broadcast + sign * b.tlb_broadcast,
    tlb_range: a.tlb_range + sign * b.tlb_range,
    ipis: a.ipis + sign * b.ipis,
    notifiers: a.notifiers + sign * b.notifiers,
    barriers: a.barriers + sign * b.barriers,
  };
}
