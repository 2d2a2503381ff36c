import type { Pfn, Vaddr } from './units.ts';
import { PAGE_SIZE_BYTES, PAGE_SHIFT, pfn as toPfn, vaddr as toVaddr } from './units.ts';

/**
 * The linear map: lowmem is mapped once and for ever, page after page from PAGE_OFFSET on. asm/memory.h, __phys_to_virt().
 * page_address() of a lowmem page is this address; kmap and kmap_atomic of it return it without touching any slot.
 */
export type LinearMap = {
  /** PAGE_OFFSET: 0xc0000000 with VMSPLIT_3G. */
  readonly pageOffset: Vaddr;
  /** PHYS_OFFSET >> PAGE_SHIFT: the first frame of memory. */
  readonly firstPfn: Pfn;
  /** The first frame that is not lowmem any more (where highmem begins). */
  readonly endPfn: Pfn;
};

/** PAGE_OFFSET with CONFIG_VMSPLIT_3G, the default. */
export const PAGE_OFFSET = toVaddr(0xc0000000);

/** The linear address of a frame; null for a frame that is not lowmem. */
export function lowmemVaddr(map: LinearMap, pfn: Pfn): Vaddr | null {
  if (pfn < map.firstPfn || pfn >= map.endPfn) return null;
  return toVaddr(map.pageOffset + (pfn - map.firstPfn) * PAGE_SIZE_BYTES);
}

/** The frame behind a linear address; null for an address outside the linear map. */
export function lowmemPfn(map: LinearMap, vaddr: Vaddr): Pfn | null {
  const pfn = map.firstPfn + (vaddr >>> PAGE_SHIFT) - (map.pageOffset >>> PAGE_SHIFT);
  return pfn >= map.firstPfn && pfn < map.endPfn ? toPfn(pfn) : null;
}
