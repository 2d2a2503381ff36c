import { expect, test } from 'vitest';
import { hex32 } from './hex.ts';
import { memoryTypeText } from './memory-type.ts';
import { LINUX_NMRR, LINUX_PRRR, texRemap } from './tex-remap.ts';

/** A small page with that n = TEX[0],C,B and that S. */
const page = (n: number, s: number) => hex32(0x2 | ((n & 3) << 2) | ((n >> 2) << 6) | (s << 10));
const text = (n: number, s: number) => memoryTypeText(texRemap(page(n, s)));

test('the registers are those that the recorded kernels had', () => {
  expect(hex32(LINUX_PRRR)).toBe('ff0a81a8');
  expect(hex32(LINUX_NMRR)).toBe('40e040e0');
});

test('what Linux makes of the eight numbers, shareable and not', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 7].map((n) => `${String(n)}: ${text(n, 1)}`)).toEqual([
    '0: strongly-ordered memory, outer shareable',
    '1: normal memory, non-cacheable, inner shareable',
    '2: normal memory, write-through, inner shareable',
    '3: normal memory, write-back, inner shareable',
    '4: device memory, inner shareable',
    '5: strongly-ordered memory, outer shareable',
    '6: strongly-ordered memory, outer shareable',
    '7: normal memory, write-back write-allocate, inner shareable',
  ]);
  expect([0, 3, 4, 7].map((n) => `${String(n)}: ${text(n, 0)}`)).toEqual([
    '0: strongly-ordered memory, outer shareable',
    '3: normal memory, write-back, non-shareable',
    '4: device memory, non-shareable',
    '7: normal memory, write-back write-allocate, non-shareable',
  ]);
});

test('a kmap page is normal memory, write-back write-allocate, inner shareable', () => {
  expect(memoryTypeText(texRemap('6012345f'))).toBe('normal memory, write-back write-allocate, inner shareable');
});

test('NOS, DS, NS and the policies are each read from their own bits', () => {
  const n4 = page(4, 1);
  const n1 = page(1, 1);
  expect(texRemap(n1, LINUX_PRRR & ~(1 << 25)).shareability).toBe('outer shareable');
  expect(texRemap(n1, LINUX_PRRR & ~(1 << 26)).shareability).toBe('inner shareable');
  expect(texRemap(n1, LINUX_PRRR & ~(1 << 19)).shareability).toBe('non-shareable');
  expect(texRemap(page(1, 0), LINUX_PRRR | (1 << 18)).shareability).toBe('inner shareable');
  expect(texRemap(n4, LINUX_PRRR & ~(1 << 17)).shareability).toBe('non-shareable');
  expect(texRemap(page(4, 0), LINUX_PRRR | (1 << 16)).shareability).toBe('inner shareable');
  expect(texRemap(n1, LINUX_PRRR | (3 << 2)).kind).toBe('reserved');
  // NMRR for n=1: inner in bits 3:2, outer in bits 19:18.
  expect(texRemap(n1, LINUX_PRRR, (1 << 2) | (2 << 18))).toMatchObject({
    inner: 'write-back write-allocate',
    outer: 'write-through',
  });
  expect(texRemap(n4)).toMatchObject({ inner: null, outer: null });
});
