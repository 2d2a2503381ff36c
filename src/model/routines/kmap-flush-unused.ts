import { enter, leave } from '../call.ts';
import { argA, local, pkmapCount, setArgA, setLocal, type Machine } from '../machine.ts';
import { setPkmapPte } from '../pte.ts';
import type { RoutineDef } from '../routine.ts';
import { flushTlbKernelRange } from '../tlb.ts';
import { LOCK, unlock } from './kmap.ts';
import { addPkmapCount } from './kmap-high-get.ts';

const LOOP = 0;
const DONE = 1;

/** The next entry at or after `from` whose count is exactly 1, -1 when there is none. */
function nextUnused(m: Machine, from: number): number {
  for (let entry = from; entry < m.layout.pkmapEntries; entry++) if (pkmapCount(m, entry) === 1) return entry;
  return -1;
}

/**
 * mm/highmem.c, flush_all_zero_pkmaps(), v3.9, under kmap_lock: every entry that nobody uses any more (count exactly 1) loses its PTE; one
 * invalidate of the whole 2 MiB, in every CPU, ends it if anything was cleared. `a` is the loop variable, the local says "something was".
 */
export const flushAllZeroPkmaps: RoutineDef = {
  fn: 'flush_all_zero_pkmaps',
  cite: 'mm/highmem.c, flush_all_zero_pkmaps(), v3.9',
  lines: [
    {
      text: 'an entry with pkmap_count 1? count = 0, pte_clear',
      label: LOOP,
      run: (_kernel, m, cpu, emit) => {
        const entry = nextUnused(m, argA(m, cpu));
        if (entry < 0) return DONE;
        addPkmapCount(m, cpu, entry, -1, emit);
        setPkmapPte(m, cpu, entry, 0, emit);
        setLocal(m, cpu, 1);
        setArgA(m, cpu, entry + 1);
        return LOOP;
      },
    },
    {
      text: 'flush_tlb_kernel_range(PKMAP_ADDR(0), PKMAP_ADDR(LAST_PKMAP)) if any was cleared',
      label: DONE,
      run: (kernel, m, cpu, emit) => {
        const { windowSlots, pkmapEntries } = m.layout;
        if (local(m, cpu) !== 0) flushTlbKernelRange(kernel, m, cpu, windowSlots, pkmapEntries, emit);
        return leave(m, cpu, emit);
      },
    },
  ],
};

/** mm/highmem.c, kmap_flush_unused(), v3.9: never touches the kmap_atomic slots. */
export const kmapFlushUnused: RoutineDef = {
  fn: 'kmap_flush_unused',
  cite: 'mm/highmem.c, kmap_flush_unused(), v3.9',
  lines: [
    LOCK,
    {
      text: 'flush_all_zero_pkmaps()',
      run: (_kernel, m, cpu, emit) => enter(m, cpu, 'flush_all_zero_pkmaps', 0, 0, emit),
    },
    {
      text: 'unlock_kmap()',
      run: (_kernel, m, cpu, emit) => {
        unlock(m, cpu);
        return leave(m, cpu, emit);
      },
    },
  ],
};
