import type { Opening } from './commands.ts';

/**
 * What one finds who comes without a link: the story of the 2013 mail, paused where the stray can be seen. Title and schedule follow the
 * mail: "If a CPU is hotplugged out with stray mappings they will not be cleared".
 */
export const STORY_OF_THE_MAIL: Opening = {
  text: `kmapscope 1
title "A CPU dies with a stray mapping"
machine kernel=rfc-no-hook cpus=4 pages=8
note "CPU1 cleans the cache of page 3: it maps it for a moment."

cpu1: kmap_atomic(page3)
cpu1: kunmap_atomic()
note "The moment is over, the PTE is not: a stray mapping."
expect stray(cpu1.slot0)
note "CPU1 goes away. Its slots are part of the one page table, so they stay."
cpu0: cpu_down(cpu1)
note "The flush runs on every online CPU. CPU1 is not one of them."
cpu0: kmap_atomic_flush_unused()
note "Page 3 is handed to the secure world, and a valid PTE still leads there."
cpu0: secure_protect(page3)
expect exposed(page3)
note "Any CPU may speculate through any valid address at any time. Nobody executed a bad instruction."
cpu2: speculate(cpu1.slot0)
expect fault
`,
  at: 2,
};
