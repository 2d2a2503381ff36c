import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LAST_PKMAP, pkmapBase, pkmapNr, pkmapVaddr } from './pkmap.ts';
import { vaddr } from './units.ts';

test('the window is the 2 MiB below PAGE_OFFSET, 512 entries: pkmap_base and last_pkmap of every recorded trace', () => {
  expect(pkmapBase()).toBe(0xbfe00000);
  expect(LAST_PKMAP).toBe(512);
  expect(pkmapBase(vaddr(0x80000000))).toBe(0x7fe00000);
});

test('entry 1, the first ever used, is 0xbfe01000 (recorded)', () => {
  expect(pkmapVaddr(1)).toBe(0xbfe01000);
  expect(pkmapVaddr(511)).toBe(0xbffff000);
  expect(pkmapVaddr(1, vaddr(0x80000000))).toBe(0x7fe01000);
});

test('an address belongs to the entry of its page, and to none outside the window', () => {
  expect(pkmapNr(vaddr(0xbfe00000))).toBe(0);
  expect(pkmapNr(vaddr(0xbfe02abc))).toBe(2);
  expect(pkmapNr(vaddr(0xbfffffff))).toBe(511);
  expect(pkmapNr(vaddr(0xc0000000))).toBeNull();
  expect(pkmapNr(vaddr(0xbfdfffff))).toBeNull();
  expect(pkmapNr(vaddr(0x7fe01000), vaddr(0x80000000))).toBe(1);
});

test('entry and address determine each other', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: LAST_PKMAP - 1 }), (nr) => {
      expect(pkmapNr(pkmapVaddr(nr))).toBe(nr);
    }),
  );
});
