import { bug, leave, moveIdx, slotIndex, topPosition } from '../call.ts';
import { isDebug, kunmapClears, type Config } from '../config.ts';
import type { Kernel } from '../kernel.ts';
import { addPreempt, argA, currentTask, kmapAtomicIdx, pkmapCount, setPteval, type Machine } from '../machine.ts';
import { setTopPte } from '../pte.ts';
import { NEXT, type LineDef, type RoutineDef } from '../routine.ts';
import { flushTlbKernelPage } from '../tlb.ts';
import { slotVa, vaIndex, vaKind } from '../va.ts';
import { addPkmapCount, kmapLockFree } from './kmap-high-get.ts';
import { ownedByCpu, ownedByTask } from './take-slot.ts';

const ENABLE = 0;
const HIGH = 1;

/** Is the address in the kmap window (>= FIXADDR_START)? The others took no slot. The address is the frame's own: nobody else can tell. */
const NOT_A_SLOT: LineDef = {
  text: 'an address outside the kmap window? kunmap_high() if it is in PKMAP',
  mover: 'both',
  run: (_kernel, m, cpu) => {
    const kind = vaKind(argA(m, cpu));
    if (kind === 'slot') return NEXT;
    return kind === 'pkmap' ? HIGH : ENABLE;
  },
};

const KUNMAP_HIGH: LineDef = {
  text: 'pkmap_count[entry]--; at 1 wake who waits for an entry',
  within: 'kunmap_high',
  label: HIGH,
  when: (config) => config.sizes.pkmap > 0,
  ready: (_kernel, m) => kmapLockFree(m),
  waits: 'another CPU to release kmap_lock',
  run: (_kernel, m, cpu, emit) => {
    const entry = vaIndex(argA(m, cpu));
    if (pkmapCount(m, entry) <= 1) return bug(m, cpu, 'kunmap not mapped', emit);
    addPkmapCount(m, cpu, entry, -1, emit);
    return ENABLE;
  },
};

const popsFirst = (config: Config): boolean => ownedByCpu(config) && config.switches.pop === 'before_clear';
const popsLast = (config: Config): boolean => ownedByCpu(config) && config.switches.pop === 'after_clear';

const givenSlot = (_kernel: Kernel, m: Machine, cpu: number): number => vaIndex(argA(m, cpu));

const STORE: LineDef = {
  text: 'set_top_pte(vaddr, __pte(0)): store',
  slot: { use: 'store', index: givenSlot },
  when: kunmapClears,
  run: (kernel, m, cpu, emit) => {
    setTopPte(kernel, m, cpu, vaIndex(argA(m, cpu)), 0, emit);
    return NEXT;
  },
};
const INVALIDATE: LineDef = {
  text: 'set_top_pte: local_flush_tlb_kernel_page(vaddr)',
  slot: { use: 'invalidate', index: givenSlot },
  when: kunmapClears,
  run: (kernel, m, cpu, emit) => {
    flushTlbKernelPage(kernel, m, cpu, argA(m, cpu), emit);
    return NEXT;
  },
};

/**
 * arch/arm/mm/highmem.c, __kunmap_atomic(), lines U1-U6. Without CONFIG_DEBUG_HIGHMEM the PTE stays: the stray mapping. PREEMPT_RT
 * (arm-highmem-flush-tlb-on-unmap.patch), some vendor trees and 5.11+ clear it always. 2.6.37-rc popped before it cleared (20273941f212).
 */
export const kunmapAtomic: RoutineDef = {
  fn: 'kunmap_atomic',
  cite: 'arch/arm/mm/highmem.c, __kunmap_atomic(), v3.9; from 5.11 mm/highmem.c, kunmap_local_indexed()',
  lines: [
    NOT_A_SLOT,
    {
      text: 'idx = kmap_atomic_idx_pop()',
      when: popsFirst,
      run: (_kernel, m, cpu, emit) => {
        if (kmapAtomicIdx(m, cpu) < 1) return bug(m, cpu, 'index below zero', emit);
        moveIdx(m, cpu, -1, emit);
        return NEXT;
      },
    },
    {
      text: 'BUG_ON(vaddr is not the address of the top slot)',
      when: (config) => ownedByCpu(config) && isDebug(config),
      run: (kernel, m, cpu, emit) => {
        const popped = popsFirst(kernel.config) ? 1 : 0;
        const top = slotVa(slotIndex(kernel, cpu, topPosition(m, cpu) + popped));
        return argA(m, cpu) === top ? NEXT : bug(m, cpu, 'wrong address', emit);
      },
    },
    STORE,
    INVALIDATE,
    {
      text: 'kmap_atomic_idx_pop()',
      when: popsLast,
      run: (kernel, m, cpu, emit) => {
        if (isDebug(kernel.config) && kmapAtomicIdx(m, cpu) < 1) return bug(m, cpu, 'index below zero', emit);
        moveIdx(m, cpu, -1, emit);
        return NEXT;
      },
    },
    { text: 'kmap_local_idx_pop()', when: ownedByTask, run: popLocal },
    {
      text: 'preemption and page faults on',
      label: ENABLE,
      mover: 'left',
      run: (_kernel, m, cpu, emit) => {
        addPreempt(m, cpu, -1);
        return leave(m, cpu, emit);
      },
    },
    KUNMAP_HIGH,
  ],
};

/** mm/highmem.c, kunmap_local_indexed(), v6.1: the PTE is cleared in every build, the task forgets it, and the index goes down. */
function popLocal(...[kernel, m, cpu, emit]: Parameters<LineDef['run']>): number {
  const position = topPosition(m, cpu);
  if (position >= 0 && position < m.layout.slotsPerCpu) setPteval(m, currentTask(m, cpu), position, 0);
  moveIdx(m, cpu, -kernel.kmIncr, emit);
  return NEXT;
}

/** include/linux/highmem-internal.h, kunmap_local(), 5.11 and later. */
export const kunmapLocal: RoutineDef = {
  fn: 'kunmap_local',
  cite: 'mm/highmem.c, kunmap_local_indexed(), v6.1',
  lines: [
    NOT_A_SLOT,
    STORE,
    INVALIDATE,
    { text: 'kmap_local_idx_pop()', run: popLocal },
    { text: 'migrate_enable()', label: ENABLE, mover: 'left', run: (_kernel, m, cpu, emit) => leave(m, cpu, emit) },
    KUNMAP_HIGH,
  ],
};
