import type { Found } from './found.ts';

/** Mainline up to the mail, and the patch with its what-ifs; in the order of the presets. */
export const FOUND_UNTIL_2013: readonly Found[] = [
  {
    id: 'found-v2-6-32',
    kernel: 'v2.6.32',
    property: 'no_pte_maps_secure',
    owner: 'quiesces',
    scope: 'free',
    source: 'found by the explorer; machine sheet 1.3',
    teaches: 'Without a flush four lines are enough; nothing has to be interleaved.',
    text: `kmapscope 1
title "Every interleaving: 2.6.32"
machine kernel=v2.6.32 cpus=2 slots=2 pages=2 pkmap=0 low=0
note "The shortest of all runs that leave a secure page mapped. The caller names the slot; nobody clears it."
cpu0: kmap_atomic(page0, KM_BOUNCE_READ)
cpu0: kunmap_atomic()
note "The driver hands page 0 over. This kernel has no flush to call."
cpu0: secure_buffer_change_chunk(page0)
expect maps(cpu0.slot0, page0)
expect exposed(page0)
note "From here on any CPU may fault: one page table for all."
cpu1: speculate(cpu0.slot0)
expect fault
`,
  },
  {
    id: 'found-pop-before-clear',
    kernel: 'v2.6.37-rc',
    property: 'no_bug',
    owner: 'quiesces',
    scope: 'free',
    source: 'found by the explorer; machine sheet 8.21; 20273941f212',
    teaches: 'Popped before cleared: an interrupt in the gap is given the same position and finds it full.',
    text: `kmapscope 1
title "Every interleaving: 2.6.37-rc, a BUG in five steps"
machine kernel=v2.6.37-rc cpus=2 slots=2 pages=2 pkmap=0 low=0
cpu0: kmap_atomic(page0)
note "kunmap_atomic in 2.6.37-rc: the position is given back first, the PTE is cleared after that. CPU0 has come between the two."
cpu0: enter kunmap_atomic()
cpu0: tick
cpu0: tick
note "An interrupt comes in the gap. Its handler maps a page too, is given position 0 again, and finds a PTE there."
cpu0: irq
cpu0: kmap_atomic(page0)
expect bug
`,
  },
  {
    id: 'found-v3-9',
    kernel: 'v3.9',
    property: 'no_pte_maps_secure',
    owner: 'quiesces',
    scope: 'free',
    source: 'found by the explorer; the mail of 8 Apr 2013',
    teaches: 'The shortest way to the fault of the mail: map, unmap, hand over, and wait for anybody to speculate.',
    text: `kmapscope 1
title "Every interleaving: mainline at the time of the mail"
machine kernel=v3.9 cpus=2 slots=2 pages=2 pkmap=0 low=0
note "The shortest of all runs that leave a secure page mapped: what the mail is about."
cpu0: kmap_atomic(page0)
cpu0: kunmap_atomic()
note "No flush in this kernel: the driver asks the secure world at once."
cpu0: secure_buffer_change_chunk(page0)
expect maps(cpu0.slot0, page0)
expect exposed(page0)
note "From here on any CPU may fault: one page table for all."
cpu1: speculate(cpu0.slot0)
expect fault
`,
  },
  {
    id: 'taken-while-flushed',
    kernel: 'rfc-v2',
    property: 'no_pte_maps_secure',
    owner: 'naive',
    scope: 'free',
    source: 'found by the explorer; machine sheet 1.4 (M4 to M6), 3.4',
    teaches:
      'Even the right flush skips a stray whose slot a call is just taking: its position is in use, its PTE is still the old one.',
    text: `kmapscope 1
title "Every interleaving: a slot taken while it is flushed"
machine kernel=rfc-v2 cpus=2 slots=2 pages=2 pkmap=0 low=0
note "The patch as posted, on a kernel whose invalidates everybody hears. The owner of page 0 is careful: nobody uses it, nobody maps it again."
cpu0: kmap_atomic(page0)
cpu0: kunmap_atomic()
note "CPU0 maps another page. It has just taken position 0 (M4); the new PTE is not written yet (M6), so slot 0 still maps page 0."
cpu0: enter kmap_atomic(page1)
cpu0: tick
cpu0: tick
cpu0: tick
note "Now the flush. On CPU0 it is an interrupt: it reads index 1, takes position 0 for a mapping in use, and keeps it."
cpu1: secure_buffer_change_chunk(page0)
expect maps(cpu0.slot0, page0)
expect exposed(page0)
note "From here on any CPU may fault: one page table for all."
cpu1: speculate(cpu0.slot0)
expect fault
`,
  },
  {
    id: 'found-in-use-at-flush',
    kernel: 'rfc-v2',
    property: 'no_pte_maps_secure',
    owner: 'careless',
    scope: 'free',
    source: 'found by the explorer; machine sheet 3.4 H4, 8.14',
    teaches: 'Where the owner of the page promises nothing, a mapping that is simply in use outlives the flush.',
    text: `kmapscope 1
title "Every interleaving: in use when the flush comes"
machine kernel=rfc-v2 cpus=2 slots=2 pages=2 pkmap=0 low=0
note "The right flush, and an owner who promises nothing: anybody may use page 0 while it is handed over. CPU0 does."
cpu0: kmap_atomic(page0)
note "On CPU0 the flush keeps position 0, which is in use: it cannot know for which page."
cpu1: secure_buffer_change_chunk(page0)
expect maps(cpu0.slot0, page0)
expect exposed(page0)
note "From here on any CPU may fault: one page table for all."
cpu1: speculate(cpu0.slot0)
expect fault
`,
  },
  {
    id: 'found-between-flush-and-request',
    kernel: 'rfc-v2',
    property: 'no_pte_maps_secure',
    owner: 'careless',
    scope: 'free',
    besides: [
      'a mapping that was in use when the flush came to its CPU',
      'a mapping made when the page was secure already',
    ],
    source: 'found by the explorer; machine sheet 3.4 H3',
    teaches: 'Between the flush of a CPU and the request there is a window, and nothing but the owner keeps it shut.',
    text: `kmapscope 1
title "Every interleaving: between the flush and the request"
machine kernel=rfc-v2 cpus=2 slots=2 pages=2 pkmap=0 low=0 driver_flushes=atomic
note "Again an owner who promises nothing. CPU0 has called kmap_atomic(page0) and has not taken a slot yet: nothing of page 0 is mapped anywhere."
cpu0: enter kmap_atomic(page0)
note "CPU1 hands page 0 over. The others are flushed first: CPU0 takes the interrupt, finds nothing in use and nothing to clear, and answers."
cpu1: enter secure_buffer_change_chunk(page0)
cpu1: tick
cpu1: tick
cpu1: tick
cpu0: handle_IPI
cpu0: tick
cpu0: tick
cpu0: tick
cpu0: tick
cpu0: tick
cpu0: tick
note "Back from the interrupt CPU0 makes its mapping. The flush has passed it and does not come again; CPU1 has itself to flush, and then asks the secure world."
cpu0: finish
cpu1: finish
expect maps(cpu0.slot0, page0)
expect exposed(page0)
note "From here on any CPU may fault: one page table for all."
cpu1: speculate(cpu0.slot0)
expect fault
`,
  },
  {
    id: 'found-beyond-the-strip',
    kernel: 'rfc-v2',
    property: 'no_live_clobbered',
    owner: 'quiesces',
    scope: 'deeper',
    source: 'found by the explorer; machine sheet 3.4 H8, 8.19',
    teaches: 'A strip ends where the next one begins: one mapping more than it holds is the neighbour’s first.',
    text: `kmapscope 1
title "Every interleaving: one mapping too many"
machine kernel=rfc-v2 cpus=2 slots=1 pages=2 pkmap=0 low=0
note "Strips of one slot each, so that the second mapping is one too many; of sixteen it would be the seventeenth."
cpu0: kmap_atomic(page0)
note "Without CONFIG_DEBUG_HIGHMEM nothing stops it: position 1 of CPU0 is position 0 of CPU1."
cpu0: kmap_atomic(page0)
note "CPU1 maps a page of its own, and is given the same slot. Both have it in use now. (Had CPU1 been asked to flush instead, it would have cleared the PTE under CPU0.)"
cpu1: kmap_atomic(page0)
expect maps(cpu1.slot0, page0)
expect depth(cpu0)=2
expect depth(cpu1)=1
`,
  },
  {
    id: 'found-after-the-hook',
    kernel: 'rfc-v2',
    property: 'no_pte_maps_secure',
    owner: 'quiesces',
    scope: 'late',
    source: 'found by the explorer; machine sheet 3.4 H10 (what if: no such callback is known)',
    teaches:
      'The hook clears what is there when its turn comes; whoever has his turn after it can leave a stray again.',
    text: `kmapscope 1
title "Every interleaving: a callback after the callback"
machine kernel=rfc-v2 cpus=2 slots=2 pages=2 pkmap=0 low=0 late_callback=maps
note "The patch with its callback, and a what if: another callback of CPU_DYING, registered later, maps page 0 on the CPU that goes and unmaps it. It has its turn when the slots have been cleared, and after it comes only the end of the CPU."
cpu0: cpu_down(cpu1)
note "CPU1 is gone, and its slot 0 maps page 0. The driver flushes; CPU1 is not online, so nobody clears its slot, as if there were no callback at all."
cpu0: secure_buffer_change_chunk(page0)
expect maps(cpu1.slot0, page0)
expect exposed(page0)
note "From here on any CPU may fault: one page table for all."
cpu0: speculate(cpu1.slot0)
expect fault
`,
  },
  {
    id: 'found-offline-cpu',
    kernel: 'rfc-no-hook',
    property: 'no_pte_maps_secure',
    owner: 'quiesces',
    scope: 'free',
    source: 'found by the explorer; the mail of 8 Apr 2013; machine sheet 8.8',
    teaches: 'The only way around the flush is a CPU that it cannot reach: one that is offline.',
    text: `kmapscope 1
title "Every interleaving: the flush without its callback"
machine kernel=rfc-no-hook cpus=2 slots=2 pages=2 pkmap=0 low=0
cpu1: kmap_atomic(page0)
cpu1: kunmap_atomic()
note "CPU1 goes away with its stray. Without the callback nobody clears it."
cpu0: cpu_down(cpu1)
note "The driver flushes and asks the secure world. The flush runs on every CPU that is online."
cpu0: secure_buffer_change_chunk(page0)
expect maps(cpu1.slot0, page0)
expect exposed(page0)
note "From here on any CPU may fault: one page table for all."
cpu0: speculate(cpu1.slot0)
expect fault
`,
  },
  {
    id: 'found-dead-hook',
    kernel: 'rfc-dead-hook',
    property: 'no_pte_maps_secure',
    owner: 'quiesces',
    scope: 'free',
    source: 'found by the explorer; machine sheet 8.9, H9',
    teaches: 'Between the end of a CPU and CPU_DEAD there is a window, and the explorer walks right into it.',
    text: `kmapscope 1
title "Every interleaving: a callback that comes too late"
machine kernel=rfc-dead-hook cpus=2 slots=2 pages=2 pkmap=0 low=0
cpu1: kmap_atomic(page0)
cpu1: kunmap_atomic()
note "CPU0 takes CPU1 down, up to where it waits for CPU1's end; CPU1 goes."
cpu0: enter cpu_down(cpu1)
cpu0: tick
cpu0: tick
cpu0: tick
cpu0: tick
cpu1: finish
note "CPU_DEAD has not been told to anybody yet. While cpu_down sleeps another task on CPU0 flushes and hands page 0 over: CPU1 is not online any more, so the flush does not reach it, and its callback has not run."
cpu0: secure_buffer_change_chunk(page0)
expect maps(cpu1.slot0, page0)
expect exposed(page0)
note "From here on any CPU may fault: one page table for all."
cpu0: speculate(cpu1.slot0)
expect fault
`,
  },
  {
    id: 'found-dead-hook-index',
    kernel: 'rfc-dead-hook',
    property: 'no_pte_maps_secure',
    owner: 'quiesces',
    scope: 'run',
    source: 'found by the explorer; machine sheet 3.4 H9, 8.9',
    teaches:
      'On CPU_DEAD the callback reads the index of the CPU that it runs on: a mapping held there hides the stray.',
    text: `kmapscope 1
title "Every interleaving: the wrong index"
machine kernel=rfc-dead-hook cpus=2 slots=2 pages=2 pkmap=0 low=0 index_owner=task
note "The patch with its callback on CPU_DEAD, where tasks own the index (as from 5.11 on): with kmap_local_page a task may sleep while it holds a mapping. Here one does, on CPU0, in position 0."
cpu0: kmap_local_page(page1)
note "CPU1 leaves a stray behind, in its own position 0."
cpu1: kmap_local_page(page0)
cpu1: kunmap_local()
note "CPU1 is taken down by the task that holds the mapping. The callback for CPU1 runs on CPU0 and asks kmap_atomic_idx() how deep CPU1 is nested; the answer is about CPU0: one. So it begins at position 1, and CPU1's position 0 stays. On CPU_DYING it would have run on CPU1 and read CPU1's own index."
cpu0: cpu_down(cpu1)
cpu0: kunmap_local()
note "Nothing is in use any more. The driver flushes; CPU1 is not online, so nobody clears its slot ever again."
cpu0: secure_buffer_change_chunk(page0)
expect maps(cpu1.slot0, page0)
expect exposed(page0)
note "From here on any CPU may fault: one page table for all."
cpu0: speculate(cpu1.slot0)
expect fault
`,
  },
];
