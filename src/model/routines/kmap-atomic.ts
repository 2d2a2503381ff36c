import { leaveHolding } from '../call.ts';
import { triesKmapHighGet } from '../config.ts';
import { addPreempt, argA, isLowmem } from '../machine.ts';
import { NEXT, type LineDef, type RoutineDef } from '../routine.ts';
import { linearVa } from '../va.ts';
import { KMAP_HIGH_GET } from './kmap-high-get.ts';
import { TAKE_LOCAL_SLOT } from './kmap-local.ts';
import { ownedByTask, TAKE_SLOT } from './take-slot.ts';

const DISABLE: LineDef = {
  text: 'preemption and page faults off',
  mover: 'right',
  run: (_kernel, m, cpu) => {
    addPreempt(m, cpu, 1);
    return NEXT;
  },
};

/** page_address() of lowmem: the linear map has it for ever; no slot, no PTE. */
const LOWMEM: LineDef = {
  text: 'lowmem page? return page_address(page)',
  mover: 'both',
  run: (_kernel, m, cpu, emit) => {
    const page = argA(m, cpu);
    return isLowmem(m, page) ? leaveHolding(m, cpu, linearVa(page), emit) : NEXT;
  },
};

const notByTask = (lines: readonly LineDef[]): readonly LineDef[] =>
  lines.map((line) => ({ ...line, when: (config) => !ownedByTask(config) && (line.when?.(config) ?? true) }));
const byTask = (lines: readonly LineDef[]): readonly LineDef[] =>
  lines.map((line) => ({ ...line, when: (config) => ownedByTask(config) && (line.when?.(config) ?? true) }));

/**
 * arch/arm/mm/highmem.c, kmap_atomic(), v2.6.32 … v5.10, lines M1-M8; from 5.11 include/linux/highmem-internal.h kmap_atomic() and
 * mm/highmem.c __kmap_local_page_prot(). The caller gets a position of its CPU's strip, or no slot at all.
 */
export const kmapAtomic: RoutineDef = {
  fn: 'kmap_atomic',
  cite: 'arch/arm/mm/highmem.c, kmap_atomic(), v3.9; from 5.11 mm/highmem.c, __kmap_local_page_prot()',
  lines: [
    DISABLE,
    LOWMEM,
    { ...KMAP_HIGH_GET, when: triesKmapHighGet },
    ...notByTask(TAKE_SLOT),
    ...byTask(TAKE_LOCAL_SLOT),
  ],
};

/**
 * arch/arm/mm/highmem.c, kmap_atomic_pfn(): as kmap_atomic from M4 on. Up to 3.16 it takes a slot even for a lowmem frame (recorded on
 * 3.10.49); from 3.18 it returns page_address() first. It never asks kmap_high_get.
 */
export const kmapAtomicPfn: RoutineDef = {
  fn: 'kmap_atomic_pfn',
  cite: 'arch/arm/mm/highmem.c, kmap_atomic_pfn(), v3.9; from 5.11 mm/highmem.c, __kmap_local_pfn_prot()',
  lines: [
    DISABLE,
    { ...LOWMEM, when: (config) => config.switches.pfn_lowmem === 'linear' },
    ...notByTask(TAKE_SLOT),
    ...byTask(TAKE_LOCAL_SLOT),
  ],
};

/** include/linux/highmem-internal.h, kmap_local_page(), 5.11 and later: as kmap_atomic, but its task may be preempted and sleep. */
export const kmapLocalPage: RoutineDef = {
  fn: 'kmap_local_page',
  cite: 'mm/highmem.c, __kmap_local_page_prot(), v6.1',
  lines: [LOWMEM, { ...KMAP_HIGH_GET, when: triesKmapHighGet }, ...TAKE_LOCAL_SLOT],
};
