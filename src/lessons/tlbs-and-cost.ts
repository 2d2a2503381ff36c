import type { Chapter } from './shipped.ts';

/** What a flush costs, and what it does not reach. */
export const TLBS_AND_COST: Chapter = {
  title: 'What a flush costs, and what it misses',
  about: 'The check that Nicolas Pitre asked for, the TLBs of the other CPUs, and a fix that shipped with a hole.',
  scenarios: [
    {
      id: 'unconditional',
      source: 'the mail of 8 Apr 2013; machine sheet 8.11; recorded: k310-E',
      teaches: 'Without looking, every idle CPU pays sixteen writes and sixteen invalidates.',
      text: `kmapscope 1
title "The flush that does not look"
machine kernel=rfc-v1
cpu1: kmap_atomic(page3)
cpu1: kunmap_atomic()
expect cost(pte_writes)=1
note "One stray in sixty-four slots. The mail's first form writes all sixty-four."
cpu0: kmap_atomic_flush_unused()
expect cost(pte_writes)=65
expect cost(tlb_flushes)=65
expect cost(pte_reads)=0
expect no_stray
`,
    },
    {
      id: 'the-check',
      source: 'the mail of 8 Apr 2013 (“I’ll add a check for that”); machine sheet 8.11; recorded: k310-A',
      teaches: 'Looking first turns sixty-four writes into one.',
      text: `kmapscope 1
title "The check that Nicolas asked for"
machine kernel=rfc-v2
cpu1: kmap_atomic(page3)
cpu1: kunmap_atomic()
note "The same stray. Each CPU reads its sixteen PTEs and writes only what is not 0."
cpu0: kmap_atomic_flush_unused()
expect cost(pte_reads)=64
expect cost(pte_writes)=2
expect cost(tlb_flushes)=2
expect no_stray
note "Reads are cheap; a write is a store, an invalidate and three barriers."
cpu0: kmap_atomic_flush_unused()
expect cost(pte_writes)=2
`,
    },
    {
      id: 'tlb-residue',
      source: 'machine sheet 8.12, H1; seen: 3.18.71 and 6.1.192 under emulation (truth/README 2), never on 3.10.49',
      teaches: 'A zero PTE does not mean that nobody can reach the page: another CPU’s TLB may still hold it.',
      text: `kmapscope 1
title "What another CPU's TLB keeps"
machine kernel=vendor-4.4
cpu0: kmap_atomic(page3)
cpu0: kunmap_atomic()
note "CPU1 walks the stray speculatively. Nothing faults: the page is not secure. But its TLB now holds the translation, and the entry is global."
cpu1: speculate(cpu0.slot0)
expect cached(cpu1, cpu0.slot0)
note "The flush: CPU0 clears its own slot and tells its own TLB. CPU1 is told nothing about CPU0's address."
cpu2: kmap_atomic_flush_unused()
expect none(cpu0.slot0)
expect cached(cpu1, cpu0.slot0)
cpu2: secure_protect(page3)
note "No PTE anywhere maps page 3."
expect not exposed(page3)
cpu1: speculate(cpu0.slot0)
expect fault
`,
    },
    {
      id: 'broadcast-tells-all',
      source: 'machine sheet 8.12, 1.8; asm/tlbflush.h up to 3.10; recorded: k310-A-tlb',
      teaches: 'Up to 3.10 the “local” invalidate was broadcast by the hardware: the hole was not there.',
      text: `kmapscope 1
title "When the invalidate is broadcast"
machine kernel=rfc-v2
cpu0: kmap_atomic(page3)
cpu0: kunmap_atomic()
cpu1: speculate(cpu0.slot0)
expect cached(cpu1, cpu0.slot0)
note "The same flush on a 3.10 tree: TLBIMVAIS reaches every TLB of the inner-shareable domain."
cpu2: kmap_atomic_flush_unused()
expect not cached(cpu1, cpu0.slot0)
cpu2: secure_protect(page3)
cpu1: speculate(cpu0.slot0)
expect no_fault
`,
    },
    {
      id: 'the-check-hides-residue',
      source: 'machine sheet 8.13, H2 (inference)',
      teaches: 'If the unmap always clears, the flush finds zeroes, invalidates nothing, and the residue stays.',
      text: `kmapscope 1
title "The check hides the residue"
machine kernel=vendor-4.9
cpu0: kmap_atomic(page3)
note "CPU1 speculates while the mapping is live."
cpu1: speculate(cpu0.slot0)
note "This kernel's kunmap always clears the PTE, and tells CPU0's TLB alone."
cpu0: kunmap_atomic()
expect none(cpu0.slot0)
note "The flush looks, finds nothing but zeroes, and does nothing at all. (Inferred from the code of this tree.)"
cpu2: kmap_atomic_flush_unused()
expect cached(cpu1, cpu0.slot0)
cpu2: secure_protect(page3)
cpu1: speculate(cpu0.slot0)
expect fault
`,
    },
    {
      id: 'what-it-takes',
      source: 'machine sheet 8.12 (“Fix to compare”), 3.4 H1 and H2',
      teaches: 'One invalidate of all strips that every CPU hears closes the hole.',
      text: `kmapscope 1
title "What it takes"
machine kernel=fixed
cpu0: kmap_atomic(page3)
cpu0: kunmap_atomic()
cpu1: speculate(cpu0.slot0)
note "The checked flush, and then one flush_tlb_kernel_range over the strips, broadcast."
cpu2: kmap_atomic_flush_unused()
expect none(cpu0.slot0)
expect not cached(cpu1, cpu0.slot0)
cpu2: secure_protect(page3)
cpu1: speculate(cpu0.slot0)
expect no_fault
`,
    },
    {
      id: 'off-by-two',
      source: 'machine sheet 8.20, H6; recorded: k318-A (3.18.71)',
      teaches: 'The fix itself shipped with a hole: the two likeliest strays are never looked at.',
      text: `kmapscope 1
title "The offset that is counted twice"
machine kernel=vendor-3.18
note "This tree's fixmap has two pages before the window, and its flush adds that offset twice. An idle CPU's sweep covers positions 2 to 15."
cpu1: copy_highpage(page4, page3)
expect stray(cpu1.slot0)
expect stray(cpu1.slot1)
cpu0: kmap_atomic_flush_unused()
note "Positions 0 and 1, the two used most, are still there."
expect stray(cpu1.slot0)
expect stray(cpu1.slot1)
cpu0: secure_protect(page3)
expect exposed(page3)
cpu2: speculate(cpu1.slot0)
expect fault
`,
    },
    {
      id: 'two-wrongs',
      source: 'machine sheet 8.20, 3.3; vendor 3.18.20 arch/arm/mm/highmem.c',
      teaches: 'In the tree where kunmap always clears, the wrong flush goes unnoticed.',
      text: `kmapscope 1
title "Two wrongs"
machine kernel=vendor-3.18.20
cpu1: copy_highpage(page4, page3)
note "The same wrong flush, but here kunmap clears: there is nothing left to miss."
expect none(cpu1.slot0)
expect none(cpu1.slot1)
cpu0: kmap_atomic_flush_unused()
cpu0: secure_protect(page3)
expect not exposed(page3)
`,
    },
  ],
};
