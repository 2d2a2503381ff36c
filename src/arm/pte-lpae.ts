import type { DerivationStep } from './derivation.ts';
import type { Field, FieldTable, NamedValue } from './fields.ts';
import { bits, fieldNamed, fieldTable, flag } from './fields.ts';
import { hex64 } from './hex.ts';

/**
 * The 64-bit PTE of CONFIG_ARM_LPAE: one word serves Linux and the hardware, because a long descriptor leaves bits for software.
 * arch/arm/include/asm/pgtable-3level.h, read in 3.6, 3.10, 3.12, 4.x and 6.12; arch/arm/mm/proc-v7-3level.S, read in 3.10, 3.18 and 6.12
 * (that of 3.6 was not at hand: taken to be 3.10's without L_PTE_NONE). Fields of the architecture: Arm ARM DDI 0487, chapter G5, long-
 * descriptor format. The only file with words as bigint.
 *
 *     63:59   58    57   56      55   54 53   52   51:40  39:12 11 10    9:8   7     6   5  4:2 1:0
 *    |free|RDONLY|NONE|SPECIAL|DIRTY|XN|PXN|Contig|RES0 | pfn |nG|YOUNG|SHARED|AP2|USER|NS|MT|PRESENT|
 */
export type LpaePteVersion = '3.6' | '3.10' | '6.1';

// Kinds that share an AttrIndx are one value of it: asm/pgtable-3level.h defines L_PTE_MT_DEV_WC as 1 again, and so on.
const MEMORY_TYPES: readonly (string | null)[] = [
  'L_PTE_MT_UNCACHED',
  'L_PTE_MT_BUFFERABLE, L_PTE_MT_DEV_WC',
  'L_PTE_MT_WRITETHROUGH',
  'L_PTE_MT_WRITEBACK, L_PTE_MT_DEV_CACHED',
  'L_PTE_MT_DEV_SHARED, L_PTE_MT_DEV_NONSHARED',
  null,
  null,
  'L_PTE_MT_WRITEALLOC',
];
const WRITEALLOC = MEMORY_TYPES.indexOf('L_PTE_MT_WRITEALLOC');
const INNER_SHAREABLE = 3;

const DIRTY_TO_RESERVED: readonly Field[] = [
  flag('L_PTE_SPECIAL', 56, 'Software bit: no struct page stands behind this mapping.', 'ordinary', 'special'),
  flag(
    'L_PTE_DIRTY',
    55,
    'Software bit: written; while it is clear the page is read-only, so that the first write is noticed.',
    'clean',
    'dirty',
  ),
  flag('L_PTE_XN', 54, 'Instructions may not be fetched from this page.', 'executable', 'execute never'),
  flag(
    'PXN',
    53,
    'The kernel may not fetch instructions from this page.',
    'executable by the kernel',
    'kernel execute never',
  ),
  flag(
    'Contiguous',
    52,
    'Hint that neighbouring entries translate neighbouring memory; Linux leaves it clear.',
    'alone',
    'contiguous',
  ),
  bits('RES0[51:40]', 51, 40, 'Reserved: physical addresses have 40 bits.'),
  bits('pfn', 39, 12, 'Number of the page frame that the address is translated to.'),
  flag(
    'nG',
    11,
    'Not global: a TLB entry made from it belongs to one address space.',
    'global',
    'this address space only',
  ),
  flag(
    'L_PTE_YOUNG',
    10,
    'Access flag: while it is clear any access faults, so that the first use is noticed.',
    'old',
    'young',
  ),
  bits('L_PTE_SHARED', 9, 8, 'Which CPUs and devices share the memory coherently (SH).', [
    'non-shareable',
    'reserved',
    'outer shareable',
    'inner shareable',
  ]),
];
const USER_TO_MT: readonly Field[] = [
  flag('L_PTE_USER', 6, 'Programs in user mode may use the page (AP[1]).', 'kernel only', 'user too'),
  flag('NS', 5, 'Non-secure: only the secure world may choose; ignored here.', '0', '1'),
  bits('L_PTE_MT', 4, 2, 'AttrIndx: which byte of MAIR0 and MAIR1 says what kind of memory this is.', MEMORY_TYPES),
];
const VALID_BITS: readonly Field[] = [
  flag('L_PTE_PRESENT[1]', 1, 'Upper half of L_PTE_PRESENT (3): the entry is a page.', 'no page', 'page'),
  flag('L_PTE_VALID', 0, 'The hardware may use the entry; clear and the walk faults.', 'invalid', 'valid'),
];
const RDONLY_AP2 = flag(
  'L_PTE_RDONLY',
  7,
  'The page may not be written; it is the hardware bit AP[2] itself.',
  'writable',
  'read-only',
);
const NONE = flag(
  'L_PTE_NONE',
  57,
  'Software bit, PROT_NONE: nobody may touch the page, so VALID is cleared.',
  'accessible',
  'PROT_NONE',
);
const FREE = (high: number, low: number) =>
  bits(`free[${String(high)}:${String(low)}]`, high, low, 'Ignored by the hardware, not used by Linux.');

const source = (versions: string) => `arch/arm/include/asm/pgtable-3level.h, ${versions}; Arm ARM DDI 0487, chapter G5`;

const TABLES: { readonly [V in LpaePteVersion]: FieldTable } = {
  '3.6': fieldTable('LPAE PTE, 3.6', source('3.6'), 64, [
    FREE(63, 57),
    ...DIRTY_TO_RESERVED,
    RDONLY_AP2,
    ...USER_TO_MT,
    bits('L_PTE_PRESENT', 1, 0, 'The translation exists; only 3 is a page.', [
      'invalid',
      'reserved',
      'invalid',
      'present',
    ]),
  ]),
  '3.10': fieldTable('LPAE PTE, 3.10', source('3.10 to 3.14'), 64, [
    FREE(63, 58),
    NONE,
    ...DIRTY_TO_RESERVED,
    RDONLY_AP2,
    ...USER_TO_MT,
    ...VALID_BITS,
  ]),
  '6.1': fieldTable('LPAE PTE, 3.18 and later', source('3.18 to 6.12'), 64, [
    FREE(63, 59),
    flag('L_PTE_RDONLY', 58, 'Software bit: the page may not be written, dirty or not.', 'writable', 'read-only'),
    NONE,
    ...DIRTY_TO_RESERVED,
    flag(
      'PTE_AP2',
      7,
      'AP[2], worked out when the entry is stored: set while it is RDONLY or not DIRTY.',
      'writable',
      'read-only',
    ),
    ...USER_TO_MT,
    ...VALID_BITS,
  ]),
};

/** The fields of the one word in that version. */
export function lpaePteFields(version: LpaePteVersion): FieldTable {
  return TABLES[version];
}

/** kmap_prot as fields, SMP: PAGE_KERNEL, arch/arm/mm/mmu.c build_mem_type_table() and asm/pgtable.h. */
export function lpaeKmapProt(version: LpaePteVersion): readonly NamedValue[] {
  const present: readonly NamedValue[] =
    version === '3.6'
      ? [['L_PTE_PRESENT', 3]]
      : [
          ['L_PTE_PRESENT[1]', 1],
          ['L_PTE_VALID', 1],
        ];
  return [
    ...present,
    ['L_PTE_MT', WRITEALLOC],
    ['L_PTE_SHARED', INNER_SHAREABLE],
    ['L_PTE_YOUNG', 1],
    ['L_PTE_XN', 1],
    ['L_PTE_DIRTY', 1],
  ];
}

type Rule = { readonly why: string; readonly applies: boolean; readonly word: bigint };

/**
 * The word that is stored for a PTE, step by step: set_pte_ext() or-s in `ext` (nG or 0), cpu_v7_set_pte_ext() does the rest.
 * Only steps that happen are listed, the first being the PTE itself; the last one has the word that is stored.
 */
export function lpaeSetPteExtSteps(version: LpaePteVersion, pte: bigint, ext: bigint): readonly DerivationStep[] {
  const given = pte | ext;
  return [
    {
      why: 'One word for Linux and the hardware; ext is added: nG for a user address, nothing for a kernel address.',
      applies: true,
      word: given,
    },
    ...(version === '3.6' ? [] : protNoneRules(version, given)),
    ...writeRules(version, given),
  ]
    .filter((rule: Rule) => rule.applies)
    .map(({ why, word }) => ({ why, word: hex64(word) }));
}

function protNoneRules(version: LpaePteVersion, word: bigint): readonly Rule[] {
  return [
    {
      why: 'PROT_NONE: VALID is cleared and any access faults.',
      applies: has(version, word, 'L_PTE_VALID') && has(version, word, 'L_PTE_NONE'),
      word: word & ~mask(version, 'L_PTE_VALID'),
    },
  ];
}

function writeRules(version: LpaePteVersion, word: bigint): readonly Rule[] {
  const clean = !has(version, word, 'L_PTE_DIRTY');
  if (version !== '6.1') {
    return [
      {
        why: 'Not yet dirty: read-only (AP[2]), so that the first write is noticed.',
        applies: isUsable(version, word) && clean,
        word: word | mask(version, 'L_PTE_RDONLY'),
      },
    ];
  }
  const readOnly = clean || has(version, word, 'L_PTE_RDONLY');
  const ap2 = mask(version, 'PTE_AP2');
  return [
    {
      why: 'Read-only, or not yet dirty: AP[2] is set.',
      applies: isUsable(version, word) && readOnly,
      word: word | ap2,
    },
    { why: 'Writable and dirty: AP[2] is cleared.', applies: isUsable(version, word) && !readOnly, word: word & ~ap2 },
  ];
}

function isUsable(version: LpaePteVersion, word: bigint): boolean {
  if (version === '3.6') return has(version, word, 'L_PTE_PRESENT');
  return has(version, word, 'L_PTE_VALID') && !has(version, word, 'L_PTE_NONE');
}

const has = (version: LpaePteVersion, word: bigint, name: string) => (word & mask(version, name)) !== 0n;

function mask(version: LpaePteVersion, name: string): bigint {
  const { high, low } = fieldNamed(TABLES[version], name);
  return ((1n << BigInt(high - low + 1)) - 1n) << BigInt(low);
}
