import { bug, enter, leave, leaveWith } from '../call.ts';
import {
  addIrqDepth,
  argA,
  isLowmem,
  lastPkmapNr,
  local,
  pkmapCount,
  pkmapEntryOf,
  setKmapLockOwner,
  setLastPkmapNr,
  setLocal,
  type Machine,
} from '../machine.ts';
import { contextOf, setPkmapPte } from '../pte.ts';
import { NEXT, type LineDef, type RoutineDef } from '../routine.ts';
import { linearVa, pkmapVa } from '../va.ts';
import { addPkmapCount, kmapLockFree } from './kmap-high-get.ts';
import { ownedByTask } from './take-slot.ts';

/** spin_lock_irq(&kmap_lock), where kmap_high_get may be called from interrupts (ARCH_NEEDS_KMAP_HIGH_GET). */
export const LOCK: LineDef = {
  text: 'lock_kmap()',
  ready: (_kernel, m) => kmapLockFree(m),
  waits: 'another CPU to release kmap_lock',
  run: (_kernel, m, cpu) => {
    lock(m, cpu);
    return NEXT;
  },
};

export function lock(m: Machine, cpu: number): void {
  setKmapLockOwner(m, cpu + 1);
  addIrqDepth(m, cpu, 1);
}

export function unlock(m: Machine, cpu: number): void {
  setKmapLockOwner(m, 0);
  addIrqDepth(m, cpu, -1);
}

const SCAN = 0;
const COUNT = 1;
const SLEEP = 2;
const RELOCK = 3;

/**
 * map_new_virtual: the cursor is moved before it is used, so the first page ever mapped lands in entry 1; each time it comes round to 0
 * what lies lazily unmapped is reclaimed and the search starts its budget of LAST_PKMAP looks anew. The local is that budget + 1.
 */
function scan(...[, m, cpu, emit]: Parameters<LineDef['run']>): number {
  const entries = m.layout.pkmapEntries;
  if (local(m, cpu) === 0) setLocal(m, cpu, entries + 1);
  for (;;) {
    const nr = (lastPkmapNr(m) + 1) % entries;
    setLastPkmapNr(m, nr);
    if (nr === 0) {
      setLocal(m, cpu, entries + 1);
      return enter(m, cpu, 'flush_all_zero_pkmaps', 0, 0, emit);
    }
    const answer = look(m, cpu);
    if (answer !== SCAN) return answer;
  }
}

/** `if (!pkmap_count[last_pkmap_nr]) break; if (--count) continue;` and else to sleep. */
function look(m: Machine, cpu: number): number {
  if (pkmapCount(m, lastPkmapNr(m)) === 0) return NEXT;
  setLocal(m, cpu, local(m, cpu) - 1);
  return local(m, cpu) > 1 ? SCAN : SLEEP;
}

/**
 * mm/highmem.c, kmap() → kmap_high() → map_new_virtual(), v3.9. The new PTE is written without an invalidate: the entry was none and has
 * been flushed since. A full table sleeps until a kunmap leaves a count of 1.
 */
export const kmap: RoutineDef = {
  fn: 'kmap',
  cite: 'mm/highmem.c, kmap_high(), map_new_virtual(), v3.9',
  lines: [
    {
      text: 'might_sleep(); lowmem page? return page_address(page)',
      run: (_kernel, m, cpu, emit) => {
        const page = argA(m, cpu);
        return isLowmem(m, page) ? leaveWith(m, cpu, { kind: 'va', va: linearVa(page) }, emit) : NEXT;
      },
    },
    { ...LOCK, label: RELOCK },
    {
      text: 'page_address(page)? then only count it',
      run: (_kernel, m, cpu) => (pkmapEntryOf(m, argA(m, cpu)) >= 0 ? COUNT : NEXT),
    },
    {
      text: 'map_new_virtual: last_pkmap_nr + 1, until a count is 0',
      within: 'map_new_virtual',
      label: SCAN,
      run: scan,
    },
    {
      text: 'map_new_virtual: the entry that the cursor stands on is free?',
      within: 'map_new_virtual',
      run: (_kernel, m, cpu) => look(m, cpu),
    },
    {
      text: 'set_pte_at(entry, the PTE of the page); pkmap_count[entry] = 1',
      within: 'map_new_virtual',
      run: (_kernel, m, cpu, emit) => {
        const entry = lastPkmapNr(m);
        setPkmapPte(m, cpu, entry, argA(m, cpu), emit);
        addPkmapCount(m, cpu, entry, 1, emit);
        return NEXT;
      },
    },
    {
      text: 'pkmap_count[entry]++; unlock_kmap(); return its address',
      label: COUNT,
      run: (_kernel, m, cpu, emit) => {
        const entry = pkmapEntryOf(m, argA(m, cpu));
        addPkmapCount(m, cpu, entry, 1, emit);
        unlock(m, cpu);
        return leaveWith(m, cpu, { kind: 'va', va: pkmapVa(entry) }, emit);
      },
    },
    {
      text: 'no entry free: unlock_kmap(), sleep in pkmap_map_wait',
      within: 'map_new_virtual',
      label: SLEEP,
      run: (_kernel, m, cpu) => {
        unlock(m, cpu);
        setLocal(m, cpu, 0);
        return NEXT;
      },
    },
    {
      text: 'schedule(): woken by a kunmap; start over',
      within: 'map_new_virtual',
      sleeps: true,
      ready: (_kernel, m, cpu) => pkmapEntryOf(m, argA(m, cpu)) >= 0 || someEntryIdle(m),
      waits: 'a kunmap: all pkmap entries are in use',
      run: () => RELOCK,
    },
  ],
};

function someEntryIdle(m: Machine): boolean {
  for (let entry = 0; entry < m.layout.pkmapEntries; entry++) if (pkmapCount(m, entry) <= 1) return true;
  return false;
}

/** mm/highmem.c, kunmap() → kunmap_high(), v3.9. The count goes down to 1 at most, the PTE stays: a lazy unmap. */
export const kunmap: RoutineDef = {
  fn: 'kunmap',
  cite: 'mm/highmem.c, kunmap_high(), v3.9',
  lines: [
    {
      // arch/arm/mm/highmem.c, kunmap(); from 5.11 include/linux/highmem-internal.h has might_sleep() in its place. (kmap has never had it.)
      text: 'BUG_ON(in_interrupt())',
      when: (config) => !ownedByTask(config),
      run: (_kernel, m, cpu, emit) => (contextOf(m, cpu) === 'task' ? NEXT : bug(m, cpu, 'kmap in interrupt', emit)),
    },
    {
      text: 'lowmem page? return',
      run: (_kernel, m, cpu, emit) => (isLowmem(m, argA(m, cpu)) ? leave(m, cpu, emit) : NEXT),
    },
    {
      text: 'kunmap_high: pkmap_count[entry]--; at 1 wake who waits for an entry',
      ready: (_kernel, m) => kmapLockFree(m),
      waits: 'another CPU to release kmap_lock',
      run: (_kernel, m, cpu, emit) => {
        const entry = pkmapEntryOf(m, argA(m, cpu));
        if (entry < 0 || pkmapCount(m, entry) <= 1) return bug(m, cpu, 'kunmap not mapped', emit);
        addPkmapCount(m, cpu, entry, -1, emit);
        return leave(m, cpu, emit);
      },
    },
  ],
};
