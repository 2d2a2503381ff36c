import { nestings } from './nestings.ts';
import type { Chapter } from './shipped.ts';

/** What kunmap_atomic leaves behind, and who leaves it. */
export const LEFT_BEHIND: Chapter = {
  title: 'What is left behind',
  about: 'kunmap_atomic gives a slot back without touching its PTE. Who does that, and what stays.',
  scenarios: [
    {
      id: 'stray-after-kunmap',
      source: 'machine sheet 8.1; recorded: k310-A h01_stray_basic',
      teaches: 'Unmapping is bookkeeping: the depth goes down, the PTE stays.',
      text: `kmapscope 1
title "The stray mapping"
machine kernel=v3.9 pfn_base=0x60120
note "CPU0 maps page 3 (frame 0x60123). Position 0 of its strip gets the PTE 0x6012365f."
cpu0: kmap_atomic(page3)
expect live(cpu0.slot0)
expect depth(cpu0)=1
note "kunmap_atomic without CONFIG_DEBUG_HIGHMEM only lowers the index. Look at slot 0: it still maps page 3. That is a stray mapping."
cpu0: kunmap_atomic()
expect stray(cpu0.slot0)
expect maps(cpu0.slot0, page3)
expect depth(cpu0)=0
expect cost(pte_writes)=1
note "It stays until this CPU takes position 0 again: then it is simply overwritten."
cpu0: kmap_atomic(page5)
expect maps(cpu0.slot0, page5)
cpu0: kunmap_atomic()
expect stray(cpu0.slot0)
`,
    },
    {
      id: 'debug-clears',
      source: 'machine sheet 8.2; recorded: k310-B',
      teaches: 'With CONFIG_DEBUG_HIGHMEM nothing is left, and every unmap pays a store and an invalidate for it.',
      text: `kmapscope 1
title "With DEBUG_HIGHMEM"
machine kernel=v3.9-debug
note "The same two calls as in the first scenario, in a debug build."
cpu0: kmap_atomic(page3)
expect live(cpu0.slot0)
cpu0: kunmap_atomic()
note "The PTE is 0 again. Each unmap now costs one more PTE write and one more TLB invalidate: that is the penalty the mail does not want to pay."
expect none(cpu0.slot0)
expect cost(pte_writes)=2
expect cost(tlb_flushes)=2
note "A debug build also checks, when it maps, that the slot it takes is empty: a leftover would be a BUG."
cpu0: kmap_atomic(page4)
expect not bug
`,
    },
    {
      id: 'last-page-of-a-buffer',
      source: 'machine sheet 8.3; arch/arm/mm/dma-mapping.c, dma_cache_maint_page()',
      teaches: 'A buffer of 256 pages leaves one stray per CPU that worked on it: the last page it touched there.',
      text: `kmapscope 1
title "Only the last page of a buffer"
machine kernel=v3.9 pages=256
note "CPU2 cleans the cache of a 256-page buffer. It maps one page at a time, always at position 0."
cpu2: dma_clean(page0..page255)
note "256 mappings, and only the last one is left."
expect stray(cpu2.slot0)
expect maps(cpu2.slot0, page255)
expect none(cpu2.slot1)
expect cost(pte_writes)=256
note "Once more, but the task moves to CPU1 half way: now two strays stay, one where it was and one where it went."
cpu2: dma_clean(page0..page127)
cpu1: dma_clean(page128..page255)
expect maps(cpu2.slot0, page127)
expect maps(cpu1.slot0, page255)
`,
    },
    {
      id: 'copy-leaves-two',
      source: 'machine sheet 8.4; arch/arm/mm/copypage-v6.c; truth/README 9',
      teaches: 'Nesting leaves strays at every position that was used; the upper ones live longest.',
      text: `kmapscope 1
title "Copying leaves two"
machine kernel=v3.9
note "copy_highpage needs both pages at once: the source at position 0, the destination at position 1."
cpu0: copy_highpage(page4, page2)
expect stray(cpu0.slot0)
expect maps(cpu0.slot0, page2)
expect stray(cpu0.slot1)
expect maps(cpu0.slot1, page4)
note "A single mapping overwrites position 0 only. Position 1 can stay for hours."
cpu0: kmap_atomic(page6)
cpu0: kunmap_atomic()
expect maps(cpu0.slot0, page6)
expect maps(cpu0.slot1, page4)
`,
    },
    {
      id: 'nested-in-an-interrupt',
      source: 'machine sheet 8.5; recorded: k310-A h16_irq_nested, h35_irq_flush_between',
      teaches:
        'A flush keeps what is below the depth and clears what is above it, also in the middle of somebody’s mapping.',
      text: `kmapscope 1
title "Nested in an interrupt"
machine kernel=rfc-v2
note "A task on CPU0 holds position 0."
cpu0: kmap_atomic(page2)
note "An interrupt comes. Its handler uses the next position and gives it back."
cpu0: irq
cpu0: kmap_atomic(page3)
expect live(cpu0.slot1)
cpu0: kunmap_atomic()
cpu0: irq_return
expect live(cpu0.slot0)
expect stray(cpu0.slot1)
note "CPU1 flushes. On CPU0 the flush runs in an interrupt, on top of the task: it clears position 1 and leaves the task's mapping alone."
cpu1: kmap_atomic_flush_unused()
expect live(cpu0.slot0)
expect maps(cpu0.slot0, page2)
expect none(cpu0.slot1)
`,
    },
    {
      id: 'wrong-order',
      source: 'machine sheet 8.18; recorded: k310-A n03_out_of_order_irq',
      teaches:
        'Without the debug check an unmap pops the top, whatever address it names: somebody else’s mapping becomes “unused”.',
      text: `kmapscope 1
title "Unmapped in the wrong order"
machine kernel=v3.9
cpu0: kmap_atomic(page2)
cpu0: kmap_atomic(page3)
note "The caller gives back the first address, slot 0. Nobody checks: the top of the stack is popped. Slot 1 is in use and now counts as unused."
cpu0: kunmap_atomic(cpu0.slot0)
expect depth(cpu0)=1
expect stray(cpu0.slot1)
note "An interrupt takes position 1 while its user still reads through it: the user now sees the interrupt's page."
cpu0: irq
cpu0: kmap_atomic(page6)
expect maps(cpu0.slot1, page6)
cpu0: kunmap_atomic()
cpu0: irq_return
note "The second address is given back. Both slots stay mapped."
cpu0: kunmap_atomic(cpu0.slot1)
expect stray(cpu0.slot0)
expect stray(cpu0.slot1)
expect not bug
`,
    },
    {
      id: 'wrong-order-debug',
      source: 'machine sheet 8.18; recorded: crash-k310-B-out-of-order-unmap',
      teaches: 'The debug build stops at the first unmap that is out of order.',
      text: `kmapscope 1
title "Unmapped in the wrong order, debug build"
machine kernel=v3.9-debug
cpu0: kmap_atomic(page2)
cpu0: kmap_atomic(page3)
note "The address is not that of the top slot: BUG_ON. CPU0 does nothing more."
cpu0: kunmap_atomic(cpu0.slot0)
expect bug
expect maps(cpu0.slot0, page2)
`,
    },
    {
      id: 'seventeen-deep',
      source: 'machine sheet 8.19, H8; recorded: nocrash-k310-B-nest17, crash-k310-B-nest18',
      teaches: 'The 17th nested mapping is the neighbour’s first slot, and a flush there takes it away.',
      text: `kmapscope 1
title "Seventeen deep"
machine kernel=rfc-v2 pages=18
note "CPU0 nests sixteen mappings: its strip is full."
${nestings(16)}
expect depth(cpu0)=16
expect live(cpu0.slot15)
note "The seventeenth. Nothing stops it: position 16 of CPU0 is position 0 of CPU1."
cpu0: kmap_atomic(page16)
expect maps(cpu1.slot0, page16)
note "To CPU1 that slot is unused. A flush clears it under CPU0's feet. (Inferred: in the recordings everything was unmapped before the flush.)"
cpu2: kmap_atomic_flush_unused()
expect none(cpu1.slot0)
expect depth(cpu0)=17
`,
    },
    {
      id: 'seventeen-deep-debug',
      source: 'machine sheet 8.19, 1.2; recorded: nocrash-k310-B-nest17, crash-k310-B-nest18',
      teaches: 'A check that is off by one lets exactly the mapping pass that it was written for.',
      text: `kmapscope 1
title "Seventeen deep, debug build of 3.10"
machine kernel=v3.9-debug pages=18
note "The strip is full: sixteen mappings."
${nestings(16)}
note "kmap_atomic_idx_push has BUG_ON(idx > KM_TYPE_NR), and idx is 16: not greater. The seventeenth passes, into CPU1's slot 0."
cpu0: kmap_atomic(page16)
expect not bug
expect maps(cpu1.slot0, page16)
note "Only the eighteenth is a BUG."
cpu0: kmap_atomic(page17)
expect bug
`,
    },
    {
      id: 'seventeen-deep-corrected',
      source: 'machine sheet 8.19, 1.2; recorded: crash-k318-B-nest17',
      teaches: 'From 3.18 on the check is right: the seventeenth mapping is a BUG, and the neighbour is spared.',
      text: `kmapscope 1
title "Seventeen deep, debug build of 3.18"
machine kernel=vendor-3.18 debug=on pages=18
${nestings(16)}
note "BUG_ON(idx >= KM_TYPE_NR): 16 is too many, before anything is written."
cpu0: kmap_atomic(page16)
expect bug
expect none(cpu1.slot0)
`,
    },
    {
      id: 'pop-before-clear',
      source: 'machine sheet 8.21; 20273941f212 (“mm: fix race in kunmap_atomic()”)',
      teaches:
        'The order of two lines matters: an interrupt between pop and clear takes the slot that is not empty yet.',
      text: `kmapscope 1
title "Popped before it is cleared"
machine kernel=v2.6.37-rc
note "The first version with a stack, in a debug build: kunmap_atomic popped the index and only then cleared the PTE."
cpu0: kmap_atomic(page2)
cpu0: enter kunmap_atomic()
cpu0: tick
cpu0: tick
note "The index is down, the PTE still there. Now an interrupt."
expect depth(cpu0)=0
expect maps(cpu0.slot0, page2)
cpu0: irq
note "Its handler maps a page, is given position 0, and finds it occupied: BUG_ON. In an interrupt that is a panic."
cpu0: kmap_atomic(page5)
expect bug
`,
    },
  ],
};
