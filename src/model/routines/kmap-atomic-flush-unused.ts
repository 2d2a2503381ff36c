import { enter, leave } from '../call.ts';
import type { Config } from '../config.ts';
import type { Emit } from '../event.ts';
import { addIrqDepth, addPreempt, ipiPending, isInOnlineMask, setIpiPending, argA, type Machine } from '../machine.ts';
import { NEXT, type RoutineDef } from '../routine.ts';
import { flushTlbKernelRange } from '../tlb.ts';

const hasFlush = (config: Config): boolean => config.switches.flush !== 'none';

/** The function call goes to every other CPU of cpu_online_mask; one that is not in it is not reached, whatever its slots hold. */
function sendIpis(m: Machine, cpu: number, emit: Emit): void {
  for (let other = 0; other < m.layout.cpus; other++) {
    if (other !== cpu && isInOnlineMask(m, other)) setIpiPending(m, other, cpu, true);
  }
  if (emit === undefined) return;
  const others = Array.from({ length: m.layout.cpus }, (_, other) => other).filter((other) => other !== cpu);
  const to = others.filter((other) => isInOnlineMask(m, other));
  const missed = others.filter((other) => !isInOnlineMask(m, other));
  emit({ type: 'ipi_send', cpu, to, missed });
}

export function allAnswered(m: Machine, cpu: number): boolean {
  for (let other = 0; other < m.layout.cpus; other++) if (ipiPending(m, other, cpu)) return false;
  return true;
}

/**
 * kmap_atomic_flush_unused() = on_each_cpu(kmap_remove_unused, NULL, 1): the others first, in an interrupt on top of whatever they do, then,
 * when all have answered, this CPU itself (kernel/smp.c, v3.9). Without the patch it is an empty inline (include/linux/highmem.h).
 */
export const kmapAtomicFlushUnused: RoutineDef = {
  fn: 'kmap_atomic_flush_unused',
  cite: 'arch/arm/mm/highmem.c, kmap_atomic_flush_unused(), vendor 3.4; kernel/smp.c, on_each_cpu(), v3.9',
  lines: [
    {
      text: '(this kernel has no kmap_atomic_flush_unused)',
      mover: 'left',
      when: (config) => !hasFlush(config),
      run: (_kernel, m, cpu, emit) => leave(m, cpu, emit),
    },
    {
      text: 'preempt_disable()',
      within: 'on_each_cpu',
      when: hasFlush,
      mover: 'right',
      run: (_kernel, m, cpu) => {
        addPreempt(m, cpu, 1);
        return NEXT;
      },
    },
    {
      text: 'IPI_CALL_FUNC to every other online CPU',
      within: 'smp_call_function',
      when: hasFlush,
      run: (_kernel, m, cpu, emit) => {
        sendIpis(m, cpu, emit);
        return NEXT;
      },
    },
    {
      text: 'wait until each has run kmap_remove_unused()',
      within: 'smp_call_function',
      when: hasFlush,
      ready: (_kernel, m, cpu) => allAnswered(m, cpu),
      waits: 'every CPU that was called to take the interrupt',
      // Once all have answered nobody else calls on this CPU's behalf: it stays so.
      mover: 'both',
      run: () => NEXT,
    },
    {
      text: 'interrupts off; kmap_remove_unused() on this CPU',
      mover: 'right',
      within: 'on_each_cpu',
      when: hasFlush,
      run: (_kernel, m, cpu, emit) => {
        addIrqDepth(m, cpu, 1);
        return enter(m, cpu, 'kmap_remove_unused_cpu', cpu, 0, emit);
      },
    },
    {
      text: 'interrupts on; preempt_enable()',
      mover: 'left',
      within: 'on_each_cpu',
      when: hasFlush,
      run: (_kernel, m, cpu) => {
        addIrqDepth(m, cpu, -1);
        addPreempt(m, cpu, -1);
        return NEXT;
      },
    },
    {
      text: 'flush_tlb_kernel_range(the strips of all CPUs), on every CPU',
      when: (config) => config.switches.flush === 'checked_range',
      run: (kernel, m, cpu, emit) => {
        // KM_TYPE_NR * NR_CPUS pages: not the strip behind them, which only a nesting too many reaches.
        flushTlbKernelRange(kernel, m, cpu, 0, m.layout.cpus * m.layout.slotsPerCpu, emit);
        return NEXT;
      },
    },
    { text: 'return', when: hasFlush, mover: 'left', run: (_kernel, m, cpu, emit) => leave(m, cpu, emit) },
  ],
};

/** arch/arm/kernel/smp.c, handle_IPI(), v3.9: interrupts are off in it; `a` is the CPU that called. The csd is unlocked afterwards. */
export const handleIpi: RoutineDef = {
  fn: 'handle_IPI',
  cite: 'arch/arm/kernel/smp.c, handle_IPI(); kernel/smp.c, generic_smp_call_function_interrupt(), v3.9',
  lines: [
    {
      text: 'IPI_CALL_FUNC: kmap_remove_unused()',
      mover: 'both',
      run: (_kernel, m, cpu, emit) => enter(m, cpu, 'kmap_remove_unused_cpu', cpu, 0, emit),
    },
    {
      text: 'csd_unlock: tell the caller; return from the interrupt',
      mover: 'left',
      run: (_kernel, m, cpu, emit) => {
        const from = argA(m, cpu);
        setIpiPending(m, cpu, from, false);
        addIrqDepth(m, cpu, -1);
        emit?.({ type: 'ipi_exit', cpu, from });
        return leave(m, cpu, emit);
      },
    },
  ],
};

/** A device interrupt: what its handler does is what the scenario says next on this CPU. `a` is how much the CPU held when it came. */
export const irq: RoutineDef = { fn: 'irq', cite: 'arch/arm/kernel/irq.c, handle_IRQ(), v3.9', lines: [] };
