import type { FieldTable, NamedValue } from './fields.ts';
import { bits, fieldTable, flag } from './fields.ts';

/**
 * The Linux half of a short-descriptor PTE: what the kernel itself reads back (pte_none, pte_dirty, get_top_pte). The hardware has no dirty
 * and no accessed bit, so each PTE exists twice: this word and the hardware word derived from it (pte-short.ts).
 * arch/arm/include/asm/pgtable.h up to 3.2, asm/pgtable-2level.h since. Read in 2.6.32, 3.6, 3.10, 3.14.4, 3.18, 6.1 and 6.12.
 *
 *     31            12  11    10    9   8    7     6   5:2   1     0
 *    |      pfn       |NONE|SHARED|XN|USER|RDONLY|DIRTY| MT |YOUNG|PRESENT|
 */
export type LinuxPteVersion = '2.6.32' | '3.6' | '3.10' | '3.14';

const MEMORY_TYPES: readonly (string | null)[] = [
  'L_PTE_MT_UNCACHED',
  'L_PTE_MT_BUFFERABLE',
  'L_PTE_MT_WRITETHROUGH',
  'L_PTE_MT_WRITEBACK',
  'L_PTE_MT_DEV_SHARED',
  null,
  'L_PTE_MT_MINICACHE',
  'L_PTE_MT_WRITEALLOC',
  null,
  'L_PTE_MT_DEV_WC',
  null,
  'L_PTE_MT_DEV_CACHED',
  'L_PTE_MT_DEV_NONSHARED',
];
const MEMORY_TYPES_3_14 = [...MEMORY_TYPES, null, null, 'L_PTE_MT_VECTORS'];

const PFN = bits('pfn', 31, 12, 'Number of the page frame that the address is translated to.');
const SHARED = flag(
  'L_PTE_SHARED',
  10,
  'Other CPUs use this memory too, so caches must be kept coherent.',
  'not shared',
  'shared',
);
const XN = flag('L_PTE_XN', 9, 'Instructions may not be fetched from this page.', 'executable', 'execute never');
const USER = flag('L_PTE_USER', 8, 'Programs in user mode may use the page.', 'kernel only', 'user too');
const RDONLY = flag('L_PTE_RDONLY', 7, 'The page may not be written.', 'writable', 'read-only');
const DIRTY = flag(
  'L_PTE_DIRTY',
  6,
  'The page has been written; while it is clear the hardware word forbids writing, so that the first write is noticed.',
  'clean',
  'dirty',
);
const YOUNG = flag(
  'L_PTE_YOUNG',
  1,
  'The page has been used; while it is clear the hardware word is 0, so that the first use is noticed.',
  'old',
  'young',
);
const PRESENT = flag('L_PTE_PRESENT', 0, 'The translation exists.', 'not present', 'present');

const memoryType = (values: readonly (string | null)[]) =>
  bits('L_PTE_MT', 5, 2, 'Kind of memory and how it is cached.', values);
const NONE = flag(
  'L_PTE_NONE',
  11,
  'PROT_NONE: the page is there but nobody may touch it, so the hardware word is 0.',
  'accessible',
  'PROT_NONE',
);
const UNUSED_11 = flag('unused[11]', 11, 'Not used by Linux; this bit means nG in the hardware word.', '0', '1');

const source = (versions: string) => `arch/arm/include/asm/pgtable.h, pgtable-2level.h, ${versions}`;

const TABLES: { readonly [V in LinuxPteVersion]: FieldTable } = {
  '2.6.32': fieldTable('Linux PTE, 2.6.32', source('2.6.32'), 32, [
    PFN,
    UNUSED_11,
    SHARED,
    flag(
      'L_PTE_EXEC',
      9,
      'Instructions may be fetched: the opposite of the later L_PTE_XN.',
      'execute never',
      'executable',
    ),
    USER,
    flag('L_PTE_WRITE', 7, 'The page may be written: the opposite of the later L_PTE_RDONLY.', 'read-only', 'writable'),
    DIRTY,
    memoryType(MEMORY_TYPES),
    YOUNG,
    PRESENT,
  ]),
  '3.6': fieldTable('Linux PTE, 3.6', source('3.1 to 3.6'), 32, [
    PFN,
    UNUSED_11,
    SHARED,
    XN,
    USER,
    RDONLY,
    DIRTY,
    memoryType(MEMORY_TYPES),
    YOUNG,
    PRESENT,
  ]),
  '3.10': fieldTable('Linux PTE, 3.10', source('3.10 to 3.12'), 32, [
    PFN,
    NONE,
    SHARED,
    XN,
    USER,
    RDONLY,
    DIRTY,
    memoryType(MEMORY_TYPES),
    YOUNG,
    PRESENT,
  ]),
  '3.14': fieldTable('Linux PTE, 3.14 and later', source('3.14 to 6.12'), 32, [
    PFN,
    NONE,
    SHARED,
    XN,
    USER,
    RDONLY,
    DIRTY,
    memoryType(MEMORY_TYPES_3_14),
    YOUNG,
    PRESENT,
  ]),
};

/** The fields of the Linux word in that version. */
export function linuxPteFields(version: LinuxPteVersion): FieldTable {
  return TABLES[version];
}

/**
 * kmap_prot as fields: PAGE_KERNEL, the attributes of every page that kmap and kmap_atomic map. arch/arm/mm/mmu.c, build_mem_type_table():
 * SMP forces write-allocate and adds SHARED, a uniprocessor kernel defaults to write-back. In 2.6.32 PAGE_KERNEL is pgprot_kernel, which
 * includes EXEC; since 3.1 (read there) XN is added.
 */
export function kmapProt(version: LinuxPteVersion, smp: boolean): readonly NamedValue[] {
  return [
    ['L_PTE_PRESENT', 1],
    ['L_PTE_YOUNG', 1],
    ['L_PTE_DIRTY', 1],
    ['L_PTE_MT', MEMORY_TYPES.indexOf(smp ? 'L_PTE_MT_WRITEALLOC' : 'L_PTE_MT_WRITEBACK')],
    ['L_PTE_SHARED', smp ? 1 : 0],
    ...permissions(version),
  ];
}

function permissions(version: LinuxPteVersion): readonly NamedValue[] {
  if (version === '2.6.32') {
    return [
      ['L_PTE_WRITE', 1],
      ['L_PTE_EXEC', 1],
    ];
  }
  return [['L_PTE_XN', 1]];
}
