import type { DerivationStep } from './derivation.ts';
import { bits, fieldTable, flag, maskOf } from './fields.ts';
import { hex32 } from './hex.ts';
import type { LinuxPteVersion } from './pte-linux.ts';
import { linuxPteFields } from './pte-linux.ts';

/**
 * The hardware half of a short-descriptor PTE: what the table walk of the CPU reads. A small page of 4 KiB with TEX remapping (SCTLR.TRE 1)
 * and without the access flag (SCTLR.AFE 0), as Linux runs ARMv7.
 * Arm ARM DDI 0487, chapter G5 (short-descriptor format); arch/arm/include/asm/pgtable-2level-hwdef.h (PTE_EXT_*).
 *
 *     31            12  11  10   9     8:7      6      5:4   3 2       1        0
 *    |      base      | nG | S |AP[2]|TEX[2:1]|TEX[0]|AP[1:0]|C|B|PTE_TYPE_SMALL|XN|
 */
export const SHORT_SMALL_PAGE = fieldTable(
  'hardware small page',
  'Arm ARM DDI 0487, chapter G5; arch/arm/include/asm/pgtable-2level-hwdef.h',
  32,
  [
    bits('base', 31, 12, 'Physical address of the page, without its low 12 bits.'),
    flag(
      'nG',
      11,
      'Not global: a TLB entry made from it belongs to one address space.',
      'global',
      'this address space only',
    ),
    flag('S', 10, 'Shareable: the caches of other CPUs are kept coherent.', 'not shareable', 'shareable'),
    flag('AP[2]', 9, 'Takes away the right to write.', 'as AP[1:0] says', 'read-only'),
    bits('TEX[2:1]', 8, 7, 'Free for software while TEX remapping is on; Linux leaves it 0.'),
    flag('TEX[0]', 6, 'With C and B the number n of an entry of PRRR and NMRR: n = 4·TEX[0] + 2·C + B.', '0', '1'),
    bits('AP[1:0]', 5, 4, 'Who may use the page.', ['nobody', 'kernel', 'kernel; user read-only', 'kernel and user']),
    flag('C', 3, 'Middle bit of the number n of an entry of PRRR and NMRR.', '0', '1'),
    flag('B', 2, 'Lowest bit of the number n of an entry of PRRR and NMRR.', '0', '1'),
    flag(
      'PTE_TYPE_SMALL',
      1,
      'Makes the entry a small page; when it is clear the walk faults, or finds a large page.',
      'no small page',
      'small page',
    ),
    flag(
      'XN',
      0,
      'Execute never: instructions may not be fetched, not even speculatively.',
      'executable',
      'execute never',
    ),
  ],
);

const hw = (name: string) => maskOf(SHORT_SMALL_PAGE, name);
const PTE_EXT_AP0 = 1 << 4;
const PTE_EXT_AP1 = 2 << 4;
const PTE_EXT_APX = hw('AP[2]');
const PTE_EXT_TEX0 = hw('TEX[0]');
const PTE_EXT_XN = hw('XN');
const PTE_TYPE_SMALL = hw('PTE_TYPE_SMALL');
const PTE_TYPE_MASK = 3;

/** What set_pte_at() passes as ext for a user address; for a kernel address (every kmap) it is 0, so the entry is global. */
export const PTE_EXT_NG = hw('nG');

type Rule = {
  readonly why: string;
  readonly applies: (linux: number, ext: number) => boolean;
  readonly apply: (word: number, ext: number) => number;
};

/**
 * The hardware word of a Linux word, step by step: cpu_v7_set_pte_ext(), arch/arm/mm/proc-v7.S in 2.6.32, proc-v7-2level.S in 3.6, 3.10,
 * 3.18 and later. `ext` is or-ed in (PTE_EXT_NG or 0). Only steps that happen are listed; the last one has the word that is stored.
 * CONFIG_CPU_USE_DOMAINS of 3.6 and 3.10, for kernels that also run on early ARMv6, is left out.
 */
export function setPteExtSteps(version: LinuxPteVersion, linux: number, ext: number): readonly DerivationStep[] {
  const steps: DerivationStep[] = [];
  let word = linux;
  for (const rule of RULES[version]) {
    if (!rule.applies(linux, ext)) continue;
    word = rule.apply(word, ext);
    steps.push({ why: rule.why, word: hex32(word) });
  }
  return steps;
}

const always = () => true;

const ATTRIBUTE_RULES: readonly Rule[] = [
  {
    why: 'Bits 9:4 mean other things to the hardware: cleared. Frame, SHARED (S) and the two low bits of MT (C, B) stand where they should.',
    applies: always,
    apply: (word) => word & ~0x3f0,
  },
  {
    why: 'PRESENT and YOUNG are in the place of the descriptor type: cleared.',
    applies: always,
    apply: (word) => word & ~PTE_TYPE_MASK,
  },
  {
    why: 'The caller’s ext is added: nG for a user address, nothing for a kernel address.',
    applies: (_, ext) => ext !== 0,
    apply: (word, ext) => word | ext,
  },
  {
    why: 'Small page, and the kernel may read and write (AP[0]).',
    applies: always,
    apply: (word) => word | PTE_EXT_AP0 | PTE_TYPE_SMALL,
  },
  {
    why: 'Bit 4, the third bit of MT, becomes TEX[0].',
    applies: (linux) => (linux & (1 << 4)) !== 0,
    apply: (word) => word | PTE_EXT_TEX0,
  },
];

function permissionRules(version: LinuxPteVersion): readonly Rule[] {
  const old = version === '2.6.32';
  const isUser = linuxFlag(version, 'L_PTE_USER');
  const isDirty = linuxFlag(version, 'L_PTE_DIRTY');
  // WRITE and EXEC of 2.6.32 grant what RDONLY and XN of later kernels take away.
  const mayWrite = old ? linuxFlag(version, 'L_PTE_WRITE') : not(linuxFlag(version, 'L_PTE_RDONLY'));
  const mayExecute = old ? linuxFlag(version, 'L_PTE_EXEC') : not(linuxFlag(version, 'L_PTE_XN'));
  const isWritable = (linux: number) => mayWrite(linux) && isDirty(linux);
  return [
    {
      why: 'Not writable, or writable but not yet dirty: read-only (AP[2]).',
      applies: not(isWritable),
      apply: (word) => word | PTE_EXT_APX,
    },
    { why: 'USER: user mode may use it too (AP[1]).', applies: isUser, apply: (word) => word | PTE_EXT_AP1 },
    {
      why: 'Read-only for user mode only: the kernel may still write (AP[2] and AP[0] cleared).',
      applies: (linux) => old && isUser(linux) && !isWritable(linux),
      apply: (word) => word & ~(PTE_EXT_APX | PTE_EXT_AP0),
    },
    { why: 'Not executable: XN.', applies: not(mayExecute), apply: (word) => word | PTE_EXT_XN },
  ];
}

function faultRule(version: LinuxPteVersion): Rule {
  const isYoung = linuxFlag(version, 'L_PTE_YOUNG');
  const isPresent = linuxFlag(version, 'L_PTE_PRESENT');
  const isProtNone = version === '3.10' || version === '3.14' ? linuxFlag(version, 'L_PTE_NONE') : not(always);
  return {
    why: 'Not present, not young, or PROT_NONE: the hardware word is 0 and any access faults.',
    applies: (linux) => !isYoung(linux) || !isPresent(linux) || isProtNone(linux),
    apply: () => 0,
  };
}

type LinuxFlag = (linux: number) => boolean;

function linuxFlag(version: LinuxPteVersion, name: string): LinuxFlag {
  const mask = maskOf(linuxPteFields(version), name);
  return (linux) => (linux & mask) !== 0;
}

function not(is: LinuxFlag): LinuxFlag {
  return (linux) => !is(linux);
}

const rulesOf = (version: LinuxPteVersion): readonly Rule[] => [
  ...ATTRIBUTE_RULES,
  ...permissionRules(version),
  faultRule(version),
];

const RULES: { readonly [V in LinuxPteVersion]: readonly Rule[] } = {
  '2.6.32': rulesOf('2.6.32'),
  '3.6': rulesOf('3.6'),
  '3.10': rulesOf('3.10'),
  '3.14': rulesOf('3.14'),
};
