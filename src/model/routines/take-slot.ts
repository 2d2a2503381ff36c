import { checksPteNone, type Config } from '../config.ts';
import { bug, leaveHolding, moveIdx, slotIndex, topPosition } from '../call.ts';
import { argA, argB, local, setLocal, type Machine } from '../machine.ts';
import { isPteNone, setTopPte } from '../pte.ts';
import { NEXT, type LineDef } from '../routine.ts';
import { flushTlbKernelPage } from '../tlb.ts';
import { slotVa } from '../va.ts';
import type { Kernel } from '../kernel.ts';

export const ownedByType = (config: Config): boolean => config.switches.index_owner === 'type';
export const ownedByCpu = (config: Config): boolean => config.switches.index_owner === 'cpu';
export const ownedByTask = (config: Config): boolean => config.switches.index_owner === 'task';

/** The slot that the innermost frame took: its local is the position. */
export const takenSlot = (kernel: Kernel, m: Machine, cpu: number): number => slotIndex(kernel, cpu, local(m, cpu));

/**
 * The second half of kmap_atomic and kmap_atomic_pfn: take a position, write its PTE, invalidate its address. arch/arm/mm/highmem.c,
 * 2.6.32 … 5.10 (T2.6.32, T3.6, T3.10, T3.18, T4.9). Store before invalidate: the slot goes from valid to valid when it held a stray.
 */
export const TAKE_SLOT: readonly LineDef[] = [
  {
    text: 'idx = type + KM_TYPE_NR * smp_processor_id()',
    when: ownedByType,
    mover: 'both',
    takesPosition: true,
    run: (_kernel, m, cpu) => {
      setLocal(m, cpu, argB(m, cpu));
      return NEXT;
    },
  },
  {
    text: 'type = kmap_atomic_idx_push()',
    when: ownedByCpu,
    takesPosition: true,
    run: (kernel, m, cpu, emit) => {
      moveIdx(m, cpu, 1, emit);
      const position = topPosition(m, cpu);
      if (position > kernel.lastPosition) return bug(m, cpu, 'nesting', emit);
      setLocal(m, cpu, position);
      return NEXT;
    },
  },
  {
    text: 'BUG_ON(!pte_none(the PTE of vaddr))',
    when: checksPteNone,
    slot: { use: 'check', index: takenSlot },
    run: (kernel, m, cpu, emit) => {
      return isPteNone(kernel, m, takenSlot(kernel, m, cpu)) ? NEXT : bug(m, cpu, 'slot not none', emit);
    },
  },
  {
    text: 'set_top_pte: store the PTE of the page',
    slot: { use: 'store', index: takenSlot },
    run: (kernel, m, cpu, emit) => {
      setTopPte(kernel, m, cpu, takenSlot(kernel, m, cpu), argA(m, cpu), emit);
      return NEXT;
    },
  },
  {
    text: 'set_top_pte: local_flush_tlb_kernel_page(vaddr)',
    slot: { use: 'invalidate', index: takenSlot },
    run: (kernel, m, cpu, emit) => {
      flushTlbKernelPage(kernel, m, cpu, slotVa(takenSlot(kernel, m, cpu)), emit);
      return NEXT;
    },
  },
  {
    text: 'return vaddr',
    mover: 'left',
    run: (kernel, m, cpu, emit) => leaveHolding(m, cpu, slotVa(takenSlot(kernel, m, cpu)), emit),
  },
];
