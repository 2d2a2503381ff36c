import type { Brand } from '../base/brand.ts';

/** A physical page frame number: physical address >> 12. */
export type Pfn = Brand<number, 'Pfn'>;
/** A 32-bit virtual address, as an unsigned number. */
export type Vaddr = Brand<number, 'Vaddr'>;
/** smp_processor_id(): 0 … NR_CPUS - 1. */
export type CpuId = Brand<number, 'CpuId'>;
/** A position in one CPU's strip of the kmap window, counted from 0 (`type` in arch/arm/mm/highmem.c). */
export type Slot = Brand<number, 'Slot'>;
/** A slot of the whole window: position + KM_TYPE_NR * cpu (`idx` in arch/arm/mm/highmem.c), without FIX_KMAP_BEGIN. */
export type FixmapIndex = Brand<number, 'FixmapIndex'>;

export const pfn = (value: number): Pfn => value as Pfn;
export const vaddr = (value: number): Vaddr => (value >>> 0) as Vaddr;
export const cpuId = (value: number): CpuId => value as CpuId;
export const slot = (value: number): Slot => value as Slot;
export const fixmapIndex = (value: number): FixmapIndex => value as FixmapIndex;

/** PAGE_SHIFT, asm/page.h: 32-bit ARM knows no other page size. */
export const PAGE_SHIFT = 12;
/** PAGE_SIZE, asm/page.h. */
export const PAGE_SIZE_BYTES = 4096;
