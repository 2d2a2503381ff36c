import { hex32 } from './hex.ts';
import type { Term } from './term.ts';
import type { CpuId, FixmapIndex, Slot, Vaddr } from './units.ts';
import { PAGE_SHIFT, PAGE_SIZE_BYTES, cpuId, fixmapIndex, slot as toSlot, vaddr as toVaddr } from './units.ts';

/**
 * Where the kmap slots of all CPUs lie: one window of virtual pages, a strip for each CPU, running up or down.
 * asm/fixmap.h; __fix_to_virt() of asm-generic/fixmap.h where it runs down.
 *
 *     up                                       down
 *     FIXADDR_START  cpu0 slot 0               FIXADDR_TOP  the FIX_KMAP_BEGIN pages of others, if any
 *                    cpu0 slot 1                            cpu0 slot 0
 *                    …                                      cpu0 slot 1
 *                    cpu1 slot 0                            …
 *     FIXADDR_TOP    (exclusive)               FIXADDR_START
 *
 * Nothing but the arithmetic ties a slot to its CPU: a slot past the end of a strip is the next CPU's first one, and one past the end of the
 * window is somebody else's address. The functions below go on there as the kernel does.
 */
export type KmapGeometry = {
  readonly direction: 'up' | 'down';
  readonly fixaddrStart: Vaddr;
  /** Up: the first address after the window. Down: the highest page of it, as the kernel's macro of that name. */
  readonly fixaddrTop: Vaddr;
  /** FIX_KMAP_BEGIN: pages between the start of counting and the first slot. */
  readonly fixKmapBegin: number;
  /** KM_TYPE_NR, or KM_MAX_IDX since 5.11. */
  readonly slotsPerCpu: number;
  /** The largest NR_CPUS that arch/arm/Kconfig accepts. */
  readonly nrCpusMax: number;
  readonly source: string;
};

/** The windows, by direction and address of the first page. Since 6.1 (read there) a guard takes the lowest 512 KiB (Documentation/arch/arm/memory.rst). */
export type KmapWindow = 'up_fff00000' | 'up_ffc00000' | 'down_ffeff000' | 'down_ffeff000_6_1';

type WindowBounds = Pick<KmapGeometry, 'direction' | 'fixaddrStart' | 'fixaddrTop' | 'source'>;

const WINDOWS: { readonly [W in KmapWindow]: WindowBounds } = {
  up_fff00000: {
    direction: 'up',
    fixaddrStart: toVaddr(0xfff00000),
    fixaddrTop: toVaddr(0xfffe0000),
    source: 'arch/arm/include/asm/fixmap.h, 2.6.32 to 3.14',
  },
  up_ffc00000: {
    direction: 'up',
    fixaddrStart: toVaddr(0xffc00000),
    fixaddrTop: toVaddr(0xffe00000),
    source: 'arch/arm/include/asm/fixmap.h, 3.16 to 3.18',
  },
  down_ffeff000: {
    direction: 'down',
    fixaddrStart: toVaddr(0xffc00000),
    fixaddrTop: toVaddr(0xffeff000),
    source: 'arch/arm/include/asm/fixmap.h, 4.0 and 4.9 (commit 836a24183273), vendor 3.18',
  },
  down_ffeff000_6_1: {
    direction: 'down',
    fixaddrStart: toVaddr(0xffc80000),
    fixaddrTop: toVaddr(0xffeff000),
    source: 'arch/arm/include/asm/fixmap.h, 6.1 and 6.12',
  },
};

/** The geometry of a window. `fixKmapBegin` is 0 in the upward windows; `slotsPerCpu` may be any positive number (small ones for lessons). */
export function kmapGeometry(
  window: KmapWindow,
  fixKmapBegin: number,
  slotsPerCpu: number,
  nrCpusMax = 32,
): KmapGeometry {
  return { ...WINDOWS[window], fixKmapBegin, slotsPerCpu, nrCpusMax };
}

/** The geometries of real kernels, each of which was read or recorded. */
export const KMAP_GEOMETRIES = {
  'v2.6.32': kmapGeometry('up_fff00000', 0, 14),
  'v2.6.37': kmapGeometry('up_fff00000', 0, 16),
  'v3.16': kmapGeometry('up_ffc00000', 0, 16),
  'v4.0': kmapGeometry('down_ffeff000', 0, 16),
  'v4.9': kmapGeometry('down_ffeff000', 1, 16),
  /** A page for the early console and one for SMP_MEM come first (recorded: k318). */
  'vendor-3.18': kmapGeometry('down_ffeff000', 2, 16),
  'v6.1': kmapGeometry('down_ffeff000_6_1', 1, 16),
  /** DEBUG_KMAP_LOCAL: KM_MAX_IDX 33, and Kconfig allows 16 CPUs. */
  'v6.1-debug': kmapGeometry('down_ffeff000_6_1', 1, 33, 16),
} as const satisfies { readonly [name: string]: KmapGeometry };

/** `idx` of arch/arm/mm/highmem.c: type + KM_TYPE_NR * cpu. */
export function slotIndex(geometry: KmapGeometry, cpu: CpuId, slot: Slot): FixmapIndex {
  return fixmapIndex(slot + geometry.slotsPerCpu * cpu);
}

/** The CPU whose strip the index lies in. */
export function cpuOfIndex(geometry: KmapGeometry, index: FixmapIndex): CpuId {
  return cpuId(Math.floor(index / geometry.slotsPerCpu));
}

/** The position of the index in its CPU's strip. */
export function slotOfIndex(geometry: KmapGeometry, index: FixmapIndex): Slot {
  return toSlot(index % geometry.slotsPerCpu);
}

/** __fix_to_virt(FIX_KMAP_BEGIN + idx): the virtual page of a slot. Past the end of the window it goes on, as the kernel's macro does. */
export function slotVaddr(geometry: KmapGeometry, index: FixmapIndex): Vaddr {
  const offset = (geometry.fixKmapBegin + index) * PAGE_SIZE_BYTES;
  return toVaddr(geometry.direction === 'up' ? geometry.fixaddrStart + offset : geometry.fixaddrTop - offset);
}

/** The slot whose page holds the address; null outside the window and in the pages before FIX_KMAP_BEGIN. */
export function vaddrSlot(geometry: KmapGeometry, vaddr: Vaddr): FixmapIndex | null {
  const page = vaddr >>> PAGE_SHIFT;
  const offset =
    geometry.direction === 'up'
      ? page - (geometry.fixaddrStart >>> PAGE_SHIFT)
      : (geometry.fixaddrTop >>> PAGE_SHIFT) - page;
  const index = offset - geometry.fixKmapBegin;
  return index >= 0 && index < windowSlots(geometry) ? fixmapIndex(index) : null;
}

/** How many slots the window has room for, whatever NR_CPUS is. */
export function windowSlots(geometry: KmapGeometry): number {
  const { direction, fixaddrStart, fixaddrTop, fixKmapBegin } = geometry;
  const pages = (fixaddrTop - fixaddrStart) / PAGE_SIZE_BYTES + (direction === 'down' ? 1 : 0);
  return pages - fixKmapBegin;
}

/**
 * How many CPUs get a whole strip inside the window, at most as many as Kconfig allows. Up to 3.14 it is 14 although Kconfig allows 32, and
 * nothing at compile time says so: CPU 14's strip begins where the window ends.
 */
export function cpusThatFit(geometry: KmapGeometry): number {
  return Math.min(Math.floor(windowSlots(geometry) / geometry.slotsPerCpu), geometry.nrCpusMax);
}

/** The way from CPU and position to the address, in numbers: `0xffeff000 − (1 + 17) × 0x1000 = 0xffeed000`. */
export function slotArithmetic(geometry: KmapGeometry, cpu: CpuId, slot: Slot): readonly Term[] {
  const { direction, fixaddrStart, fixaddrTop, fixKmapBegin, slotsPerCpu } = geometry;
  const index = slotIndex(geometry, cpu, slot);
  const up = direction === 'up';
  const pages = fixKmapBegin === 0 ? String(index) : `(${String(fixKmapBegin)} + ${String(index)})`;
  const address = hex32(slotVaddr(geometry, index));
  return [
    { name: 'idx', text: `${String(slot)} + ${String(slotsPerCpu)} × ${String(cpu)} = ${String(index)}` },
    {
      name: 'vaddr',
      text: `0x${hex32(up ? fixaddrStart : fixaddrTop)} ${up ? '+' : '−'} ${pages} × 0x1000 = 0x${address}`,
    },
  ];
}
