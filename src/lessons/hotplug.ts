import { CPU_DIES } from './cpu-dies.ts';
import type { Chapter } from './shipped.ts';

/** A CPU goes away, and what it leaves in the table that all share. */
export const HOTPLUG: Chapter = {
  title: 'CPUs that go away',
  about: 'on_each_cpu reaches only online CPUs. Why the patch needs a hotplug callback, and why on CPU_DYING.',
  scenarios: [
    CPU_DIES,
    {
      id: 'the-hook-helps',
      source: 'the mail of 8 Apr 2013; machine sheet 8.8; recorded: k310-A h05_hotplug_dying_clears',
      teaches: 'The CPU_DYING callback clears the strip while its CPU can still do it.',
      text: `kmapscope 1
title "The callback clears before the CPU is gone"
machine kernel=rfc-v2
cpu1: kmap_atomic(page3)
cpu1: kunmap_atomic()
expect stray(cpu1.slot0)
note "The same cpu_down, with the callback: on CPU_DYING the dying CPU clears its own strip, in the stopper thread, with interrupts off everywhere."
cpu0: cpu_down(cpu1)
expect none(cpu1.slot0)
cpu0: kmap_atomic_flush_unused()
cpu0: secure_protect(page3)
expect not exposed(page3)
cpu2: speculate(cpu1.slot0)
expect no_fault
`,
    },
    {
      id: 'why-dying-and-not-dead',
      source: 'machine sheet 8.9, H9 (inference from kernel/cpu.c)',
      teaches: 'On CPU_DEAD the callback comes too late, and on the wrong CPU, with that CPU’s index.',
      text: `kmapscope 1
title "Why CPU_DYING and not CPU_DEAD"
machine kernel=rfc-dead-hook cpus=3
cpu2: copy_highpage(page4, page3)
expect stray(cpu2.slot0)
expect stray(cpu2.slot1)
note "CPU0 takes CPU2 down. The callback waits for CPU_DEAD, which comes when CPU2 is gone."
cpu0: enter cpu_down(cpu2)
cpu0: tick
cpu0: tick
cpu0: tick
cpu0: tick
cpu2: finish
expect not online(cpu2)
note "CPU2 is gone and its slots are still there. In this window a driver on CPU1 flushes, hands page 3 over, and its own flush has reached everybody it could."
expect stray(cpu2.slot0)
cpu1: kmap_atomic_flush_unused()
cpu1: secure_protect(page3)
expect exposed(page3)
cpu1: speculate(cpu2.slot0)
expect fault
note "Now CPU_DEAD. The callback runs on CPU0: it reads CPU0's own index and, from 3.12 on, it would tell CPU0's TLB only. The index is 0 whenever it runs, for cpu_down sleeps and nobody sleeps with an atomic mapping; where tasks own the index it need not be (Every interleaving: the wrong index). (Inferred: no tree has shipped it.)"
cpu0: finish
expect none(cpu2.slot0)
expect none(cpu2.slot1)
`,
    },
    {
      id: 'suspend-forgets-the-mask',
      source: 'machine sheet 8.10; include/linux/cpu.h, CPU_TASKS_FROZEN',
      teaches: 'In suspend the notifier value is CPU_DYING_FROZEN: without the mask the callback does not know it.',
      text: `kmapscope 1
title "Suspend forgets the mask"
machine kernel=rfc-v2 hotplug_hook=dying_no_frozen_mask
cpu1: kmap_atomic(page3)
cpu1: kunmap_atomic()
cpu2: kmap_atomic(page4)
cpu2: kunmap_atomic()
note "A plain cpu_down: CPU_DYING is 0x8, the callback acts."
cpu0: cpu_down(cpu2)
expect none(cpu2.slot0)
note "Suspend: every CPU but the first goes with 0x18. Without action & ~CPU_TASKS_FROZEN the callback looks away."
cpu0: disable_nonboot_cpus()
expect not online(cpu1)
expect stray(cpu1.slot0)
cpu0: kmap_atomic_flush_unused()
cpu0: secure_protect(page3)
expect exposed(page3)
`,
    },
    {
      id: 'suspend-with-the-mask',
      source: 'machine sheet 8.10, 3.2; vendor 3.4 arch/arm/mm/highmem.c, hotplug_kmap_atomic_callback()',
      teaches: 'The shipped callback masks the bit: suspend leaves nothing behind.',
      text: `kmapscope 1
title "Suspend, with the mask"
machine kernel=rfc-v2
cpu1: kmap_atomic(page3)
cpu1: kunmap_atomic()
note "Suspend again; this callback masks the FROZEN bit and knows CPU_DYING_FROZEN for what it is."
cpu0: disable_nonboot_cpus()
expect none(cpu1.slot0)
cpu0: enable_nonboot_cpus()
expect online(cpu0, cpu1, cpu2, cpu3)
expect no_stray
`,
    },
    {
      id: 'hotplug-waits',
      source: 'recorded: k310-A h26_down_while_other_holds; machine sheet 4',
      teaches: 'A CPU that holds an atomic mapping cannot be stopped: the dying CPU is always at depth 0.',
      text: `kmapscope 1
title "Hotplug waits for a mapping"
machine kernel=rfc-v2
cpu2: kmap_atomic(page4)
cpu2: kunmap_atomic()
note "CPU1 holds an atomic mapping, so preemption is off there."
cpu1: kmap_atomic(page3)
note "cpu_down needs every CPU in its stopper thread. It waits."
cpu0: cpu_down(cpu2)
expect online(cpu2)
expect stray(cpu2.slot0)
cpu1: kunmap_atomic()
note "Now it can go on."
cpu0: finish
expect not online(cpu2)
expect none(cpu2.slot0)
`,
    },
    {
      id: 'the-last-cpu',
      source: 'machine sheet 4, row 1; kernel/cpu.c, _cpu_down(), T3.10',
      teaches: 'The last online CPU stays: -EBUSY, before anybody is notified.',
      text: `kmapscope 1
title "The last CPU"
machine kernel=rfc-v2 cpus=2
cpu0: kmap_atomic(page3)
cpu0: kunmap_atomic()
cpu0: cpu_down(cpu1)
expect not online(cpu1)
note "CPU0 is the only one left and asks for itself. The kernel refuses before it tells anybody: no callback runs, nothing is flushed."
cpu0: cpu_down(cpu0)
expect online(cpu0)
expect stray(cpu0.slot0)
`,
    },
    {
      id: 'cpu0-stays',
      source: 'recorded: k310-A h25_cpu0_offline; machine sheet 4',
      teaches: 'The platform refuses CPU 0: the kernel answers -EPERM, and nothing was flushed.',
      text: `kmapscope 1
title "CPU 0 stays"
machine kernel=rfc-v2
cpu0: kmap_atomic(page3)
cpu0: kunmap_atomic()
note "CPU1 asks for CPU0 to go. It gets as far as CPU_DOWN_PREPARE; the platform says no."
cpu1: cpu_down(cpu0)
expect online(cpu0)
expect stray(cpu0.slot0)
`,
    },
  ],
};
