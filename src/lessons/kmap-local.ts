import { nestings } from './nestings.ts';
import type { Chapter } from './shipped.ts';

/** 5.11 and later: the task owns its slots. */
export const KMAP_LOCAL: Chapter = {
  title: 'What became of it: kmap_local',
  about: 'Since 5.11 every unmap clears, the slots belong to the task, and the scheduler carries them along.',
  scenarios: [
    {
      id: 'kmap-local-sleeps',
      source: 'machine sheet 8.25; recorded: k61-A l02_local_sched_out_clears',
      teaches: 'A mapping may be taken out of the table while its task sleeps, and comes back with it.',
      text: `kmapscope 1
title "A mapping that sleeps"
machine kernel=v6.1
note "Task 1 runs on CPU1 and maps two pages. It may be preempted: only migration is off."
cpu1: kmap_local_page(page2)
cpu1: kmap_local_page(page3)
expect live(cpu1.slot0)
expect live(cpu1.slot1)
note "Another task comes. The scheduler clears the PTEs; task 1 remembers them."
cpu1: schedule(task5)
expect none(cpu1.slot0)
expect none(cpu1.slot1)
expect depth(cpu1)=0
note "The new task uses position 0 as its own."
cpu1: kmap_local_page(page6)
expect maps(cpu1.slot0, page6)
cpu1: kunmap_local()
cpu1: schedule(task1)
note "Task 1 is back, and so are its mappings."
expect maps(cpu1.slot0, page2)
expect maps(cpu1.slot1, page3)
cpu1: kunmap_local()
cpu1: kunmap_local()
note "Every unmap clears: no stray, ever. (PREEMPT_RT did the same before, 3.14-rt: its switch_kmaps() remembered the PTEs of a task.)"
expect no_stray
`,
    },
    {
      id: 'kmap-local-residue',
      source: 'machine sheet 1.6, H1; seen: 6.1.192 under emulation (truth/README 2)',
      teaches: 'No stray PTE, and yet another CPU’s TLB may keep what it walked while the mapping was live.',
      text: `kmapscope 1
title "kmap_local keeps no PTE"
machine kernel=v6.1
cpu0: kmap_local_page(page3)
cpu1: speculate(cpu0.slot0)
cpu0: kunmap_local()
expect none(cpu0.slot0)
note "The invalidate was local. CPU1 still holds the translation."
expect cached(cpu1, cpu0.slot0)
cpu2: secure_protect(page3)
cpu1: speculate(cpu0.slot0)
expect fault
`,
    },
    {
      id: 'sixteen-deep',
      source: 'machine sheet 8.19, 1.6; recorded: crash-k61-A-nest16',
      teaches: 'kmap_local checks the raised index in every build: fifteen mappings fit, the sixteenth is a BUG.',
      text: `kmapscope 1
title "Sixteen deep"
machine kernel=v6.1 pages=18
note "Fifteen nested mappings, in positions 0 to 14. No debug option is set."
${nestings(15)}
expect depth(cpu0)=15
expect live(cpu0.slot14)
note "kmap_local_idx_push raises the index first and then has BUG_ON(idx >= KM_MAX_IDX). Position 15 is never used."
cpu0: kmap_atomic(page15)
expect bug
expect none(cpu0.slot15)
expect none(cpu1.slot0)
`,
    },
    {
      id: 'guard-slots',
      source: 'machine sheet 1.6; recorded: k61-B',
      teaches: 'With DEBUG_KMAP_LOCAL every second slot stays empty: whoever runs over the end of a page faults.',
      text: `kmapscope 1
title "Guard slots"
machine kernel=v6.1-debug
note "The index goes up by two: positions 1, 3, 5 … are used, the even ones stay empty as guards."
cpu0: kmap_atomic(page2)
cpu0: kmap_atomic(page3)
expect none(cpu0.slot0)
expect live(cpu0.slot1)
expect none(cpu0.slot2)
expect live(cpu0.slot3)
expect depth(cpu0)=4
`,
    },
    {
      id: 'caller-chooses',
      source: 'machine sheet 1.3; 2.6.32 arch/arm/mm/highmem.c',
      teaches: 'Before 2.6.37 the caller named the slot; two users of one type on one CPU overwrote each other.',
      text: `kmapscope 1
title "When the caller chose the slot"
machine kernel=v2.6.32
note "KM_USER0 is position 3 here, KM_USER1 position 4."
cpu0: kmap_atomic(page2, KM_USER0)
expect live(cpu0.slot3)
note "A second user of the same type on the same CPU: silently overwritten. (Inferred from the code; the stack removed this.)"
cpu0: kmap_atomic(page5, KM_USER0)
expect maps(cpu0.slot3, page5)
cpu0: kunmap_atomic()
cpu0: kunmap_atomic()
expect stray(cpu0.slot3)
`,
    },
  ],
};
