import { ensure } from '../base/assert.ts';
import type { DerivationStep } from './derivation.ts';
import { derivedWord } from './derivation.ts';
import type { FieldTable, NamedValue } from './fields.ts';
import { encodeNamed, fieldNamed, fieldValue, isWord } from './fields.ts';
import { mairMemoryType } from './mair.ts';
import type { MemoryType } from './memory-type.ts';
import { lpaeKmapProt, lpaePteFields, lpaeSetPteExtSteps } from './pte-lpae.ts';
import type { LpaePteVersion } from './pte-lpae.ts';
import { kmapProt, linuxPteFields } from './pte-linux.ts';
import type { LinuxPteVersion } from './pte-linux.ts';
import { PTE_EXT_NG, SHORT_SMALL_PAGE, setPteExtSteps } from './pte-short.ts';
import type { PteTableLayout } from './pte-table.ts';
import { texRemap } from './tex-remap.ts';
import type { Pfn, Vaddr } from './units.ts';
import { pfn as toPfn } from './units.ts';

/**
 * Everything that the words of one kernel's PTEs follow from, as plain data. A slot of the model is a frame number; the words that a panel
 * shows or a trace recorded are worked out here.
 */
export type PteFormat = {
  readonly id: PteFormatId;
  /** Digits of a word: bits / 4. */
  readonly bits: 32 | 64;
  readonly version:
    { readonly kind: 'short'; readonly of: LinuxPteVersion } | { readonly kind: 'lpae'; readonly of: LpaePteVersion };
  readonly linuxFields: FieldTable;
  /** With LPAE the same table: there is one word. */
  readonly hardwareFields: FieldTable;
  readonly tableLayout: PteTableLayout;
  /** The attributes of every kmap mapping; the rest of the word is its frame. */
  readonly kmapProt: readonly NamedValue[];
};

/** `_up`: a kernel for one CPU. `short_6_1` is 3.14 and later, `lpae_6_1` 3.18 and later. */
export const PTE_FORMAT_IDS = [
  'short_2_6_32',
  'short_2_6_32_up',
  'short_3_6',
  'short_3_6_up',
  'short_3_10',
  'short_3_10_up',
  'short_6_1',
  'short_6_1_up',
  'lpae_3_6',
  'lpae_3_10',
  'lpae_6_1',
] as const;
export type PteFormatId = (typeof PTE_FORMAT_IDS)[number];

/** The two words of one PTE, 8 or 16 lower-case hexadecimal digits each; the same word twice with LPAE. */
export type PteWords = { readonly linux: string; readonly hardware: string };

const FORMATS: { readonly [Id in PteFormatId]: PteFormat } = {
  short_2_6_32: shortFormat('short_2_6_32', '2.6.32', true),
  short_2_6_32_up: shortFormat('short_2_6_32_up', '2.6.32', false),
  short_3_6: shortFormat('short_3_6', '3.6', true),
  short_3_6_up: shortFormat('short_3_6_up', '3.6', false),
  short_3_10: shortFormat('short_3_10', '3.10', true),
  short_3_10_up: shortFormat('short_3_10_up', '3.10', false),
  short_6_1: shortFormat('short_6_1', '3.14', true),
  short_6_1_up: shortFormat('short_6_1_up', '3.14', false),
  lpae_3_6: lpaeFormat('lpae_3_6', '3.6'),
  lpae_3_10: lpaeFormat('lpae_3_10', '3.10'),
  lpae_6_1: lpaeFormat('lpae_6_1', '6.1'),
};

/** The format of that id. */
export function pteFormat(id: PteFormatId): PteFormat {
  return FORMATS[id];
}

/** The words of an empty PTE: pte_clear() writes 0 to both. */
export function pteNone(format: PteFormat): PteWords {
  const word = '0'.repeat(format.bits / 4);
  return { linux: word, hardware: word };
}

/**
 * The words that kmap, kmap_atomic and their kin write for a frame: mk_pte(page, kmap_prot). Throws when the frame has too many bits.
 * A kmap PTE is valid, young, writable and dirty, so with LPAE the store changes nothing and both words are the same.
 */
export function kmapWords(format: PteFormat, pfn: Pfn): PteWords {
  const linux = encodeNamed(format.linuxFields, [...format.kmapProt, ['pfn', pfn]]);
  return { linux, hardware: derivedWord(hardwareSteps(format, linux, 0)) };
}

/** Has a PTE of this format room for the frame? 32-bit PTEs name 2^20 frames, LPAE 2^28. */
export function hasRoomFor(format: PteFormat, frame: number): boolean {
  const { high, low } = fieldNamed(format.linuxFields, 'pfn');
  return frame < 2 ** (high - low + 1);
}

/** How the hardware word follows from a Linux word; `ext` is 0 for a kernel address (every kmap), extOf() knows. Throws when it is no word. */
export function hardwareSteps(format: PteFormat, linux: string, ext: number): readonly DerivationStep[] {
  ensure(isWord(format.linuxFields, linux), `'${linux}' is a word of ${format.id}`);
  const { version } = format;
  return version.kind === 'short'
    ? setPteExtSteps(version.of, parseInt(linux, 16), ext)
    : lpaeSetPteExtSteps(version.of, BigInt(`0x${linux}`), BigInt(ext));
}

/** What set_pte_at() passes as ext: nG below TASK_SIZE, 0 for a kernel address. asm/pgtable.h. */
export function extOf(vaddr: Vaddr, taskSize: number): number {
  return vaddr < taskSize ? PTE_EXT_NG : 0;
}

/** pte_pfn(): the frame that a Linux or hardware word names; null for an empty PTE. Throws when the text is not a word of the format. */
export function pfnOf(format: PteFormat, word: string): Pfn | null {
  if (word === pteNone(format).linux) return null;
  return toPfn(fieldValue(format.linuxFields, word, 'pfn'));
}

/** What kind of memory a hardware word speaks of, with the registers as Linux sets them. */
export function memoryTypeOf(format: PteFormat, hardware: string): MemoryType {
  if (format.version.kind === 'short') return texRemap(hardware);
  const value = (name: string) => fieldValue(format.hardwareFields, hardware, name);
  return mairMemoryType(value('L_PTE_MT'), value('L_PTE_SHARED'));
}

function shortFormat(id: PteFormatId, of: LinuxPteVersion, smp: boolean): PteFormat {
  return {
    id,
    bits: SHORT_SMALL_PAGE.bits,
    version: { kind: 'short', of },
    linuxFields: linuxPteFields(of),
    hardwareFields: SHORT_SMALL_PAGE,
    tableLayout: of === '2.6.32' ? 'hw_low' : 'linux_low',
    kmapProt: kmapProt(of, smp),
  };
}

function lpaeFormat(id: PteFormatId, of: LpaePteVersion): PteFormat {
  const fields = lpaePteFields(of);
  return {
    id,
    bits: fields.bits,
    version: { kind: 'lpae', of },
    linuxFields: fields,
    hardwareFields: fields,
    tableLayout: 'single',
    kmapProt: lpaeKmapProt(of),
  };
}
