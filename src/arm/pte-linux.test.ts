import { expect, test } from 'vitest';
import type { FieldTable } from './fields.ts';
import { encodeNamed } from './fields.ts';
import { kmapProt, linuxPteFields } from './pte-linux.ts';
import { tablePicture } from './testing/table-picture.ts';

test('2.6.32 has WRITE and EXEC, the opposite of the later RDONLY and XN, and does not use bit 11', () => {
  expect(tablePicture(linuxPteFields('2.6.32'))).toBe(`31:12 pfn
11 unused[11]: 0 | 1
10 L_PTE_SHARED: not shared | shared
9 L_PTE_EXEC: execute never | executable
8 L_PTE_USER: kernel only | user too
7 L_PTE_WRITE: read-only | writable
6 L_PTE_DIRTY: clean | dirty
5:2 L_PTE_MT: ${MEMORY_TYPES}
1 L_PTE_YOUNG: old | young
0 L_PTE_PRESENT: not present | present`);
});

const MEMORY_TYPES =
  'L_PTE_MT_UNCACHED | L_PTE_MT_BUFFERABLE | L_PTE_MT_WRITETHROUGH | L_PTE_MT_WRITEBACK | L_PTE_MT_DEV_SHARED | - | L_PTE_MT_MINICACHE | L_PTE_MT_WRITEALLOC | - | L_PTE_MT_DEV_WC | - | L_PTE_MT_DEV_CACHED | L_PTE_MT_DEV_NONSHARED';

const LATER = (bit11: string, memoryTypes: string) => `31:12 pfn
${bit11}
10 L_PTE_SHARED: not shared | shared
9 L_PTE_XN: executable | execute never
8 L_PTE_USER: kernel only | user too
7 L_PTE_RDONLY: writable | read-only
6 L_PTE_DIRTY: clean | dirty
5:2 L_PTE_MT: ${memoryTypes}
1 L_PTE_YOUNG: old | young
0 L_PTE_PRESENT: not present | present`;

test('3.6 has RDONLY and XN', () => {
  expect(tablePicture(linuxPteFields('3.6'))).toBe(LATER('11 unused[11]: 0 | 1', MEMORY_TYPES));
});

test('3.10 adds PROT_NONE in bit 11', () => {
  expect(tablePicture(linuxPteFields('3.10'))).toBe(LATER('11 L_PTE_NONE: accessible | PROT_NONE', MEMORY_TYPES));
});

test('3.14 adds the memory type of the vectors page', () => {
  expect(tablePicture(linuxPteFields('3.14'))).toBe(
    LATER('11 L_PTE_NONE: accessible | PROT_NONE', `${MEMORY_TYPES} | - | - | L_PTE_MT_VECTORS`),
  );
});

test('each table says which kernel it is from', () => {
  const cited = (['2.6.32', '3.6', '3.10', '3.14'] as const).map((version) => {
    const { title, source }: FieldTable = linuxPteFields(version);
    return `${title}; ${source}`;
  });
  expect(cited).toEqual([
    'Linux PTE, 2.6.32; arch/arm/include/asm/pgtable.h, pgtable-2level.h, 2.6.32',
    'Linux PTE, 3.6; arch/arm/include/asm/pgtable.h, pgtable-2level.h, 3.1 to 3.6',
    'Linux PTE, 3.10; arch/arm/include/asm/pgtable.h, pgtable-2level.h, 3.10 to 3.12',
    'Linux PTE, 3.14 and later; arch/arm/include/asm/pgtable.h, pgtable-2level.h, 3.14 to 6.12',
  ]);
});

test.each([
  ['2.6.32', true, '000006df'], // WRITE and EXEC set: kmap pages were executable
  ['2.6.32', false, '000002cf'],
  ['3.6', true, '0000065f'],
  ['3.6', false, '0000024f'],
  ['3.10', true, '0000065f'], // recorded: header of every k310 trace
  ['3.10', false, '0000024f'],
  ['3.14', true, '0000065f'], // recorded: header of every k318 and k61 trace
  ['3.14', false, '0000024f'],
] as const)('kmap_prot of %s with SMP %s is %s', (version, smp, word) => {
  expect(encodeNamed(linuxPteFields(version), kmapProt(version, smp))).toBe(word);
});
