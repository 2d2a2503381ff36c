import { hex32, hexText } from './hex.ts';
import type { Term } from './term.ts';
import type { Vaddr } from './units.ts';

/**
 * Where the words of a PTE stand in their table page. asm/pgtable-2level.h (2.6.32: asm/pgtable.h), asm/pgtable-3level.h.
 *
 *      hw-low: 2.6.32    linux-low: 3.0 and later     single: LPAE
 *     +0    h/w pt 0       +0    Linux pt 0         +0   512 words of 8 bytes,
 *     +1024 h/w pt 1       +1024 Linux pt 1              Linux and hardware
 *     +2048 Linux pt 0     +2048 h/w pt 0                in one
 *     +3072 Linux pt 1     +3072 h/w pt 1
 *
 * Two hardware tables of 1 MiB each share a page with their Linux words, so one page table page covers 2 MiB in every layout.
 */
export type PteTableLayout = 'hw_low' | 'linux_low' | 'single';

/** PTRS_PER_PTE. */
export const PTRS_PER_PTE = 512;
/** The distance between the two halves of the page (PTE_HWTABLE_OFF of the 2-level layout since 3.0). */
export const HALF_PAGE_BYTES = 2048;
/** PMD_SIZE: the addresses that one page of PTEs covers. */
export const PMD_SIZE_BYTES = 0x200000;

/** pte_index(): which of the 512 entries of its table page belongs to the address. */
export function pteIndex(vaddr: Vaddr): number {
  return (vaddr >>> 12) & (PTRS_PER_PTE - 1);
}

/** Byte offsets of the two words in the table page; equal where one word serves both. */
export type PteOffsets = { readonly linux: number; readonly hardware: number };

/** Where the Linux word and the hardware word of an address stand in its table page. */
export function pteOffsets(layout: PteTableLayout, vaddr: Vaddr): PteOffsets {
  const index = pteIndex(vaddr);
  switch (layout) {
    case 'hw_low':
      return { linux: HALF_PAGE_BYTES + 4 * index, hardware: 4 * index };
    case 'linux_low':
      return { linux: 4 * index, hardware: HALF_PAGE_BYTES + 4 * index };
    case 'single':
      return { linux: 8 * index, hardware: 8 * index };
  }
}

/** The walk to the PTE of an address, in numbers: which entry of which table, and where the words stand. */
export function pteArithmetic(layout: PteTableLayout, vaddr: Vaddr): readonly Term[] {
  const { linux, hardware } = pteOffsets(layout, vaddr);
  const index = pteIndex(vaddr);
  const pte = { name: 'pte index', text: `(0x${hex32(vaddr)} >> 12) & 511 = ${String(index)}` };
  if (layout === 'single') {
    return [
      { name: 'pgd index', text: `0x${hex32(vaddr)} >> 30 = ${String(vaddr >>> 30)}` },
      { name: 'pmd index', text: `(0x${hex32(vaddr)} >> 21) & 511 = ${String((vaddr >>> 21) & 511)}` },
      pte,
      { name: 'word', text: `table + ${String(index)} × 8 = +${hexText(linux)}` },
    ];
  }
  return [
    { name: 'pgd index', text: `0x${hex32(vaddr)} >> 21 = ${hexText(vaddr >>> 21)}` },
    pte,
    wordTerm('Linux word', linux, index),
    wordTerm('hardware word', hardware, index),
  ];
}

function wordTerm(name: string, offset: number, index: number): Term {
  const half = offset - 4 * index;
  const base = half === 0 ? 'table' : `table + ${hexText(half)}`;
  return { name, text: `${base} + ${String(index)} × 4 = +${hexText(offset)}` };
}
