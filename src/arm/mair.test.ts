import { expect, test } from 'vitest';
import { hex32 } from './hex.ts';
import { LINUX_MAIR0, LINUX_MAIR1, mairMemoryType } from './mair.ts';
import { memoryTypeText } from './memory-type.ts';

test('the registers are those that the recorded kernel had', () => {
  expect(hex32(LINUX_MAIR0)).toBe('eeaa4400');
  expect(hex32(LINUX_MAIR1)).toBe('ff000004');
});

test('what Linux makes of the eight indices', () => {
  expect(
    [0, 1, 2, 3, 4, 5, 6, 7].map((index) => `${String(index)}: ${memoryTypeText(mairMemoryType(index, 3))}`),
  ).toEqual([
    '0: strongly-ordered memory, outer shareable',
    '1: normal memory, non-cacheable, inner shareable',
    '2: normal memory, write-through, inner shareable',
    '3: normal memory, write-back, inner shareable',
    '4: device memory, outer shareable',
    '5: strongly-ordered memory, outer shareable',
    '6: strongly-ordered memory, outer shareable',
    '7: normal memory, write-back write-allocate, inner shareable',
  ]);
});

test('SH says who shares normal memory', () => {
  expect([0, 1, 2, 3].map((sh) => mairMemoryType(7, sh).shareability)).toEqual([
    'non-shareable',
    'reserved',
    'outer shareable',
    'inner shareable',
  ]);
});

test.each([
  [0x00, 'strongly-ordered', null, null],
  [0x04, 'device', null, null],
  [0x08, 'reserved', null, null],
  [0x44, 'normal', 'non-cacheable', 'non-cacheable'],
  [0xf4, 'normal', 'non-cacheable', 'write-back write-allocate'],
  [0x4f, 'normal', 'write-back write-allocate', 'non-cacheable'],
  [0xe8, 'normal', 'write-through', 'write-back'],
  [0x9c, 'normal', 'write-back', 'write-through write-allocate'],
  [0x70, 'normal', 'reserved', 'reserved'],
  [0x11, 'normal', 'reserved', 'reserved'],
] as const)('attribute byte %i is %s memory, inner %s, outer %s', (byte, kind, inner, outer) => {
  expect(mairMemoryType(2, 3, byte << 16)).toMatchObject({ kind, inner, outer });
  expect(mairMemoryType(5, 3, 0, byte << 8)).toMatchObject({ kind, inner, outer });
});

test('there are only four shareabilities', () => {
  expect(() => mairMemoryType(7, 4)).toThrow('a shareability of two bits is missing');
});
