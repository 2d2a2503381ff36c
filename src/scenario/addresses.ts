import { kmapGeometry, slotVaddr, vaddrSlot } from '../arm/fixmap.ts';
import type { KmapGeometry } from '../arm/fixmap.ts';
import { PAGE_OFFSET } from '../arm/lowmem.ts';
import { pkmapNr, pkmapVaddr } from '../arm/pkmap.ts';
import { fixmapIndex, PAGE_SIZE_BYTES, vaddr as toVaddr } from '../arm/units.ts';
import type { Vaddr } from '../arm/units.ts';
import type { VaCode } from '../model/action.ts';
import type { Config } from '../model/config.ts';
import { linearVa, pkmapVa, slotVa, vaIndex, vaKind } from '../model/va.ts';

/** Where the kmap slots of this configuration lie. */
export function geometryOf({ switches, sizes }: Config): KmapGeometry {
  return kmapGeometry(switches.layout, Number(switches.fix_kmap_begin), sizes.slots);
}

/**
 * The 32-bit address that a code stands for in this configuration; null for no address, for a driver's own
 * mapping (vmalloc gives it any), and for highmem pages, which the linear map leaves
 * out. `low0` is the first page of lowmem here, `low1` the next.
 */
export function vaddrOf(config: Config, va: VaCode): Vaddr | null {
  const index = vaIndex(va);
  switch (vaKind(va)) {
    case 'none':
    case 'dma':
      return null;
    case 'slot':
      return slotVaddr(geometryOf(config), fixmapIndex(index));
    case 'pkmap':
      return pkmapVaddr(index);
    case 'linear': {
      const low = index - config.sizes.pages - 1;
      return low < 0 ? null : toVaddr(PAGE_OFFSET + low * PAGE_SIZE_BYTES);
    }
  }
}

/** The code of the slot, pkmap entry or lowmem page whose page holds the address, whether or not this machine has it; null elsewhere. */
export function vaOfVaddr(config: Config, vaddr: Vaddr): VaCode | null {
  const slot = vaddrSlot(geometryOf(config), vaddr);
  if (slot !== null) return slotVa(slot);
  const entry = pkmapNr(vaddr);
  if (entry !== null) return pkmapVa(entry);
  const low = Math.floor((vaddr - PAGE_OFFSET) / PAGE_SIZE_BYTES);
  return low >= 0 && low < config.sizes.low ? linearVa(config.sizes.pages + 1 + low) : null;
}
