import { leave, topPosition } from '../call.ts';
import type { Config } from '../config.ts';
import { addPreempt, argA, argB, hasSlot, setArgB, topPte, type Machine } from '../machine.ts';
import { isPteNone, setTopPte } from '../pte.ts';
import { NEXT, type RoutineDef } from '../routine.ts';
import { flushTlbKernelPage } from '../tlb.ts';
import { slotVa } from '../va.ts';
import type { Kernel } from '../kernel.ts';

const LOOP = 0;
const INVALIDATE = 1;
const DONE = 2;

const looksFirst = (config: Config): boolean => config.switches.flush !== 'unconditional';
const doubledBegin = (config: Config): boolean => config.switches.flush_start === 'doubled_begin';

const stripEnd = (kernel: Kernel, cpu: number): number => kernel.layout.slotsPerCpu * (cpu + 1);
const past = (kernel: Kernel, m: Machine, cpu: number): boolean => argB(m, cpu) >= stripEnd(kernel, argA(m, cpu));

const lookedAt = (kernel: Kernel, m: Machine, cpu: number): number => (past(kernel, m, cpu) ? -1 : argB(m, cpu));

/**
 * kmap_remove_unused_cpu(int cpu), arch/arm/mm/highmem.c of the vendor trees 3.4 … 4.14 (machine.md 3.2): clears the positions of `cpu`
 * above the top one, and reads that top from the *running* CPU whatever `cpu` says. `a` is cpu, `b` the loop variable.
 * rfc-v1 (the mail's first form) writes every one; Nicolas Pitre's remark is the look before. 3.18 trees count FIX_KMAP_BEGIN twice.
 */
export const kmapRemoveUnusedCpu: RoutineDef = {
  fn: 'kmap_remove_unused_cpu',
  cite: 'arch/arm/mm/highmem.c, kmap_remove_unused_cpu(), vendor 3.4',
  lines: [
    {
      // The index read is this CPU's own: an interrupt that comes first has put it back when it returns.
      text: 'pagefault_disable(); type = kmap_atomic_idx(); idx = type + 1 + KM_TYPE_NR * cpu',
      mover: 'right',
      run: (kernel, m, cpu, emit) => {
        addPreempt(m, cpu, 1);
        const { fix_kmap_begin } = kernel.config.switches;
        const offset = doubledBegin(kernel.config) ? Number(fix_kmap_begin) : 0;
        const of = argA(m, cpu);
        const first = topPosition(m, cpu) + 1 + kernel.layout.slotsPerCpu * of + offset;
        setArgB(m, cpu, first);
        emit?.({ type: 'flush_cpu', cpu, of, first, end: stripEnd(kernel, of) });
        return NEXT;
      },
    },
    {
      text: 'end of the strip? else: is its PTE 0? then the next slot',
      label: LOOP,
      // Nobody else writes this strip (its CPU is running this, or is dead) while nobody nests beyond his own.
      mover: 'both',
      slot: { use: 'look', index: lookedAt },
      when: looksFirst,
      run: (kernel, m, cpu, emit) => {
        if (past(kernel, m, cpu)) return DONE;
        const index = argB(m, cpu);
        const page = hasSlot(m, index) ? topPte(m, index) : 0;
        emit?.({ type: 'pte_read', cpu, table: 'fixmap', index, page });
        if (!isPteNone(kernel, m, index)) return NEXT;
        setArgB(m, cpu, index + 1);
        return LOOP;
      },
    },
    {
      text: 'set_top_pte(vaddr, __pte(0)): store',
      slot: { use: 'store', index: lookedAt },
      when: looksFirst,
      run: (kernel, m, cpu, emit) => {
        setTopPte(kernel, m, cpu, argB(m, cpu), 0, emit);
        return INVALIDATE;
      },
    },
    {
      text: 'end of the strip? else set_top_pte(vaddr, __pte(0)): store, whatever it holds',
      label: LOOP,
      when: (config) => !looksFirst(config),
      slot: { use: 'store', index: lookedAt },
      run: (kernel, m, cpu, emit) => {
        if (past(kernel, m, cpu)) return DONE;
        setTopPte(kernel, m, cpu, argB(m, cpu), 0, emit);
        return INVALIDATE;
      },
    },
    {
      text: 'set_top_pte: local_flush_tlb_kernel_page(vaddr); the next slot',
      label: INVALIDATE,
      slot: { use: 'invalidate', index: lookedAt },
      run: (kernel, m, cpu, emit) => {
        const index = argB(m, cpu);
        flushTlbKernelPage(kernel, m, cpu, slotVa(index), emit);
        setArgB(m, cpu, index + 1);
        return LOOP;
      },
    },
    {
      text: 'pagefault_enable()',
      label: DONE,
      mover: 'left',
      run: (_kernel, m, cpu, emit) => {
        addPreempt(m, cpu, -1);
        return leave(m, cpu, emit);
      },
    },
  ],
};
