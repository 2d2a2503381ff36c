import type { PageCode, VaCode } from './action.ts';
import type { Emit } from './event.ts';
import type { Kernel } from './kernel.ts';
import { setTlbEntry, setTlbVictim, tlbEntry, tlbPlace, tlbVictim, type Machine } from './machine.ts';
import { pkmapVa, slotVa } from './va.ts';

/** The address that a place of a TLB stands for: the inverse of tlbPlace. */
export function placeVa(kernel: Kernel, place: number): VaCode {
  const { windowSlots } = kernel.layout;
  return place < windowSlots ? slotVa(place) : pkmapVa(place - windowSlots);
}

/**
 * Allocates a translation. What is valid may be in a TLB at any time (ARM DDI 0487 G5.8.1); a TLB of limited size gives up another entry,
 * round robin, which is one of the ways cores do it.
 */
export function fillTlb(kernel: Kernel, m: Machine, cpu: number, va: VaCode, page: PageCode, emit: Emit): void {
  const place = tlbPlace(m.layout, va);
  if (place < 0 || tlbEntry(m, cpu, place) === page) return;
  const limit = kernel.config.sizes.tlb_entries;
  if (limit > 0 && tlbEntry(m, cpu, place) === 0 && tlbCount(m, cpu) >= limit) giveUpOne(kernel, m, cpu, emit);
  setTlbEntry(m, cpu, place, page);
  emit?.({ type: 'tlb_fill', cpu, va, page });
}

/** How many translations a CPU holds. */
export function tlbCount(m: Machine, cpu: number): number {
  let count = 0;
  for (let place = 0; place < m.layout.tlbPlaces; place++) if (tlbEntry(m, cpu, place) !== 0) count++;
  return count;
}

function giveUpOne(kernel: Kernel, m: Machine, cpu: number, emit: Emit): void {
  const { tlbPlaces } = m.layout;
  for (let i = 0; i < tlbPlaces; i++) {
    const place = (tlbVictim(m, cpu) + i) % tlbPlaces;
    if (dropEntry(kernel, m, cpu, place, emit)) {
      setTlbVictim(m, cpu, (place + 1) % tlbPlaces);
      return;
    }
  }
}

/** Forgets one translation of one CPU; false when it had none there. */
export function dropEntry(kernel: Kernel, m: Machine, cpu: number, place: number, emit: Emit): boolean {
  const page = tlbEntry(m, cpu, place);
  if (page === 0) return false;
  setTlbEntry(m, cpu, place, 0);
  emit?.({ type: 'tlb_drop', cpu, va: placeVa(kernel, place), page });
  return true;
}

/** As dropEntry where nobody asks what was there: then it need not be looked at either, and what follows does not depend on it. */
function forgetEntry(kernel: Kernel, m: Machine, cpu: number, place: number, emit: Emit): void {
  if (emit === undefined) setTlbEntry(m, cpu, place, 0);
  else dropEntry(kernel, m, cpu, place, emit);
}

/**
 * local_flush_tlb_kernel_page (arch/arm/include/asm/tlbflush.h). Up to 3.10 on v7 SMP: mcr c8,c3,1, TLBIMVAIS, which the hardware
 * broadcasts. Since f0915781bd5e (3.12): mcr c8,c7,1, TLBIMVA, this CPU only, and every other CPU may keep what it walked.
 */
export function flushTlbKernelPage(kernel: Kernel, m: Machine, cpu: number, va: VaCode, emit: Emit): void {
  const { broadcastPage } = kernel;
  emit?.({ type: 'tlb_invalidate', cpu, scope: broadcastPage ? 'page_broadcast' : 'page', va, count: 1 });
  const place = tlbPlace(m.layout, va);
  if (place < 0) return;
  if (!broadcastPage) forgetEntry(kernel, m, cpu, place, emit);
  else for (let other = 0; other < m.layout.cpus; other++) forgetEntry(kernel, m, other, place, emit);
}

/** local_flush_tlb_all: this CPU forgets everything (mcr c8,c7,0; c8,c3,0 up to 3.10, where every CPU does). */
export function localFlushTlbAll(kernel: Kernel, m: Machine, cpu: number, emit: Emit): void {
  emit?.({ type: 'tlb_invalidate', cpu, scope: kernel.broadcastPage ? 'all_broadcast' : 'all', va: 0, count: 1 });
  for (let other = 0; other < m.layout.cpus; other++) {
    if (other === cpu || kernel.broadcastPage) dropAll(kernel, m, other, emit);
  }
}

/** Every translation of one CPU is gone: an invalidate of all, or the power. */
export function dropAll(kernel: Kernel, m: Machine, cpu: number, emit: Emit): void {
  for (let place = 0; place < m.layout.tlbPlaces; place++) forgetEntry(kernel, m, cpu, place, emit);
}

/**
 * flush_tlb_kernel_range over places [first, first + count): a loop of TLBIMVAIS, broadcast in every version read
 * (v7wbi_flush_kern_tlb_range, arch/arm/mm/tlb-v7.S).
 */
export function flushTlbKernelRange(
  kernel: Kernel,
  m: Machine,
  cpu: number,
  first: number,
  count: number,
  emit: Emit,
): void {
  emit?.({ type: 'tlb_invalidate', cpu, scope: 'range', va: placeVa(kernel, first), count });
  for (let other = 0; other < m.layout.cpus; other++) {
    for (let place = first; place < first + count; place++) forgetEntry(kernel, m, other, place, emit);
  }
}
