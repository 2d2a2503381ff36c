import { leave, slotIndex } from '../call.ts';
import {
  argA,
  argB,
  currentTask,
  kmapAtomicIdx,
  pteval,
  setArgB,
  setCurrentTask,
  setLastCpuOf,
  type Machine,
} from '../machine.ts';
import type { Emit } from '../event.ts';
import type { Kernel } from '../kernel.ts';
import { setTopPte } from '../pte.ts';
import { NEXT, type RoutineDef } from '../routine.ts';
import { flushTlbKernelPage } from '../tlb.ts';
import { slotVa } from '../va.ts';

const OUT = 0;
const SWITCH = 1;
const IN = 2;

/** The next position at or after the frame's `b` that the CPU's task has in use, -1 when there is none. */
function nextPosition(m: Machine, cpu: number): number {
  for (let position = argB(m, cpu); position < kmapAtomicIdx(m, cpu); position++) {
    if (pteval(m, currentTask(m, cpu), position) !== 0) return position;
  }
  return -1;
}

function writePosition(kernel: Kernel, m: Machine, cpu: number, position: number, page: number, emit: Emit): void {
  const index = slotIndex(kernel, cpu, position);
  setTopPte(kernel, m, cpu, index, page, emit);
  flushTlbKernelPage(kernel, m, cpu, slotVa(index), emit);
  setArgB(m, cpu, position + 1);
}

/**
 * kernel/sched/core.c, context_switch() with mm/highmem.c, __kmap_local_sched_out() and __kmap_local_sched_in(), v6.1: what the task that
 * leaves has mapped vanishes from the table (its index and its remembered PTEs stay); what the one that comes had mapped is written back.
 * `a` is the task that comes, `b` the position to look at next.
 */
export const schedule: RoutineDef = {
  fn: 'schedule',
  cite: 'mm/highmem.c, __kmap_local_sched_out(), __kmap_local_sched_in(), v6.1',
  lines: [
    {
      text: 'kmap_local_sched_out(): pte_clear and local TLB flush of the next position in use',
      label: OUT,
      run: (kernel, m, cpu, emit) => {
        const position = nextPosition(m, cpu);
        if (position < 0) return SWITCH;
        writePosition(kernel, m, cpu, position, 0, emit);
        return OUT;
      },
    },
    {
      text: 'switch_to(next)',
      label: SWITCH,
      run: (_kernel, m, cpu, emit) => {
        const from = currentTask(m, cpu);
        const to = argA(m, cpu);
        setCurrentTask(m, cpu, to);
        setLastCpuOf(m, to, cpu);
        setArgB(m, cpu, 0);
        emit?.({ type: 'task', cpu, from, to });
        return NEXT;
      },
    },
    {
      text: 'kmap_local_sched_in(): set_pte_at and local TLB flush of the next position in use',
      label: IN,
      run: (kernel, m, cpu, emit) => {
        const position = nextPosition(m, cpu);
        if (position < 0) return leave(m, cpu, emit);
        writePosition(kernel, m, cpu, position, pteval(m, currentTask(m, cpu), position), emit);
        return IN;
      },
    },
  ],
};
