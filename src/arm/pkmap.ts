import { PAGE_OFFSET } from './lowmem.ts';
import { PMD_SIZE_BYTES, PTRS_PER_PTE } from './pte-table.ts';
import type { Vaddr } from './units.ts';
import { PAGE_SHIFT, PAGE_SIZE_BYTES, vaddr as toVaddr } from './units.ts';

/**
 * The window of kmap(): the 2 MiB just below the linear map, one entry for each page of it. asm/highmem.h, unchanged from 2.6.32 to 6.12
 * and with LPAE, where PTRS_PER_PTE and PMD_SIZE are the same.
 */
export const LAST_PKMAP = PTRS_PER_PTE;

/** PKMAP_BASE: 0xbfe00000 with VMSPLIT_3G. */
export function pkmapBase(pageOffset: Vaddr = PAGE_OFFSET): Vaddr {
  return toVaddr(pageOffset - PMD_SIZE_BYTES);
}

/** PKMAP_ADDR(nr): the address of an entry, counted from 0. */
export function pkmapVaddr(nr: number, pageOffset: Vaddr = PAGE_OFFSET): Vaddr {
  return toVaddr(pkmapBase(pageOffset) + nr * PAGE_SIZE_BYTES);
}

/** PKMAP_NR(vaddr): the entry whose page holds the address; null outside the window. */
export function pkmapNr(vaddr: Vaddr, pageOffset: Vaddr = PAGE_OFFSET): number | null {
  const nr = (vaddr >>> PAGE_SHIFT) - (pkmapBase(pageOffset) >>> PAGE_SHIFT);
  return nr >= 0 && nr < LAST_PKMAP ? nr : null;
}
