import { err, ok, type Result } from '../base/result.ts';
import { PAGE_SIZE_BYTES } from '../arm/units.ts';
import { linesOf, type TextMistake } from './text-mistake.ts';

/**
 * What a page-table dump says of kernel addresses: `/sys/kernel/debug/kernel_page_tables` of a 32-bit ARM kernel (CONFIG_ARM_PTDUMP;
 * arch/arm/mm/dump.c, note_page() and walk_pte(), read in 3.10 and recorded on 3.10.49 and 3.18.71).
 *
 *     ---[ Fixmap Area ]---
 *     0xfff00000-0xfff02000           8K     RW NX SHD MEM/CACHED/WBWA
 *
 * Neighbours with the same attributes are one line. Neither the frame behind an address is in it, nor who uses it.
 */
export type PtDump = {
  /** Mapped pages where some kernel keeps its kmap slots, ascending. Devices are left out: a slot maps memory. */
  readonly fixmap: readonly number[];
  /** Mapped pages of the window of `kmap()` below 0xc0000000. */
  readonly pkmapPages: number;
};

/** asm/fixmap.h: the lowest address any of these kernels gave to the fixmap, and the exclusive end of the highest. */
const FIXMAP = { start: 0xffc00000, end: 0xfffe0000 };
/** asm/highmem.h: PKMAP_BASE with PAGE_OFFSET 0xc0000000, LAST_PKMAP pages. */
const PKMAP = { start: 0xbfe00000, end: 0xc0000000 };

const RANGE = /^0x([0-9a-f]{8,16})-0x([0-9a-f]{8,16})\s+\d+[KMGTPE]\b(.*)$/i;
const AREA = /^---\[ [^\]]* \]---/;

/** Does a text begin as such a dump does? Blank lines and what a shell printed first (`# cat …`) are passed over. */
export function isPtdump(firstLine: string): boolean {
  return AREA.test(firstLine) || RANGE.test(firstLine);
}

/** Reads a dump. Total: any text gives a dump or one mistake; no more is kept than the fixmap has pages. */
export function readPtdump(text: string): Result<PtDump, TextMistake> {
  const lines = linesOf(text);
  if (!lines.ok) return lines;
  const fixmap: number[] = [];
  let pkmapPages = 0;
  let above = 0;
  for (const [index, raw] of lines.value.entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#') || line.startsWith('$') || AREA.test(line)) continue;
    const range = rangeOf(line, above);
    if (typeof range === 'string')
      return err({ line: index + 1, column: raw.length - raw.trimStart().length + 1, message: range });
    above = range.end;
    pkmapPages += pagesWithin(range, PKMAP).length;
    if (!isDevice(range.attributes)) fixmap.push(...pagesWithin(range, FIXMAP));
  }
  return ok({ fixmap, pkmapPages });
}

type Range = { readonly start: number; readonly end: number; readonly attributes: string };

/** @param above where the range before ended: the kernel walks upward, so a page is named once */
function rangeOf(line: string, above: number): Range | string {
  const match = RANGE.exec(line);
  if (match === null) {
    return 'this is no line of a page-table dump: one reads 0xfff00000-0xfff02000 8K RW NX SHD MEM/CACHED/WBWA, or ---[ Fixmap Area ]---';
  }
  const [, first = '', last = '', attributes = ''] = match;
  const [start, end] = [Number.parseInt(first, 16), Number.parseInt(last, 16)];
  if (start > 0xffffffff || end > 2 ** 32) {
    return 'this address has more than 32 bits: a 64-bit kernel has no highmem and no kmap slots';
  }
  if (start % PAGE_SIZE_BYTES !== 0 || end % PAGE_SIZE_BYTES !== 0 || end <= start) {
    return 'this range is not made of whole pages from a lower to a higher address: is the line complete?';
  }
  if (start < above)
    return 'this range begins below the end of the one before: if a second dump begins here, cut it off';
  return { start, end, attributes };
}

/** L_PTE_MT_DEV_* and strongly ordered (arch/arm/mm/dump.c pte_bits[]): never memory that kmap_atomic maps. */
const isDevice = (attributes: string): boolean => /\b(DEV|SO)\//.test(attributes);

/** The pages of a range that lie within bounds: at most as many as the bounds have. */
function pagesWithin(range: Range, bounds: { readonly start: number; readonly end: number }): readonly number[] {
  const pages: number[] = [];
  const end = Math.min(range.end, bounds.end);
  for (let page = Math.max(range.start, bounds.start); page < end; page += PAGE_SIZE_BYTES) pages.push(page);
  return pages;
}
