import type { Chapter } from './shipped.ts';

/** The other window: permanent mappings, their counts and their own strays. */
export const PKMAP: Chapter = {
  title: 'The other window: pkmap',
  about: 'kmap keeps its mappings lazily too: a count of 1 is a stray with another name.',
  scenarios: [
    {
      id: 'pkmap-stray',
      source: 'machine sheet 8.15; recorded: k310-A; truth/README 6',
      teaches: 'Each flush knows its own window only.',
      text: `kmapscope 1
title "A stray in the other window"
machine kernel=rfc-v2
note "The first page ever mapped lands in entry 1, not 0: the cursor moves before it is used."
cpu0: kmap(page3)
expect maps(pkmap1, page3)
expect pkmap_count(pkmap1)=2
cpu0: kunmap(page3)
note "Count 1: nobody uses it, its PTE is valid. A stray."
expect stray(pkmap1)
expect pkmap_count(pkmap1)=1
note "kmap_atomic_flush_unused does not touch it."
cpu0: kmap_atomic_flush_unused()
expect stray(pkmap1)
cpu0: kmap_flush_unused()
expect none(pkmap1)
expect pkmap_count(pkmap1)=0
note "And the other way round."
cpu1: kmap_atomic(page4)
cpu1: kunmap_atomic()
cpu0: kmap_flush_unused()
expect stray(cpu1.slot0)
`,
    },
    {
      id: 'resurrection',
      source: 'machine sheet 8.16; recorded: k310-A; mm/highmem.c, kmap_high_get()',
      teaches: 'kmap_atomic of a page that still has a pkmap address uses that one and takes no slot.',
      text: `kmapscope 1
title "Resurrection"
machine kernel=v3.9
cpu0: kmap(page3)
cpu0: kunmap(page3)
expect pkmap_count(pkmap1)=1
note "Lazily unmapped. kmap_high_get finds it all the same: the count goes back to 2 and no slot is used."
cpu1: kmap_atomic(page3)
expect pkmap_count(pkmap1)=2
expect depth(cpu1)=0
expect none(cpu1.slot0)
cpu1: kunmap_atomic()
expect pkmap_count(pkmap1)=1
expect stray(pkmap1)
`,
    },
    {
      id: 'no-resurrection-in-debug',
      source: 'machine sheet 8.16; recorded: k310-B',
      teaches: 'In a debug build the same call takes a slot: one page, two addresses.',
      text: `kmapscope 1
title "No resurrection in a debug build"
machine kernel=v3.9-debug
note "In a debug build with a VIPT cache kmap_atomic does not ask pkmap: page 3 now has two addresses at once."
cpu0: kmap(page3)
cpu0: kunmap(page3)
cpu1: kmap_atomic(page3)
expect live(cpu1.slot0)
expect maps(pkmap1, page3)
expect pkmap_count(pkmap1)=1
`,
    },
    {
      id: 'pkmap-full',
      source: 'machine sheet 8.17; mm/highmem.c, map_new_virtual()',
      teaches:
        'A full table makes kmap sleep; a kunmap wakes it, and the entry is reclaimed when the cursor comes round to 0.',
      text: `kmapscope 1
title "No entry left"
machine kernel=v3.9 pkmap=4
note "Four entries instead of 512, so that it fits the screen. All are taken: 1, 2, 3, then 0."
cpu0: kmap(page0)
cpu0: kmap(page1)
cpu0: kmap(page2)
cpu0: kmap(page3)
expect maps(pkmap1, page0)
expect maps(pkmap0, page3)
note "The fifth finds nothing and sleeps."
cpu1: kmap(page4)
expect not maps(pkmap1, page4)
note "CPU0 gives page 1 back: count 1, and the sleeper is woken."
cpu0: kunmap(page1)
expect pkmap_count(pkmap2)=1
cpu1: finish
note "The search passed 0, reclaimed the entry with one broadcast invalidate, and took it."
expect maps(pkmap2, page4)
expect pkmap_count(pkmap2)=2
`,
    },
  ],
};
