import type { PageCode } from './action.ts';
import type { Context, Emit } from './event.ts';
import type { Kernel } from './kernel.ts';
import {
  frameFn,
  frameTop,
  hasSlot,
  setDown,
  storePkmapPte,
  storeTopPte,
  topPte,
  pkmapPte,
  type Machine,
} from './machine.ts';
import { fnNumber } from './routine.ts';

const IRQ = fnNumber('irq');
const IPI = fnNumber('handle_IPI');
const STOPPER = fnNumber('take_cpu_down');
const SECONDARY = fnNumber('secondary_start_kernel');

/** In which context a CPU is: the innermost interruption decides. */
export function contextOf(m: Machine, cpu: number): Context {
  for (let depth = frameTop(m, cpu) - 1; depth >= 0; depth--) {
    const fn = frameFn(m, cpu, depth);
    if (fn === IRQ || fn === IPI) return 'irq';
    if (fn === STOPPER || fn === SECONDARY) return 'stopper';
  }
  return 'task';
}

/** How many interrupts (devices' and other CPUs') are nested on a CPU. */
export function irqNesting(m: Machine, cpu: number): number {
  let nesting = 0;
  for (let depth = 0; depth < frameTop(m, cpu); depth++) {
    const fn = frameFn(m, cpu, depth);
    if (fn === IRQ || fn === IPI) nesting++;
  }
  return nesting;
}

/**
 * pte_none() of a slot's PTE. That of the exception vectors is never none: whoever looks at a strip that reaches so far finds a page there,
 * and it is nobody's kmap mapping.
 */
export function isPteNone(kernel: Kernel, m: Machine, index: number): boolean {
  return index !== kernel.vectorsSlot && (!hasSlot(m, index) || topPte(m, index) === 0);
}

/**
 * The store half of set_top_pte (arch/arm/mm/mm.h): set_pte_ext writes the Linux word, then the hardware word; the invalidate is the next
 * line. An index beyond the window is what it is in the kernel too: somebody else's address, up to the exception vectors.
 */
export function setTopPte(kernel: Kernel, m: Machine, cpu: number, index: number, page: PageCode, emit: Emit): void {
  if (index >= kernel.windowEnd || !hasSlot(m, index)) emit?.({ type: 'outside_window', cpu, index });
  if (index === kernel.vectorsSlot) setDown(m);
  if (!hasSlot(m, index)) return;
  emit?.({
    type: 'pte_write',
    cpu,
    table: 'fixmap',
    index,
    from: topPte(m, index),
    to: page,
    context: contextOf(m, cpu),
  });
  storeTopPte(m, index, page);
}

/** set_pte_at or pte_clear on pkmap_page_table (mm/highmem.c). No invalidate goes with it. */
export function setPkmapPte(m: Machine, cpu: number, entry: number, page: PageCode, emit: Emit): void {
  emit?.({
    type: 'pte_write',
    cpu,
    table: 'pkmap',
    index: entry,
    from: pkmapPte(m, entry),
    to: page,
    context: contextOf(m, cpu),
  });
  storePkmapPte(m, entry, page);
}
