import type { Shipped } from './shipped.ts';

/** The story of the 2013 mail: what one finds who comes without a link. By itself, for a first visit needs no other scenario. */
export const CPU_DIES: Shipped = {
  id: 'cpu-dies-with-a-stray',
  source: 'the mail of 8 Apr 2013; machine sheet 8.8; recorded: k310-F h05_hotplug_dying_clears',
  teaches: 'An offline CPU’s slots stay in the table and stay reachable, and no flush clears them.',
  text: `kmapscope 1
title "A CPU dies with a stray mapping"
machine kernel=rfc-no-hook
note "CPU1 cleans the cache of page 3 through a short mapping."
cpu1: kmap_atomic(page3)
cpu1: kunmap_atomic()
expect stray(cpu1.slot0)
note "CPU1 goes offline. Its strip is still part of the one page table."
cpu0: cpu_down(cpu1)
expect not online(cpu1)
expect stray(cpu1.slot0)
note "The flush runs on every online CPU. CPU1 is not one: it is not reached."
cpu0: kmap_atomic_flush_unused()
expect stray(cpu1.slot0)
cpu0: secure_protect(page3)
expect exposed(page3)
note "Any online CPU can walk into the dead CPU's slot."
cpu2: speculate(cpu1.slot0)
expect fault
`,
};
