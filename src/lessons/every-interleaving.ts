import type { PropertyName } from '../model/properties.ts';
import type { Chapter, Shipped } from './shipped.ts';

/**
 * The shortest run that breaks a promise on a kernel: its steps and expectations are the explorer's own, its words are ours. A test asks the
 * explorer again.
 */
export type Found = Shipped & {
  readonly kernel: string;
  readonly property: PropertyName;
  /** What the owner of the page promises: everything, or only what an owner can see to. */
  readonly owner: 'quiesces' | 'naive';
};

/** In the order of the presets. */
export const FOUND: readonly Found[] = [
  {
    id: 'found-v2-6-32',
    kernel: 'v2.6.32',
    property: 'no_pte_maps_secure',
    owner: 'quiesces',
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
    id: 'found-offline-cpu',
    kernel: 'rfc-no-hook',
    property: 'no_pte_maps_secure',
    owner: 'quiesces',
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
    id: 'found-v3-14',
    kernel: 'v3.14',
    property: 'no_pte_maps_secure',
    owner: 'quiesces',
    source: 'found by the explorer; f0915781bd5e',
    teaches: 'The page invalidate became local in 3.12; the stray was there before and is still the shortest way.',
    text: `kmapscope 1
title "Every interleaving: mainline 3.14"
machine kernel=v3.14 cpus=2 slots=2 pages=2 pkmap=0 low=0
note "As in 3.9: no flush, and the shortest run needs no interleaving."
cpu0: kmap_atomic(page0)
cpu0: kunmap_atomic()
cpu0: secure_buffer_change_chunk(page0)
expect maps(cpu0.slot0, page0)
expect exposed(page0)
note "From here on any CPU may fault: one page table for all."
cpu1: speculate(cpu0.slot0)
expect fault
`,
  },
  {
    id: 'found-v3-14-rt',
    kernel: 'v3.14-rt',
    property: 'no_tlb_maps_secure',
    owner: 'quiesces',
    source: 'found by the explorer; machine sheet H1, H2',
    teaches: 'PREEMPT_RT clears every PTE and keeps no stray; the TLB of another CPU is all it takes.',
    text: `kmapscope 1
title "Every interleaving: clearing on every unmap"
machine kernel=v3.14-rt cpus=2 slots=2 pages=2 pkmap=0 low=0
note "While page 0 is mapped, CPU1 walks the same page table: its TLB now holds the translation. kunmap clears the PTE and tells its own TLB."
cpu0: kmap_atomic(page0)
cpu1: speculate(cpu0.slot0)
cpu0: kunmap_atomic()
note "The driver hands page 0 over. Every PTE for it is gone; the invalidates were local, and CPU1 did not hear them."
cpu1: secure_buffer_change_chunk(page0)
expect cached(cpu1, cpu0.slot0)
expect secure(page0)
expect not exposed(page0)
cpu1: speculate(cpu0.slot0)
expect fault
`,
  },
  {
    id: 'found-vendor-3-18',
    kernel: 'vendor-3.18',
    property: 'no_pte_maps_secure',
    owner: 'quiesces',
    source: 'found by the explorer; H6; recorded: k318-A',
    teaches: 'FIX_KMAP_BEGIN counted twice: the flush never looks at positions 0 and 1, which every mapping uses.',
    text: `kmapscope 1
title "Every interleaving: a flush that begins too late"
machine kernel=vendor-3.18 cpus=2 slots=2 pages=2 pkmap=0 low=0
cpu0: kmap_atomic(page0)
cpu0: kunmap_atomic()
note "This driver does flush. But the flush begins at position 2, for FIX_KMAP_BEGIN is counted twice."
cpu1: secure_buffer_change_chunk(page0)
expect maps(cpu0.slot0, page0)
expect exposed(page0)
note "From here on any CPU may fault: one page table for all."
cpu1: speculate(cpu0.slot0)
expect fault
`,
  },
  {
    id: 'found-vendor-3-18-20',
    kernel: 'vendor-3.18.20',
    property: 'no_tlb_maps_secure',
    owner: 'quiesces',
    source: 'found by the explorer; machine sheet 3.3, H1, H2',
    teaches: 'kunmap clears, so the flush that begins too late has nothing to miss; the TLB hole is left.',
    text: `kmapscope 1
title "Every interleaving: two wrongs"
machine kernel=vendor-3.18.20 cpus=2 slots=2 pages=2 pkmap=0 low=0
note "While page 0 is mapped, CPU1 walks the same page table: its TLB now holds the translation. kunmap clears the PTE and tells its own TLB."
cpu0: kmap_atomic(page0)
cpu1: speculate(cpu0.slot0)
cpu0: kunmap_atomic()
note "The driver hands page 0 over. Every PTE for it is gone; the invalidates were local, and CPU1 did not hear them."
cpu1: secure_buffer_change_chunk(page0)
expect cached(cpu1, cpu0.slot0)
expect secure(page0)
expect not exposed(page0)
cpu1: speculate(cpu0.slot0)
expect fault
`,
  },
  {
    id: 'found-vendor-3-18-corrected',
    kernel: 'vendor-3.18-corrected',
    property: 'no_tlb_maps_secure',
    owner: 'quiesces',
    source: 'found by the explorer; H1; recorded: k318-D',
    teaches: 'With the flush corrected no PTE is left, and the next hole shows: another CPU’s TLB.',
    text: `kmapscope 1
title "Every interleaving: the offset counted once"
machine kernel=vendor-3.18-corrected cpus=2 slots=2 pages=2 pkmap=0 low=0
cpu0: kmap_atomic(page0)
cpu0: kunmap_atomic()
note "A stray. CPU1 walks it, as it may at any time, and keeps the translation."
cpu1: speculate(cpu0.slot0)
note "The flush clears the PTE, and the invalidate reaches the TLB of CPU0 alone."
cpu1: secure_buffer_change_chunk(page0)
expect cached(cpu1, cpu0.slot0)
expect secure(page0)
expect not exposed(page0)
cpu1: speculate(cpu0.slot0)
expect fault
`,
  },
  {
    id: 'found-vendor-4-4',
    kernel: 'vendor-4.4',
    property: 'no_tlb_maps_secure',
    owner: 'quiesces',
    source: 'found by the explorer; machine sheet 8.12, H1',
    teaches: 'Flush and callback are right; what the page is reached by is in no page table any more.',
    text: `kmapscope 1
title "Every interleaving: a violation with no PTE anywhere"
machine kernel=vendor-4.4 cpus=2 slots=2 pages=2 pkmap=0 low=0
cpu0: kmap_atomic(page0)
cpu0: kunmap_atomic()
note "A stray. CPU1 walks it, as it may at any time, and keeps the translation."
cpu1: speculate(cpu0.slot0)
note "The flush clears the PTE, and the invalidate reaches the TLB of CPU0 alone."
cpu0: secure_buffer_change_chunk(page0)
expect cached(cpu1, cpu0.slot0)
expect secure(page0)
expect not exposed(page0)
cpu1: speculate(cpu0.slot0)
expect fault
`,
  },
  {
    id: 'found-vendor-4-9',
    kernel: 'vendor-4.9',
    property: 'no_tlb_maps_secure',
    owner: 'quiesces',
    source: 'found by the explorer; machine sheet 8.13, H2',
    teaches: 'kunmap clears, so the flush finds nothing to do and tells nobody; the translation stays where it is.',
    text: `kmapscope 1
title "Every interleaving: nothing to flush"
machine kernel=vendor-4.9 cpus=2 slots=2 pages=2 pkmap=0 low=0
note "While page 0 is mapped, CPU1 walks the same page table: its TLB now holds the translation. kunmap clears the PTE and tells its own TLB."
cpu0: kmap_atomic(page0)
cpu1: speculate(cpu0.slot0)
cpu0: kunmap_atomic()
note "The driver hands page 0 over. Every PTE for it is gone; the invalidates were local, and CPU1 did not hear them."
cpu1: secure_buffer_change_chunk(page0)
expect cached(cpu1, cpu0.slot0)
expect secure(page0)
expect not exposed(page0)
cpu1: speculate(cpu0.slot0)
expect fault
`,
  },
  {
    id: 'found-v6-1',
    kernel: 'v6.1',
    property: 'no_tlb_maps_secure',
    owner: 'quiesces',
    source: 'found by the explorer; machine sheet 1.6, H1; seen: 6.1.192',
    teaches: 'Today’s kernels keep no PTE either, and share the hole with every kernel that invalidates only locally.',
    text: `kmapscope 1
title "Every interleaving: kmap_local"
machine kernel=v6.1 cpus=2 slots=3 pages=2 pkmap=0 low=0
note "While page 0 is mapped, CPU1 walks the same page table: its TLB now holds the translation. kunmap clears the PTE and tells its own TLB."
cpu0: kmap_atomic(page0)
cpu1: speculate(cpu0.slot0)
cpu0: kunmap_atomic()
note "The driver hands page 0 over. Every PTE for it is gone; the invalidates were local, and CPU1 did not hear them."
cpu0: secure_buffer_change_chunk(page0)
expect cached(cpu1, cpu0.slot0)
expect secure(page0)
expect not exposed(page0)
cpu1: speculate(cpu0.slot0)
expect fault
`,
  },
  {
    id: 'found-v6-1-debug',
    kernel: 'v6.1-debug',
    property: 'no_tlb_maps_secure',
    owner: 'quiesces',
    source: 'found by the explorer; machine sheet 1.6, H1',
    teaches: 'The guard pages change which slot it is, and nothing else.',
    text: `kmapscope 1
title "Every interleaving: kmap_local with guards"
machine kernel=v6.1-debug cpus=2 slots=5 pages=2 pkmap=0 low=0
note "While page 0 is mapped, CPU1 walks the same page table: its TLB now holds the translation. kunmap clears the PTE and tells its own TLB."
cpu0: kmap_atomic(page0)
cpu1: speculate(cpu0.slot1)
cpu0: kunmap_atomic()
note "The driver hands page 0 over. Every PTE for it is gone; the invalidates were local, and CPU1 did not hear them."
cpu0: secure_buffer_change_chunk(page0)
expect cached(cpu1, cpu0.slot1)
expect secure(page0)
expect not exposed(page0)
cpu1: speculate(cpu0.slot1)
expect fault
`,
  },
];

/** What visiting every interleaving finds, kernel by kernel. */
export const EVERY_INTERLEAVING: Chapter = {
  title: 'Every interleaving',
  about:
    'The shortest run that breaks a promise on each kernel, found by visiting every order in which two CPUs can do things. Nobody thought of these.',
  scenarios: FOUND,
};
