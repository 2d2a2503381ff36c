import { expect, test } from 'vitest';
import { KMAP_GEOMETRIES, slotVaddr } from './fixmap.ts';
import { isInTopPmd, topPteVaddr } from './top-pmd.ts';
import { fixmapIndex, vaddr } from './units.ts';

test('the last 2 MiB are reached as they are', () => {
  for (const address of [0xffe00000, 0xfff00000, 0xffff0000]) {
    expect(isInTopPmd(vaddr(address))).toBe(true);
    expect(topPteVaddr(vaddr(address))).toBe(address);
  }
});

test('an address below is silently taken for the one with the same low bits in the last 2 MiB', () => {
  expect(isInTopPmd(vaddr(0xffdff000))).toBe(false);
  expect(topPteVaddr(vaddr(0xffdff000))).toBe(0xfffff000);
  expect(topPteVaddr(vaddr(0xbfe01000))).toBe(0xffe01000);
  expect(topPteVaddr(vaddr(0xbfe01fff))).toBe(0xffe01fff);
});

test('get_top_pte reads the right PTE in the downward window only up to slot 255, 254 with FIX_KMAP_BEGIN 1', () => {
  const reached = (name: 'v4.0' | 'v4.9', index: number) =>
    isInTopPmd(slotVaddr(KMAP_GEOMETRIES[name], fixmapIndex(index)));
  expect([reached('v4.0', 255), reached('v4.0', 256)]).toEqual([true, false]);
  expect([reached('v4.9', 254), reached('v4.9', 255)]).toEqual([true, false]);
});
