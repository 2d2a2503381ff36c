import { expect, test } from 'vitest';
import { derivedWord } from './derivation.ts';
import { encodeNamed } from './fields.ts';
import type { LpaePteVersion } from './pte-lpae.ts';
import { lpaeKmapProt, lpaePteFields, lpaeSetPteExtSteps } from './pte-lpae.ts';
import { tablePicture } from './testing/table-picture.ts';

const MIDDLE = `56 L_PTE_SPECIAL: ordinary | special
55 L_PTE_DIRTY: clean | dirty
54 L_PTE_XN: executable | execute never
53 PXN: executable by the kernel | kernel execute never
52 Contiguous: alone | contiguous
51:40 RES0[51:40]
39:12 pfn
11 nG: global | this address space only
10 L_PTE_YOUNG: old | young
9:8 L_PTE_SHARED: non-shareable | reserved | outer shareable | inner shareable`;
const LOW = `6 L_PTE_USER: kernel only | user too
5 NS: 0 | 1
4:2 L_PTE_MT: L_PTE_MT_UNCACHED | L_PTE_MT_BUFFERABLE, L_PTE_MT_DEV_WC | L_PTE_MT_WRITETHROUGH | L_PTE_MT_WRITEBACK, L_PTE_MT_DEV_CACHED | L_PTE_MT_DEV_SHARED, L_PTE_MT_DEV_NONSHARED | - | - | L_PTE_MT_WRITEALLOC`;
const VALID = `1 L_PTE_PRESENT[1]: no page | page
0 L_PTE_VALID: invalid | valid`;

test('3.6: RDONLY is AP[2], and there is no PROT_NONE', () => {
  expect(tablePicture(lpaePteFields('3.6'))).toBe(`63:57 free[63:57]
${MIDDLE}
7 L_PTE_RDONLY: writable | read-only
${LOW}
1:0 L_PTE_PRESENT: invalid | reserved | invalid | present`);
});

test('3.10: RDONLY is AP[2], PROT_NONE in bit 57', () => {
  expect(tablePicture(lpaePteFields('3.10'))).toBe(`63:58 free[63:58]
57 L_PTE_NONE: accessible | PROT_NONE
${MIDDLE}
7 L_PTE_RDONLY: writable | read-only
${LOW}
${VALID}`);
});

test('later: RDONLY moved up to bit 58 and AP[2] is worked out from it', () => {
  expect(tablePicture(lpaePteFields('6.1'))).toBe(`63:59 free[63:59]
58 L_PTE_RDONLY: writable | read-only
57 L_PTE_NONE: accessible | PROT_NONE
${MIDDLE}
7 PTE_AP2: writable | read-only
${LOW}
${VALID}`);
});

test('each table says which kernel it is from', () => {
  expect((['3.6', '3.10', '6.1'] as const).map((v) => `${lpaePteFields(v).title}; ${lpaePteFields(v).source}`)).toEqual(
    [
      'LPAE PTE, 3.6; arch/arm/include/asm/pgtable-3level.h, 3.6; Arm ARM DDI 0487, chapter G5',
      'LPAE PTE, 3.10; arch/arm/include/asm/pgtable-3level.h, 3.10 to 3.14; Arm ARM DDI 0487, chapter G5',
      'LPAE PTE, 3.18 and later; arch/arm/include/asm/pgtable-3level.h, 3.18 to 6.12; Arm ARM DDI 0487, chapter G5',
    ],
  );
});

test.each(['3.6', '3.10', '6.1'] as const)('kmap_prot of %s is 00c000000000071f, as recorded on 3.10', (version) => {
  expect(encodeNamed(lpaePteFields(version), lpaeKmapProt(version))).toBe('00c000000000071f');
});

const stored = (version: LpaePteVersion, pte: bigint, ext = 0n) => derivedWord(lpaeSetPteExtSteps(version, pte, ext));

const KMAP = 0x00c000006012371fn;
const DIRTY = 1n << 55n;
const RDONLY_58 = 1n << 58n;
const NONE = 1n << 57n;
const AP2 = 1n << 7n;

test('the worked example: a kmap PTE of frame 0x60123 is stored as it is', () => {
  for (const version of ['3.6', '3.10', '6.1'] as const) expect(stored(version, KMAP)).toBe('00c000006012371f');
  expect(lpaeSetPteExtSteps('3.10', KMAP, 0n)).toHaveLength(1);
});

test('ext is or-ed into the one word', () => {
  expect(stored('3.10', KMAP, 0x800n)).toBe('00c0000060123f1f');
});

test('a page that is not dirty is stored read-only', () => {
  expect(stored('3.6', KMAP & ~DIRTY)).toBe('004000006012379f');
  expect(stored('3.10', KMAP & ~DIRTY)).toBe('004000006012379f');
  expect(stored('6.1', KMAP & ~DIRTY)).toBe('004000006012379f');
});

test('RDONLY of later kernels sets AP[2], and AP[2] is cleared where nothing asks for it', () => {
  expect(stored('6.1', KMAP | RDONLY_58)).toBe('04c000006012379f');
  expect(stored('6.1', KMAP | AP2)).toBe('00c000006012371f');
  expect(stored('3.10', KMAP | AP2)).toBe('00c000006012379f');
});

test('PROT_NONE clears VALID and leaves the rest; 3.6 knows no PROT_NONE', () => {
  expect(stored('3.10', KMAP | NONE)).toBe('02c000006012371e');
  expect(stored('6.1', (KMAP | NONE) & ~DIRTY)).toBe('024000006012371e');
  expect(stored('3.10', (KMAP | NONE) & ~DIRTY)).toBe('024000006012371e');
  expect(stored('3.6', (KMAP | NONE) & ~DIRTY)).toBe('024000006012379f');
});

test('a PTE that is not valid is stored untouched', () => {
  expect(stored('3.10', 0n)).toBe('0000000000000000');
  expect(stored('6.1', 0n)).toBe('0000000000000000');
  expect(stored('3.6', 0n)).toBe('0000000000000000');
  expect(stored('3.10', 0x602n)).toBe('0000000000000602');
  expect(stored('3.10', NONE | 0x602n)).toBe('0200000000000602');
  expect(stored('6.1', 0x602n)).toBe('0000000000000602');
  expect(stored('6.1', 0x682n | DIRTY)).toBe('0080000000000682');
});

test('every step says why', () => {
  const steps = [KMAP, KMAP & ~DIRTY, KMAP | NONE].flatMap((pte) =>
    (['3.6', '3.10', '6.1'] as const).flatMap((version) => lpaeSetPteExtSteps(version, pte, 0n)),
  );
  for (const { why } of steps) expect(why).toMatch(/^[A-Z].{8,}\.$/);
  expect(new Set(steps.map(({ why }) => why)).size).toBe(5);
});
