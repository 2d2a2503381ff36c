import type { CostKind } from './cost.ts';

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
