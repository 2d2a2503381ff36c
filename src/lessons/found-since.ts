import type { Found } from './found.ts';

/** What came after the mail: mainline from 3.14 on, vendor trees, kmap_local; in the order of the presets. */
export const FOUND_SINCE: readonly Found[] = [
  {
    id: 'found-v3-14',
    kernel: 'v3.14',
    property: 'no_pte_maps_secure',
    owner: 'quiesces',
    scope: 'free',
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
    scope: 'free',
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
    scope: 'free',
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
    scope: 'free',
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
    scope: 'free',
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
    scope: 'free',
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
    scope: 'free',
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
    scope: 'free',
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
    scope: 'free',
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
  {
    id: 'found-lowmem',
    kernel: 'fixed',
    property: 'no_fault',
    owner: 'quiesces',
    scope: 'lowmem',
    source: 'found by the explorer; machine sheet 3.4 H7, 8.23',
    teaches:
      'With everything mended the flushes still know two windows only: a lowmem page is mapped elsewhere, for ever.',
    text: `kmapscope 1
title "Every interleaving: a page that no window maps"
machine kernel=fixed cpus=2 slots=1 pages=2 pkmap=0 low=1
note "All that it takes for highmem, and a page of lowmem that is handed over. Both flushes have run, and neither has a line for the linear map."
cpu0: secure_buffer_change_chunk(low0)
note "Nobody has ever called kmap_atomic here."
cpu0: speculate(linear(low0))
expect secure(low0)
expect fault
`,
  },
];
