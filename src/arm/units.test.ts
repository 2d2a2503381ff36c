import { expect, test } from 'vitest';
import { PAGE_SHIFT, PAGE_SIZE_BYTES, vaddr } from './units.ts';

test('an address is unsigned and wraps at 4 GiB', () => {
  expect(vaddr(-4096)).toBe(0xfffff000);
  expect(vaddr(2 ** 32 + 4096)).toBe(4096);
});

test('a page is 4 KiB', () => {
  expect(2 ** PAGE_SHIFT).toBe(PAGE_SIZE_BYTES);
  expect(PAGE_SIZE_BYTES).toBe(4096);
});
