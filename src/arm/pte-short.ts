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
const PTE_TYPE_SMALL = hw('PTE_TYPE_SMALL');
const PTE_TYPE_MASK = PTE_TYPE_SMALL | hw('XN');

/** What set_pte_at() passes as ext for a user address; for a kernel address (every kmap) it is 0, so the entry is global. */
export const PTE_EXT_NG = hw('nG');

type Rule = {
  readonly why: string;
  readonly applies: (linux: number) => boolean;
  readonly apply: (word: number) => number;
};

/**
 * The hardware word of a Linux word, step by step: cpu_v7_set_pte_ext(), arch/arm/mm/proc-v7.S in 2.6.32, proc-v7-2level.S in 3.6, 3.10,
 * 3.18 and later. `ext` is or-ed in (PTE_EXT_NG or 0). Only steps that happen are listed; the last one has the word that is stored.
 * CONFIG_CPU_USE_DOMAINS of 3.6 and 3.10, for kernels that also run on early ARMv6, is left out.
 */
export function setPteExtSteps(version: LinuxPteVersion, linux: number, ext: number): readonly DerivationStep[] {
  const steps: DerivationStep[] = [];
  let word = linux;
  for (const rule of rules(version, ext)) {
    if (!rule.applies(linux)) continue;
    word = rule.apply(word) >>> 0;
    steps.push({ why: rule.why, word: hex32(word) });
  }
  return steps;
}

function rules(version: LinuxPteVersion, ext: number): readonly Rule[] {
  return [...attributeRules(ext), ...permissionRules(version), ...faultRules(version)];
}

const always = () => true;

function attributeRules(ext: number): readonly Rule[] {
  return [
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
      applies: () => ext !== 0,
      apply: (word) => word | ext,
    },
    {
      why: 'Small page, and the kernel may read and write (AP[0]).',
      applies: always,
      apply: (word) => word | PTE_EXT_AP0 | PTE_TYPE_SMALL,
    },
    {
      why: 'Bit 4, the third bit of MT, becomes TEX[0].',
      applies: (linux) => (linux & (1 << 4)) !== 0,
      apply: (word) => word | hw('TEX[0]'),
    },
  ];
}

function permissionRules(version: LinuxPteVersion): readonly Rule[] {
  const has = linuxFlags(version);
  const old = version === '2.6.32';
  const writable = (linux: number) =>
    (old ? has(linux, 'L_PTE_WRITE') : !has(linux, 'L_PTE_RDONLY')) && has(linux, 'L_PTE_DIRTY');
  const executable = (linux: number) => (old ? has(linux, 'L_PTE_EXEC') : !has(linux, 'L_PTE_XN'));
  return [
    {
      why: 'Not writable, or writable but not yet dirty: read-only (AP[2]).',
      applies: (linux) => !writable(linux),
      apply: (word) => word | PTE_EXT_APX,
    },
    {
      why: 'USER: user mode may use it too (AP[1]).',
      applies: (linux) => has(linux, 'L_PTE_USER'),
      apply: (word) => word | PTE_EXT_AP1,
    },
    {
      why: 'Read-only for user mode only: the kernel may still write (AP[2] and AP[0] cleared).',
      applies: (linux) => old && has(linux, 'L_PTE_USER') && !writable(linux),
      apply: (word) => word & ~(PTE_EXT_APX | PTE_EXT_AP0),
    },
    { why: 'Not executable: XN.', applies: (linux) => !executable(linux), apply: (word) => word | hw('XN') },
  ];
}

function faultRules(version: LinuxPteVersion): readonly Rule[] {
  const has = linuxFlags(version);
  const protNone = version === '3.10' || version === '3.14';
  return [
    {
      why: 'Not present, not young, or PROT_NONE: the hardware word is 0 and any access faults.',
      applies: (linux) =>
        !has(linux, 'L_PTE_YOUNG') || !has(linux, 'L_PTE_PRESENT') || (protNone && has(linux, 'L_PTE_NONE')),
      apply: () => 0,
    },
  ];
}

function linuxFlags(version: LinuxPteVersion): (linux: number, name: string) => boolean {
  const table = linuxPteFields(version);
  return (linux, name) => (linux & maskOf(table, name)) !== 0;
}
