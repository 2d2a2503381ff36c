/** One claim of a thread, and the run that shows it under the kernels it is about. Data only: a test runs every stop. */
export type TourStop = {
  /** The claim, in our words. */
  readonly claim: string;
  /** A few words of the original with their author; null where the thread is silent. */
  readonly said: { readonly who: string; readonly words: string } | null;
  /** What it means, in our words. */
  readonly text: readonly string[];
  /** What to look at beside it. */
  readonly look: string;
  /** A scenario in canonical form. */
  readonly scenario: string;
  /** Kernels that run it beside its own. */
  readonly kernels: readonly string[];
  /** Where the run is opened. */
  readonly at: number;
  /** The first step after which the lanes differ; null when they never do and only their cost tells them apart. */
  readonly parts: number | null;
};

/** A thread of mails as a guided tour. Its pages are addresses (`#/l/the-thread/3`): stops are added at the end only. */
export type Tour = {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  readonly stops: readonly TourStop[];
};

const ABBOTT = 'Laura Abbott';
const PITRE = 'Nicolas Pitre';

export const TOUR: Tour = {
  id: 'the-thread',
  title: 'The thread of April 2013',
  source:
    '“[RFC][PATCH] arm: highmem: Add support for flushing kmap_atomic mappings”, linux-arm-kernel, 5 to 8 April 2013',
  stops: [
    {
      claim: 'kmap_atomic is managed apart from kmap',
      said: { who: ABBOTT, words: 'they are managed separately' },
      text: [
        'The kernel has two windows onto highmem. kmap() counts its users and gives addresses back lazily; kmap_flush_unused() empties what nobody uses any more. kmap_atomic() has a few slots per CPU and no count at all.',
        'So the flush that exists passes the slots by. In April 2013 Laura Abbott posts a patch that adds its counterpart, kmap_atomic_flush_unused(), and asks whether the approach is reasonable.',
      ],
      look: 'Page 3 was mapped once in each window. The first flush empties the pkmap entry in both kernels. The second exists under rfc-v2 only.',
      scenario: `kmapscope 1
title "Two windows, one flush"
machine kernel=v3.9
cpu1: kmap_atomic(page3)
cpu1: kunmap_atomic()
cpu1: kmap(page3)
cpu1: kunmap(page3)
expect stray(cpu1.slot0)
expect stray(pkmap1)
note "The flush that mainline has."
cpu0: kmap_flush_unused()
expect none(pkmap1)
expect stray(cpu1.slot0)
note "The flush that the patch adds. Mainline has no such function: there nothing happens."
cpu0: kmap_atomic_flush_unused()
`,
      kernels: ['rfc-v2'],
      at: 9,
      parts: 10,
    },
    {
      claim: 'Why no mapping at all may remain',
      said: { who: ABBOTT, words: 'the CPU is free to speculatively access that memory' },
      text: [
        'Nicolas Pitre asks which code needs to know that a page is mapped nowhere. The answer: code that hands memory to TrustZone, which then keeps the non-secure world out of it, at any time while the system runs.',
        'A mapping nobody uses is still valid. Hardware may walk it when it likes, and an access into the protected page is refused. Nobody executed a wrong instruction.',
      ],
      look: 'The same driver call in both lanes. Under v3.9 the stray survives it, and CPU2, which never mapped page 3, runs into the firewall.',
      scenario: `kmapscope 1
title "A page goes to the secure world"
machine kernel=v3.9
cpu1: kmap_atomic(page3)
cpu1: kunmap_atomic()
note "The driver hands page 3 over, and flushes first what its kernel can flush."
cpu0: secure_buffer_change_chunk(page3)
expect exposed(page3)
note "CPU2 speculates through CPU1's leftover."
cpu2: speculate(cpu1.slot0)
expect fault
`,
      kernels: ['rfc-v2'],
      at: 4,
      parts: 3,
    },
    {
      claim: 'memblock_reserve does not help',
      said: { who: ABBOTT, words: 'even if we reserve the memory at bootup time with memblock_reserve' },
      text: [
        'Could one not set the memory aside at boot, so that nobody else ever gets it? Reserving keeps a page from being handed out. It says nothing about page tables.',
        'It is enough that the page was mapped once, for instance to clean its cache before the hand-over. The PTE of that moment is still there.',
      ],
      look: 'Page 3 is reserved: one CPU cleans its cache, nothing else ever touches it. Only where kunmap clears, or where the driver flushes, is it safe.',
      scenario: `kmapscope 1
title "Reserved at boot, mapped once"
machine kernel=v3.9
note "Page 3 was set aside with memblock_reserve. CPU1 cleans its cache through a short mapping."
cpu1: dma_clean(page3)
expect stray(cpu1.slot0)
cpu0: secure_buffer_change_chunk(page3)
expect exposed(page3)
cpu3: speculate(cpu1.slot0)
expect fault
`,
      kernels: ['v3.9-debug', 'rfc-v2'],
      at: 4,
      parts: 1,
    },
    {
      claim: 'CONFIG_DEBUG_HIGHMEM costs, always',
      said: { who: ABBOTT, words: 'Rather than pay the penalty of having CONFIG_DEBUG_HIGHMEM on all the time' },
      text: [
        'A debug build already leaves nothing behind: every kunmap_atomic clears its PTE. But it pays for that with every single mapping, and nearly none of them will ever matter.',
        'The patch moves the price to the rare moment when a page changes hands.',
      ],
      look: 'Two CPUs clean a buffer of eight pages. Compare the PTE writes: the debug build writes twice for each mapping; rfc-v2 writes once, and two more in the flush.',
      scenario: `kmapscope 1
title "Pay always, or pay once"
machine kernel=rfc-v2
cpu1: dma_clean(page0..page7)
cpu2: dma_clean(page0..page7)
expect cost(pte_writes)=16
note "Sixteen short mappings. Now the one flush that has to be paid for (a debug build needs none and has none)."
cpu0: kmap_atomic_flush_unused()
expect cost(pte_writes)=18
expect no_stray
`,
      kernels: ['v3.9-debug'],
      at: 3,
      parts: 1,
    },
    {
      claim: 'Clearing without looking is costly',
      said: {
        who: PITRE,
        words: 'costly since you do a set_top_pte(vaddr, __pte(0)) unconditionally on the whole range',
      },
      text: [
        'The first form of the patch writes a zero to every unused slot of every CPU, whether or not there is anything in it. Each write is a store, a TLB invalidate and its barriers.',
        'Laura Abbott agrees and will add a check: read the PTE, and write only what is not 0 already.',
      ],
      look: 'One stray in sixty-four slots, and the same result in both lanes. rfc-v1 has written all sixty-four; rfc-v2 read sixty-four and wrote one.',
      scenario: `kmapscope 1
title "Look before you write"
machine kernel=rfc-v1
cpu1: kmap_atomic(page3)
cpu1: kunmap_atomic()
expect stray(cpu1.slot0)
cpu0: kmap_atomic_flush_unused()
expect no_stray
expect cost(pte_writes)=65
expect cost(tlb_flushes)=65
`,
      kernels: ['rfc-v2'],
      at: 7,
      parts: null,
    },
    {
      claim: 'Why there is a hotplug callback',
      said: { who: ABBOTT, words: 'on_each_cpu only works on online CPUs' },
      text: [
        'Nicolas Pitre finds the callback strange, and asks whether it was for testing. It was not. Each CPU clears its own slots, so the flush runs on every CPU that is online.',
        'A CPU that goes away with a stray is reached by no later flush, while its slots stay in the one page table that all CPUs share. The callback has the dying CPU clear them while it still can.',
      ],
      look: 'CPU1 goes offline. From then on the lanes differ in a single slot, and that slot decides how the run ends.',
      scenario: `kmapscope 1
title "Gone, and still mapped"
machine kernel=rfc-no-hook
cpu1: kmap_atomic(page3)
cpu1: kunmap_atomic()
note "CPU1 goes offline, with its stray or without."
cpu0: cpu_down(cpu1)
expect stray(cpu1.slot0)
note "The flush and the hand-over. CPU1 is not there to take the interrupt."
cpu0: secure_buffer_change_chunk(page3)
expect exposed(page3)
cpu2: speculate(cpu1.slot0)
expect fault
`,
      kernels: ['rfc-v2'],
      at: 4,
      parts: 3,
    },
    {
      claim: 'A public function, for whoever needs it',
      said: { who: ABBOTT, words: 'The goal is to have kmap_atomic_flush_unused be a public API' },
      text: [
        'The flush is offered, not forced: only the driver that gives memory away knows when it has to happen, and for which moment it has to hold.',
        'That is also its weak side. A correct flush that somebody forgets to call protects nothing.',
      ],
      look: 'One kernel, one switch changed: the driver of the second lane does not call the flush. (driver_flushes=none)',
      scenario: `kmapscope 1
title "The flush that nobody calls"
machine kernel=rfc-v2
cpu1: kmap_atomic(page3)
cpu1: kunmap_atomic()
cpu0: secure_buffer_change_chunk(page3)
expect none(cpu1.slot0)
cpu2: speculate(cpu1.slot0)
expect no_fault
`,
      kernels: ['rfc-v2 driver_flushes=none'],
      at: 4,
      parts: 3,
    },
    {
      claim: 'After the thread: the TLBs that nobody told',
      said: null,
      text: [
        'The thread speaks of PTEs. On the kernels of 2013 that was enough, because the invalidate of one page was heard by every CPU. Since 3.12 it is local: the CPU that clears its slot tells only its own TLB.',
        'Vendor trees carried the patch on. A CPU that had walked the stray before the flush could then still use it afterwards, although no PTE is left anywhere. One invalidate of all strips, heard by all, closes the hole.',
      ],
      look: 'The lanes part at the flush, and not in the page table: look at the TLB of CPU1. Only vendor-4.4 keeps the translation, and faults.',
      scenario: `kmapscope 1
title "What another TLB keeps"
machine kernel=rfc-v2
cpu0: kmap_atomic(page3)
cpu0: kunmap_atomic()
note "CPU1 walks the stray. Nothing is refused yet; its TLB now holds the translation."
cpu1: speculate(cpu0.slot0)
expect cached(cpu1, cpu0.slot0)
cpu2: kmap_atomic_flush_unused()
expect none(cpu0.slot0)
expect not cached(cpu1, cpu0.slot0)
cpu2: secure_protect(page3)
cpu1: speculate(cpu0.slot0)
expect no_fault
`,
      kernels: ['vendor-4.4', 'fixed'],
      at: 7,
      parts: 5,
    },
  ],
};

/** The stop on that page, from 1; undefined when there is none. */
export function tourStop(page: number): TourStop | undefined {
  return TOUR.stops[page - 1];
}
