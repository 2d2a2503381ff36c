import { leaveHolding } from '../call.ts';
import { argA, kmapLockOwner, pkmapCount, pkmapEntryOf, setPkmapCount, type Machine } from '../machine.ts';
import { NEXT, type LineDef } from '../routine.ts';
import type { Emit } from '../event.ts';
import { pkmapVa } from '../va.ts';

/** pkmap_count[entry] changes by `by`; 1 means nobody uses it, yet its PTE is valid. */
export function addPkmapCount(m: Machine, cpu: number, entry: number, by: number, emit: Emit): void {
  const from = pkmapCount(m, entry);
  setPkmapCount(m, entry, from + by);
  emit?.({ type: 'pkmap_count', cpu, entry, from, to: from + by });
}

/** kmap_lock is held only across lines that another CPU must not see the middle of. */
export const kmapLockFree = (m: Machine): boolean => kmapLockOwner(m) === 0;

/**
 * mm/highmem.c, kmap_high_get(): a page that has a pkmap address is used through it, even one that was unmapped lazily (count 1 becomes
 * 2 again), and takes no slot. Any context, kmap_lock held with interrupts off.
 */
export const KMAP_HIGH_GET: LineDef = {
  text: 'kmap_high_get(page): has it a pkmap address? return that',
  within: 'kmap_high_get',
  ready: (_kernel, m) => kmapLockFree(m),
  waits: 'another CPU to release kmap_lock',
  run: (_kernel, m, cpu, emit) => {
    const entry = pkmapEntryOf(m, argA(m, cpu));
    if (entry < 0) return NEXT;
    addPkmapCount(m, cpu, entry, 1, emit);
    return leaveHolding(m, cpu, pkmapVa(entry), emit);
  },
};
