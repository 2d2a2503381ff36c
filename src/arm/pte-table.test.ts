import { expect, test } from 'vitest';
import { HALF_PAGE_BYTES, PMD_SIZE_BYTES, PTRS_PER_PTE, pteArithmetic, pteIndex, pteOffsets } from './pte-table.ts';
import { vaddr } from './units.ts';

const VA = vaddr(0xfff00000);

test('0xfff00000: an odd MiB, so Linux pt 1 at +0x400 and h/w pt 1 at +0xc00', () => {
  expect(pteOffsets('linux_low', VA)).toEqual({ linux: 0x400, hardware: 0xc00 });
});

test('2.6.32 has the two halves the other way', () => {
  expect(pteOffsets('hw_low', VA)).toEqual({ linux: 0xc00, hardware: 0x400 });
});

test('with LPAE one word of 8 bytes serves both', () => {
  expect(pteOffsets('single', VA)).toEqual({ linux: 0x800, hardware: 0x800 });
});

test('the first and the last page of 2 MiB have the first and the last word', () => {
  expect(pteOffsets('linux_low', vaddr(0xffe00fff))).toEqual({ linux: 0, hardware: 2048 });
  expect(pteOffsets('linux_low', vaddr(0xfffff000))).toEqual({ linux: 2044, hardware: 4092 });
  expect(pteOffsets('hw_low', vaddr(0xfffff000))).toEqual({ linux: 4092, hardware: 2044 });
  expect(pteOffsets('single', vaddr(0xfffff000))).toEqual({ linux: 4088, hardware: 4088 });
  expect(pteIndex(vaddr(0xffdff000))).toBe(511);
});

test('512 entries cover 2 MiB, and half a page holds them', () => {
  expect([PTRS_PER_PTE, PTRS_PER_PTE * 4096, PTRS_PER_PTE * 4]).toEqual([512, PMD_SIZE_BYTES, HALF_PAGE_BYTES]);
});

const lines = (terms: ReturnType<typeof pteArithmetic>) => terms.map(({ name, text }) => `${name}: ${text}`);

test('the walk in numbers, two levels', () => {
  expect(lines(pteArithmetic('linux_low', VA))).toEqual([
    'pgd index: 0xfff00000 >> 21 = 0x7ff',
    'pte index: (0xfff00000 >> 12) & 511 = 256',
    'Linux word: table + 256 × 4 = +0x400',
    'hardware word: table + 0x800 + 256 × 4 = +0xc00',
  ]);
  expect(lines(pteArithmetic('hw_low', VA)).slice(2)).toEqual([
    'Linux word: table + 0x800 + 256 × 4 = +0xc00',
    'hardware word: table + 256 × 4 = +0x400',
  ]);
});

test('the walk in numbers, three levels', () => {
  expect(lines(pteArithmetic('single', vaddr(0xffc01000)))).toEqual([
    'pgd index: 0xffc01000 >> 30 = 3',
    'pmd index: (0xffc01000 >> 21) & 511 = 510',
    'pte index: (0xffc01000 >> 12) & 511 = 1',
    'word: table + 1 × 8 = +0x8',
  ]);
});
