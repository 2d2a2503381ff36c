import type { PageCode, VaCode } from './action.ts';

/**
 * Virtual addresses as the cells hold them: 16 bits name every address this machinery deals in. 0 is no address.
 *
 *     0        none
 *     1 …      slot of the kmap window + 1          (fixmap, 0xfff00000 … by era)
 *     0x4000 … pkmap entry                          (0xbfe00000 …)
 *     0x8000 … page code of a lowmem page           (the linear map, 0xc0000000 …)
 *     0xc000 … page code of a page that a driver keeps mapped strongly ordered (dma_alloc_attrs)
 */
export const NO_VA: VaCode = 0;
const SLOT_VA = 1;
const PKMAP_VA = 0x4000;
const LINEAR_VA = 0x8000;
const DMA_VA = 0xc000;

export const slotVa = (index: number): VaCode => SLOT_VA + index;
export const pkmapVa = (entry: number): VaCode => PKMAP_VA + entry;
export const linearVa = (page: PageCode): VaCode => LINEAR_VA + page;

export const dmaVa = (page: PageCode): VaCode => DMA_VA + page;

export type VaKind = 'none' | 'slot' | 'pkmap' | 'linear' | 'dma';

export function vaKind(va: VaCode): VaKind {
  if (va === NO_VA) return 'none';
  if (va < PKMAP_VA) return 'slot';
  if (va < LINEAR_VA) return 'pkmap';
  return va < DMA_VA ? 'linear' : 'dma';
}

/** The index in the kmap window, the pkmap entry, or the page code that an address stands for. */
export function vaIndex(va: VaCode): number {
  if (va < PKMAP_VA) return va - SLOT_VA;
  if (va < LINEAR_VA) return va - PKMAP_VA;
  return va < DMA_VA ? va - LINEAR_VA : va - DMA_VA;
}
