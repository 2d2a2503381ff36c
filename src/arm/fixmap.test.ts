import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KmapGeometry } from './fixmap.ts';
import {
  KMAP_GEOMETRIES,
  cpuOfIndex,
  cpusThatFit,
  kmapGeometry,
  slotArithmetic,
  slotIndex,
  slotOfIndex,
  slotVaddr,
  vaddrSlot,
  windowSlots,
} from './fixmap.ts';
import { hex32 } from './hex.ts';
import { cpuId, fixmapIndex, slot, vaddr } from './units.ts';

const address = (geometry: KmapGeometry, cpu: number, position: number) =>
  hex32(slotVaddr(geometry, slotIndex(geometry, cpuId(cpu), slot(position))));

// cpu, position → up to 3.14, 3.16 to 3.18, 4.0, 4.9 and 6.x: worked out by hand from the formulas of asm/fixmap.h.
test.each([
  [0, 0, 'fff00000', 'ffc00000', 'ffeff000', 'ffefe000'],
  [0, 1, 'fff01000', 'ffc01000', 'ffefe000', 'ffefd000'],
  [0, 15, 'fff0f000', 'ffc0f000', 'ffef0000', 'ffeef000'],
  [1, 0, 'fff10000', 'ffc10000', 'ffeef000', 'ffeee000'],
  [1, 1, 'fff11000', 'ffc11000', 'ffeee000', 'ffeed000'],
  [2, 0, 'fff20000', 'ffc20000', 'ffedf000', 'ffede000'],
  [3, 15, 'fff3f000', 'ffc3f000', 'ffec0000', 'ffebf000'],
])('CPU %i, position %i', (cpu, position, upTo314, upTo318, v40, later) => {
  expect(address(KMAP_GEOMETRIES['v2.6.37'], cpu, position)).toBe(upTo314);
  expect(address(KMAP_GEOMETRIES['v3.16'], cpu, position)).toBe(upTo318);
  expect(address(KMAP_GEOMETRIES['v4.0'], cpu, position)).toBe(v40);
  expect(address(KMAP_GEOMETRIES['v4.9'], cpu, position)).toBe(later);
  expect(address(KMAP_GEOMETRIES['v6.1'], cpu, position)).toBe(later);
});

/** Lines of recorded traces: header of the build, then [cpu, slot, vaddr] of PTE changes. */
type Recording = {
  readonly build: string;
  readonly geometry: KmapGeometry;
  readonly header: Readonly<Record<string, string | number>>;
  readonly slots: readonly (readonly [cpu: number, slot: number, vaddr: string])[];
};

const RECORDED: readonly Recording[] = [
  {
    build: 'k310 (3.10.49)',
    geometry: KMAP_GEOMETRIES['v2.6.37'],
    header: {
      fixaddr_start: 'fff00000',
      fixaddr_top: 'fffe0000',
      fix_kmap_begin: 0,
      km_type_nr: 16,
      slot0: 'fff00000',
      slot_stride: 4096,
    },
    slots: [
      [0, 0, 'fff00000'],
      [1, 0, 'fff10000'],
      [3, 0, 'fff30000'],
      [3, 1, 'fff31000'],
      [3, 2, 'fff32000'],
    ],
  },
  {
    build: 'k318 (3.18.71, vendor)',
    geometry: KMAP_GEOMETRIES['vendor-3.18'],
    header: {
      fixaddr_start: 'ffc00000',
      fixaddr_top: 'ffeff000',
      fix_kmap_begin: 2,
      km_type_nr: 16,
      slot0: 'ffefd000',
      slot_stride: -4096,
    },
    slots: [
      [0, 0, 'ffefd000'],
      [0, 1, 'ffefc000'],
      [1, 0, 'ffeed000'],
      [1, 9, 'ffee4000'],
      [3, 5, 'ffec8000'],
    ],
  },
  {
    build: 'k61-A (6.1.192)',
    geometry: KMAP_GEOMETRIES['v6.1'],
    header: {
      fixaddr_start: 'ffc80000',
      fixaddr_top: 'ffeff000',
      fix_kmap_begin: 1,
      km_type_nr: 16,
      slot0: 'ffefe000',
      slot_stride: -4096,
    },
    slots: [
      [0, 0, 'ffefe000'],
      [0, 1, 'ffefd000'],
      [1, 7, 'ffee7000'],
      [1, 13, 'ffee1000'],
      [3, 4, 'ffeca000'],
    ],
  },
  {
    build: 'k61-B (6.1.192, DEBUG_KMAP_LOCAL)',
    geometry: KMAP_GEOMETRIES['v6.1-debug'],
    header: {
      fixaddr_start: 'ffc80000',
      fixaddr_top: 'ffeff000',
      fix_kmap_begin: 1,
      km_type_nr: 33,
      slot0: 'ffefe000',
      slot_stride: -4096,
    },
    slots: [
      [0, 1, 'ffefd000'],
      [0, 3, 'ffefb000'],
      [1, 13, 'ffed0000'],
      [1, 27, 'ffec2000'],
      [3, 9, 'ffe92000'],
    ],
  },
];

describe.each(RECORDED)('$build', ({ geometry, header, slots }) => {
  test('the header of every trace is that of the geometry', () => {
    const stride = slotVaddr(geometry, fixmapIndex(1)) - slotVaddr(geometry, fixmapIndex(0));
    expect({
      fixaddr_start: hex32(geometry.fixaddrStart),
      fixaddr_top: hex32(geometry.fixaddrTop),
      fix_kmap_begin: geometry.fixKmapBegin,
      km_type_nr: geometry.slotsPerCpu,
      slot0: address(geometry, 0, 0),
      slot_stride: stride,
    }).toEqual(header);
  });

  test.each(slots)('CPU %i slot %i was seen at %s', (cpu, position, seen) => {
    expect(address(geometry, cpu, position)).toBe(seen);
    const index = vaddrSlot(geometry, vaddr(parseInt(seen, 16)));
    expect(index).toBe(slotIndex(geometry, cpuId(cpu), slot(position)));
  });
});

test('2.6.32 has strips of 14: CPU 1 begins at the fifteenth page', () => {
  expect(address(KMAP_GEOMETRIES['v2.6.32'], 1, 0)).toBe('fff0e000');
  expect(address(KMAP_GEOMETRIES['v2.6.32'], 0, 13)).toBe('fff0d000');
});

test('how many slots and CPUs each window has room for', () => {
  const room = Object.entries(KMAP_GEOMETRIES).map(
    ([name, geometry]) => `${name}: ${String(windowSlots(geometry))} slots, ${String(cpusThatFit(geometry))} CPUs`,
  );
  expect(room).toEqual([
    'v2.6.32: 224 slots, 16 CPUs',
    'v2.6.37: 224 slots, 14 CPUs',
    'v3.16: 512 slots, 32 CPUs',
    'v4.0: 768 slots, 32 CPUs',
    'v4.9: 767 slots, 32 CPUs',
    'vendor-3.18: 766 slots, 32 CPUs',
    'v6.1: 639 slots, 32 CPUs',
    'v6.1-debug: 639 slots, 16 CPUs',
  ]);
});

test('each geometry says where it is from', () => {
  for (const { source } of Object.values(KMAP_GEOMETRIES))
    expect(source).toMatch(/^arch\/arm\/include\/asm\/fixmap\.h, .*\d/);
});

test('up to 3.14 the strip of CPU 14 begins where the window ends, and nothing stops it', () => {
  const geometry = KMAP_GEOMETRIES['v2.6.37'];
  expect(address(geometry, 14, 0)).toBe('fffe0000');
  expect(vaddrSlot(geometry, vaddr(0xfffe0000))).toBeNull();
  expect(vaddrSlot(geometry, vaddr(0xfffdffff))).toBe(223);
});

test('the 17th nesting is the first slot of the next CPU', () => {
  const geometry = KMAP_GEOMETRIES['v2.6.37'];
  const index = slotIndex(geometry, cpuId(0), slot(16));
  expect([cpuOfIndex(geometry, index), slotOfIndex(geometry, index)]).toEqual([1, 0]);
  expect(address(geometry, 0, 16)).toBe('fff10000');
});

test('an address outside the window, or before FIX_KMAP_BEGIN, is no slot', () => {
  const up = KMAP_GEOMETRIES['v3.16'];
  expect([0xffbfffff, 0xffc00000, 0xffdfffff, 0xffe00000].map((at) => vaddrSlot(up, vaddr(at)))).toEqual([
    null,
    0,
    511,
    null,
  ]);
  const down = KMAP_GEOMETRIES['v6.1'];
  expect([0xfff00000, 0xffeff000, 0xffefefff, 0xffefe000, 0xffefdfff].map((at) => vaddrSlot(down, vaddr(at)))).toEqual([
    null,
    null, // the page of the early console
    0,
    0,
    1,
  ]);
  expect([0xffc80000, 0xffc7ffff].map((at) => vaddrSlot(down, vaddr(at)))).toEqual([638, null]);
});

test('slot and address determine each other in every window, for any size of strip', () => {
  const geometries = fc.constantFrom(...Object.values(KMAP_GEOMETRIES));
  fc.assert(
    fc.property(
      geometries,
      fc.integer({ min: 1, max: 33 }),
      fc.nat({ max: 4095 }),
      fc.nat({ max: 800 }),
      (real, slotsPerCpu, inPage, n) => {
        const geometry = { ...real, slotsPerCpu };
        const index = fixmapIndex(n % windowSlots(geometry));
        expect(vaddrSlot(geometry, vaddr(slotVaddr(geometry, index) + inPage))).toBe(index);
        expect(slotIndex(geometry, cpuOfIndex(geometry, index), slotOfIndex(geometry, index))).toBe(index);
        expect(slotOfIndex(geometry, index)).toBeLessThan(slotsPerCpu);
      },
    ),
  );
});

const lines = (geometry: KmapGeometry, cpu: number, position: number) =>
  slotArithmetic(geometry, cpuId(cpu), slot(position)).map(({ name, text }) => `${name}: ${text}`);

test('the arithmetic of a slot can be read', () => {
  expect(lines(KMAP_GEOMETRIES['v4.9'], 1, 1)).toEqual([
    'idx: 1 + 16 × 1 = 17',
    'vaddr: 0xffeff000 − (1 + 17) × 0x1000 = 0xffeed000',
  ]);
  expect(lines(KMAP_GEOMETRIES['v2.6.37'], 2, 3)).toEqual([
    'idx: 3 + 16 × 2 = 35',
    'vaddr: 0xfff00000 + 35 × 0x1000 = 0xfff23000',
  ]);
  expect(lines(KMAP_GEOMETRIES['v4.0'], 0, 0)).toEqual([
    'idx: 0 + 16 × 0 = 0',
    'vaddr: 0xffeff000 − 0 × 0x1000 = 0xffeff000',
  ]);
});

test('a lesson may have strips of three', () => {
  const geometry = kmapGeometry('up_fff00000', 0, 3);
  expect(address(geometry, 1, 0)).toBe('fff03000');
  expect([geometry.nrCpusMax, cpusThatFit(geometry)]).toEqual([32, 32]);
});
