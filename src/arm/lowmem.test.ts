import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hex32 } from './hex.ts';
import type { LinearMap } from './lowmem.ts';
import { PAGE_OFFSET, lowmemPfn, lowmemVaddr } from './lowmem.ts';
import { pfn, vaddr } from './units.ts';

/** Headers of recorded traces: lowmem_pfn, and lowmem pages with their addresses. */
const K310: LinearMap = { pageOffset: PAGE_OFFSET, firstPfn: pfn(262144), endPfn: pfn(456704) };
const K61: LinearMap = { pageOffset: PAGE_OFFSET, firstPfn: pfn(262144), endPfn: pfn(458752) };

test.each([
  ['k310-A', K310, 455194, 'ef21a000'],
  ['k310-A', K310, 455195, 'ef21b000'],
  ['k310-A-tlb', K310, 455137, 'ef1e1000'],
  ['k310-B', K310, 455108, 'ef1c4000'],
  ['k61-A', K61, 264901, 'c0ac5000'],
  ['k61-A', K61, 264902, 'c0ac6000'],
] as const)('%s: a recorded lowmem page', (_, map, frame, address) => {
  const found = lowmemVaddr(map, pfn(frame));
  expect(found === null ? null : hex32(found)).toBe(address);
  expect(lowmemPfn(map, vaddr(parseInt(address, 16)))).toBe(frame);
});

test('a highmem frame has no linear address, nor has a frame before memory', () => {
  expect(lowmemVaddr(K310, pfn(456703))).toBe(0xef7ff000);
  expect(lowmemVaddr(K310, pfn(456704))).toBeNull();
  expect(lowmemVaddr(K310, pfn(262144))).toBe(0xc0000000);
  expect(lowmemVaddr(K310, pfn(262143))).toBeNull();
});

test('an address outside the linear map has no lowmem frame', () => {
  expect(lowmemPfn(K310, vaddr(0xbfffffff))).toBeNull();
  expect(lowmemPfn(K310, vaddr(0xc0000fff))).toBe(262144);
  expect(lowmemPfn(K310, vaddr(0xef7fffff))).toBe(456703);
  expect(lowmemPfn(K310, vaddr(0xef800000))).toBeNull();
});

test('frame and address determine each other, wherever the split is', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 9999 }),
      fc.constantFrom(0x40000000, 0x80000000, 0xc0000000),
      (offset, split) => {
        const map: LinearMap = { pageOffset: vaddr(split), firstPfn: pfn(0x80000), endPfn: pfn(0x80000 + 10_000) };
        const address = lowmemVaddr(map, pfn(0x80000 + offset));
        expect(address).toBe(split + offset * 4096);
        expect(lowmemPfn(map, vaddr(address ?? 0))).toBe(0x80000 + offset);
      },
    ),
  );
});
