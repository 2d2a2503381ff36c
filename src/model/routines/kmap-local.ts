import { bug, leaveHolding, moveIdx, topPosition } from '../call.ts';
import { addPreempt, argA, currentTask, local, setLocal, setPteval } from '../machine.ts';
import { isPteNone, setTopPte } from '../pte.ts';
import { NEXT, type LineDef } from '../routine.ts';
import { flushTlbKernelPage } from '../tlb.ts';
import { slotVa } from '../va.ts';
import { takenSlot } from './take-slot.ts';

/**
 * mm/highmem.c, __kmap_local_pfn_prot(), v6.1: the position comes from the task's kmap_ctrl, the slot must be none in every build, and the
 * task remembers the PTE for when it sleeps. KM_INCR is 2 with DEBUG_KMAP_LOCAL: even positions stay empty as guards.
 */
export const TAKE_LOCAL_SLOT: readonly LineDef[] = [
  {
    text: 'migrate_disable(), preempt_disable()',
    mover: 'right',
    run: (_kernel, m, cpu) => {
      addPreempt(m, cpu, 1);
      return NEXT;
    },
  },
  {
    text: 'idx = kmap_local_idx_push()',
    within: 'kmap_local_idx_push',
    takesPosition: true,
    run: (kernel, m, cpu, emit) => {
      moveIdx(m, cpu, kernel.kmIncr, emit);
      const position = topPosition(m, cpu);
      if (position > kernel.lastPosition) return bug(m, cpu, 'nesting', emit);
      setLocal(m, cpu, position);
      return NEXT;
    },
  },
  {
    text: 'BUG_ON(!pte_none(the PTE of vaddr))',
    slot: { use: 'check', index: takenSlot },
    run: (kernel, m, cpu, emit) => {
      return isPteNone(kernel, m, takenSlot(kernel, m, cpu)) ? NEXT : bug(m, cpu, 'slot not none', emit);
    },
  },
  {
    text: 'set_pte_at(vaddr, the PTE of the page)',
    slot: { use: 'store', index: takenSlot },
    run: (kernel, m, cpu, emit) => {
      setTopPte(kernel, m, cpu, takenSlot(kernel, m, cpu), argA(m, cpu), emit);
      return NEXT;
    },
  },
  {
    text: 'arch_kmap_local_post_map: local_flush_tlb_kernel_page(vaddr)',
    slot: { use: 'invalidate', index: takenSlot },
    run: (kernel, m, cpu, emit) => {
      flushTlbKernelPage(kernel, m, cpu, slotVa(takenSlot(kernel, m, cpu)), emit);
      return NEXT;
    },
  },
  {
    // pteval is read when the task is switched out or unmaps, which is after this call.
    text: 'current->kmap_ctrl.pteval[idx] = the PTE; preempt_enable()',
    mover: 'left',
    run: (_kernel, m, cpu) => {
      const position = local(m, cpu);
      if (position < m.layout.slotsPerCpu) setPteval(m, currentTask(m, cpu), position, argA(m, cpu));
      addPreempt(m, cpu, -1);
      return NEXT;
    },
  },
  {
    text: 'return vaddr',
    mover: 'left',
    run: (kernel, m, cpu, emit) => leaveHolding(m, cpu, slotVa(takenSlot(kernel, m, cpu)), emit),
  },
];
