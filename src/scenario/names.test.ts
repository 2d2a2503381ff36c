import fc from 'fast-check';
import { expect, test } from 'vitest';
import { vaddr } from '../arm/units.ts';
import { linearVa, NO_VA, pkmapVa, slotVa } from '../model/va.ts';
import { geometryOf, vaddrOf, vaOfVaddr } from './addresses.ts';
import { cpuName, pageCode, pageName, pageOf, placeName, placeOf } from './names.ts';
import { resolvePage, resolvePlace } from './resolve.ts';
import { applySettings, KERNEL_NAMES } from './settings.ts';
import * as arbitrary from './testing/arbitrary.ts';

const config = applySettings([
  { key: 'slots', value: '3' },
  { key: 'cpus', value: '2' },
  { key: 'pages', value: '4' },
  { key: 'low', value: '2' },
  { key: 'pkmap', value: '4' },
]).config;

test('pages are numbered from 1: highmem first, then lowmem; 0 is pte_none', () => {
  expect([0, 1, 4, 5, 6].map((code) => pageName(config, code))).toEqual(['none', 'page0', 'page3', 'low0', 'low1']);
});

test('places have the names that a scenario gives them', () => {
  expect([slotVa(0), slotVa(5), slotVa(6), pkmapVa(1), linearVa(5), NO_VA].map((va) => placeName(config, va))).toEqual([
    'cpu0.slot0',
    'cpu1.slot2',
    'cpu2.slot0',
    'pkmap1',
    'linear(low0)',
    'nowhere',
  ]);
  expect(placeOf(config, NO_VA)).toBeNull();
  expect(placeOf(config, linearVa(0))).toBeNull();
  expect(cpuName(3)).toBe('cpu3');
});

test('every page of a machine has a code, and the code its page', () => {
  fc.assert(
    fc.property(arbitrary.page, (page) => {
      const code = resolvePage(config, page);
      expect(code.ok).toBe(page.n < (page.low ? 2 : 4));
      if (code.ok) expect(pageOf(config, code.value)).toEqual(page);
      if (code.ok) expect(pageCode(config, page)).toBe(code.value);
    }),
  );
});

test('every place of a machine that is not an address has a code, and the code its place', () => {
  fc.assert(
    fc.property(arbitrary.place, (place) => {
      const va = resolvePlace(config, place, 1);
      if (!va.ok || place.type === 'address') return;
      expect(placeOf(config, va.value)).toEqual(place.type === 'slot' ? { ...place, cpu: place.cpu ?? 1 } : place);
    }),
  );
});

test('address and code lead to each other, under every kernel', () => {
  const anyVa = fc.oneof(fc.nat(40).map(slotVa), fc.nat(511).map(pkmapVa), fc.constantFrom(5, 6).map(linearVa));
  fc.assert(
    fc.property(fc.constantFrom(...KERNEL_NAMES), anyVa, fc.nat(0xfff), (kernel, va, offset) => {
      const { switches } = applySettings([{ key: 'kernel', value: kernel }]).config;
      const machine = { ...config, switches };
      const address = vaddrOf(machine, va);
      expect(address).not.toBeNull();
      expect(vaOfVaddr(machine, vaddr((address ?? 0) + offset))).toBe(va);
    }),
  );
});

test('addresses as the kernels lay them out: cpu1 position 0 (machine.md 1.2), pkmap1, low1', () => {
  const at = (kernel: string): readonly (string | undefined)[] => {
    const full = applySettings([{ key: 'kernel', value: kernel }]).config;
    const { slots, pages } = full.sizes;
    return [slotVa(slots), pkmapVa(1), linearVa(pages + 2)].map((va) => vaddrOf(full, va)?.toString(16));
  };
  expect(at('v3.9')).toEqual(['fff10000', 'bfe01000', 'c0001000']);
  expect(at('v2.6.32')).toEqual(['fff0e000', 'bfe01000', 'c0001000']);
  expect(at('v6.1')[0]).toBe('ffeee000');
  expect(at('vendor-3.18')[0]).toBe('ffeed000');
  expect(geometryOf(config).slotsPerCpu).toBe(3);
});

test('no address, highmem in the linear map, and what lies outside every window', () => {
  expect(vaddrOf(config, NO_VA)).toBeNull();
  expect(vaddrOf(config, linearVa(4))).toBeNull();
  for (const outside of [0, 0xbfdfffff, 0xc0002000, 0xffefffff, 0xfffe0000, 0xffffffff]) {
    expect(vaOfVaddr(config, vaddr(outside))).toBeNull();
  }
});
