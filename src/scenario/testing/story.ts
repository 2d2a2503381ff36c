/** The mail's story, written the way people write: aligned comments, blank lines, every kind of line. */
export const STORY = `kmapscope 1                                  # format version, first line
title "A CPU dies with a stray mapping"
machine kernel=rfc-no-hook cpus=4 pages=8    # a preset, then only what differs from it
note "CPU1 cleans the cache of page 3."      # shown at this point of the run

cpu1: kmap_atomic(page3)                     # runs to its return
cpu1: kunmap_atomic()                        # the top of the stack; kunmap_atomic(slot0) names an address
expect stray(cpu1.slot0)                     # checked; a failing one is shown where it stands
cpu0: cpu_down(cpu1)
cpu0: kmap_atomic_flush_unused()
cpu0: secure_protect(page3)
expect exposed(page3)
cpu2: speculate(cpu1.slot0)                  # cpu2 walks cpu1's address: one page table for all
expect fault

cpu0: enter kmap_atomic(page2)               # micro-steps: enter, then one indivisible line at a time
cpu0: tick
cpu3: kmap_atomic(page5)                     # interleaved
cpu0: finish
cpu2: irq                                    # what follows on cpu2 runs in interrupt context, on top of what it was doing
cpu2: kmap_atomic(page6)
cpu2: kunmap_atomic()
cpu2: irq_return
`;
