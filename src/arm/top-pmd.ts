import { PMD_SIZE_BYTES } from './pte-table.ts';
import type { Vaddr } from './units.ts';
import { vaddr as toVaddr } from './units.ts';

/**
 * top_pmd: the entry for the last 2 MiB, whose table page also holds the vectors. set_top_pte() and get_top_pte() of arch/arm/mm/mm.h
 * (3.6 and every later tree read) take pte_offset_kernel(top_pmd, va), so only bits 20:12 of the address choose the entry.
 */
export const TOP_PMD_START = toVaddr(0xffe00000);

/** Do set_top_pte() and get_top_pte() reach the PTE of this address? Outside they silently use another one (topPteVaddr). */
export function isInTopPmd(vaddr: Vaddr): boolean {
  return vaddr >= TOP_PMD_START;
}

/** The address whose PTE set_top_pte(vaddr, …) really writes: the same low 21 bits, in the last 2 MiB. */
export function topPteVaddr(vaddr: Vaddr): Vaddr {
  return toVaddr(TOP_PMD_START + (vaddr & (PMD_SIZE_BYTES - 1)));
}
