import type { SwitchName, Switches } from './config.ts';

/** One value of a switch: what such a kernel does, and where that was read or recorded. Keys of trees as in machine.md, section 0. */
export type SwitchValue = { readonly says: string; readonly cite: string };

type ValuesOf<K extends SwitchName> = { readonly [V in Switches[K]]: SwitchValue };

const value = (says: string, cite: string): SwitchValue => ({ says, cite });

/** Every value that a switch may take. What no tree does is marked "what if". */
export const SWITCH_VALUES: { readonly [K in SwitchName]: ValuesOf<K> } = {
  layout: {
    up_fff00000: value(
      '0xfff00000 to 0xfffdffff, upwards: 224 slots',
      'arch/arm/include/asm/fixmap.h, 2.6.32 to 3.14; recorded: k310',
    ),
    up_ffc00000: value(
      '0xffc00000 to 0xffdfffff, upwards: 512 slots',
      'arch/arm/include/asm/fixmap.h, 3.16 and 3.18.9',
    ),
    down_ffeff000: value(
      'from 0xffeff000 down to 0xffc00000: 768 slots',
      'arch/arm/include/asm/fixmap.h, 4.0 and 4.9 (836a24183273); recorded: k318',
    ),
    down_ffeff000_6_1: value(
      'from 0xffeff000 down to 0xffc80000: 640 slots',
      'arch/arm/include/asm/fixmap.h, 6.1 and 6.12; recorded: k61',
    ),
  },
  fix_kmap_begin: {
    '0': value('the window begins with the first slot', 'arch/arm/include/asm/fixmap.h, T3.10, T4.0; recorded: k310'),
    '1': value(
      'one page comes before it: FIX_EARLYCON_MEM_BASE',
      'arch/arm/include/asm/fixmap.h, T4.9 (01c4b788e01b), T6.1; recorded: k61',
    ),
    '2': value(
      'two pages come before it: the early console’s and SMP_MEM',
      'arch/arm/include/asm/fixmap.h, V3.18b; recorded: k318',
    ),
  },
  index_owner: {
    type: value('the caller names the slot: enum km_type', 'arch/arm/mm/highmem.c, kmap_atomic(), T2.6.32'),
    cpu: value(
      'a stack per CPU, __kmap_atomic_idx',
      'arch/arm/mm/highmem.c, kmap_atomic(), T3.10; recorded: k310, k318',
    ),
    task: value('a stack per task, kmap_ctrl', 'mm/highmem.c, kmap_local_idx_push(), T6.1; recorded: k61'),
  },
  debug: {
    off: value('built without CONFIG_DEBUG_HIGHMEM', 'lib/Kconfig.debug, T3.10; recorded: k310-A'),
    on: value('built with CONFIG_DEBUG_HIGHMEM', 'lib/Kconfig.debug, T3.10; recorded: k310-B'),
  },
  kunmap_clears: {
    never: value('kunmap_atomic leaves the PTE, debug or not', 'machine.md 10: what if'),
    debug: value(
      'kunmap_atomic writes 0 only with DEBUG_HIGHMEM',
      'arch/arm/mm/highmem.c, __kunmap_atomic(), T3.10; recorded: k310-A and k310-B',
    ),
    always: value(
      'every kunmap_atomic writes 0',
      'RT arm-highmem-flush-tlb-on-unmap.patch; V3.18b, V4.9 arch/arm/mm/highmem.c; mm/highmem.c, kunmap_local_indexed(), T6.1',
    ),
  },
  pop: {
    after_clear: value(
      'the index goes down after the PTE is 0',
      'arch/arm/mm/highmem.c, __kunmap_atomic(), since 20273941f212',
    ),
    before_clear: value(
      'the index goes down first',
      'arch/arm/mm/highmem.c, __kunmap_atomic(), 2.6.37-rc before 20273941f212',
    ),
  },
  page_tlbi: {
    local: value(
      'TLBIMVA: this CPU’s TLB alone',
      'arch/arm/include/asm/tlbflush.h, local_flush_tlb_kernel_page(), T3.12 on (f0915781bd5e); recorded: k318, k61',
    ),
    broadcast: value(
      'TLBIMVAIS: every TLB of the inner-shareable domain',
      'arch/arm/include/asm/tlbflush.h, local_flush_tlb_kernel_page(), T3.1 to T3.10 on v7 SMP; recorded: k310',
    ),
  },
  nesting_check: {
    none: value(
      'nothing stops the 17th nesting',
      'arch/arm/mm/highmem.c, kmap_atomic(), T2.6.32: there is no index to check',
    ),
    gt: value(
      'with DEBUG_HIGHMEM, BUG_ON(idx > KM_TYPE_NR): lets the 17th pass',
      'include/linux/highmem.h, kmap_atomic_idx_push(), T3.1 to T3.16; recorded: crash-k310-B-nest18',
    ),
    ge: value(
      'with DEBUG_HIGHMEM, BUG_ON(idx >= KM_TYPE_NR): stops the 17th',
      'include/linux/highmem.h, kmap_atomic_idx_push(), T3.18, T4.0, T4.9; recorded: crash-k318-B-nest17',
    ),
    always: value(
      'BUG_ON(idx >= KM_MAX_IDX) on the raised index, in every build: stops the 16th',
      'mm/highmem.c, kmap_local_idx_push(), T6.1; recorded: crash-k61-A-nest16',
    ),
  },
  none_check: {
    debug: value(
      'BUG_ON(!pte_none) of the slot that is taken, with DEBUG_HIGHMEM',
      'arch/arm/mm/highmem.c, kmap_atomic(), T2.6.32 to T4.9',
    ),
    always: value('BUG_ON(!pte_none) in every build', 'mm/highmem.c, __kmap_local_pfn_prot(), T6.1'),
  },
  km_incr: {
    '1': value('every position is used', 'mm/highmem.c, KM_INCR, T6.1; recorded: k61-A'),
    '2': value(
      'every second position stays empty as a guard',
      'mm/highmem.c, KM_INCR with CONFIG_DEBUG_KMAP_LOCAL, T6.1; recorded: k61-B',
    ),
  },
  flush: {
    none: value('there is no kmap_atomic_flush_unused', 'include/linux/highmem.h, mainline T3.6 to T6.12'),
    unconditional: value(
      'writes every unused slot',
      'the mail of 8 Apr 2013 on the first form of the patch; recorded: k310-E',
    ),
    checked: value(
      'looks, and writes only what is not 0',
      'arch/arm/mm/highmem.c, kmap_remove_unused_cpu(), V3.4, V3.10; recorded: k310-A',
    ),
    checked_range: value(
      'looks, then invalidates the strips of all CPUs on every CPU',
      'machine.md 8.12 “Fix to compare”: what if',
    ),
  },
  flush_start: {
    depth: value(
      'the flush begins above the top position',
      'arch/arm/mm/highmem.c, kmap_remove_unused_cpu(), V3.4, V4.4; recorded: k310-A, k318-D',
    ),
    doubled_begin: value(
      'and FIX_KMAP_BEGIN further: the lowest unused positions are missed',
      'arch/arm/mm/highmem.c, kmap_remove_unused_cpu(), V3.18b; recorded: k318-A',
    ),
  },
  hotplug_hook: {
    none: value('nothing clears the slots of a CPU that goes', 'the mail’s question; recorded: k310-F'),
    dying: value(
      'on CPU_DYING and CPU_DYING_FROZEN, on the CPU that goes',
      'arch/arm/mm/highmem.c, hotplug_kmap_atomic_callback(), V3.4 to V4.4; recorded: k310-A',
    ),
    dying_no_frozen_mask: value(
      'on CPU_DYING alone: suspend is missed',
      'machine.md 8.10: what if; include/linux/cpu.h, CPU_TASKS_FROZEN, T3.10',
    ),
    dead: value('on CPU_DEAD, on the CPU that asked', 'machine.md 3.4 H9: what if; kernel/cpu.c, _cpu_down(), T3.10'),
    cpuhp: value('in the cpuhp state KMAP:dying', 'kernel/cpu.c, CPUHP_AP_KMAP_DYING, V4.9'),
  },
  late_callback: {
    none: value(
      'whatever runs on the CPU that goes after the hook maps nothing',
      'machine.md 3.4 H10: none is known that does; kernel/cpu.c, take_cpu_down(), T3.10',
    ),
    maps: value(
      'a callback with its turn after the hook maps page 0 on the CPU that goes, and unmaps it',
      'machine.md 3.4 H10: what if; kernel/notifier.c, notifier_chain_register(): equal priorities in the order of registration, T3.10',
    ),
  },
  kmap_high_get: {
    off: value(
      'kmap_atomic does not ask pkmap',
      'arch/arm/include/asm/highmem.h, no ARCH_NEEDS_KMAP_HIGH_GET (v6 SMP, erratum 798181), T3.10',
    ),
    on: value('a page that pkmap has is used through that', 'arch/arm/mm/highmem.c, kmap_atomic(), T2.6.32'),
    unless_debug: value(
      'the same, but not with DEBUG_HIGHMEM on a VIPT cache',
      'arch/arm/mm/highmem.c, kmap_atomic(), T3.10; recorded: k310-A and k310-B',
    ),
  },
  pfn_lowmem: {
    slot: value(
      'kmap_atomic_pfn takes a slot for lowmem too',
      'arch/arm/mm/highmem.c, kmap_atomic_pfn(), T3.6 to T3.16; recorded: k310, k61',
    ),
    linear: value(
      'kmap_atomic_pfn of lowmem is its linear address',
      'arch/arm/mm/highmem.c, kmap_atomic_pfn(), T3.18, T4.0; recorded: k318',
    ),
  },
  driver_flushes: {
    none: value(
      'the driver flushes nothing before it asks',
      'drivers/soc/qcom/secure_buffer.c, hyp_assign_table(), V3.18b',
    ),
    pkmap: value('the driver calls kmap_flush_unused alone', 'machine.md 10: what if'),
    atomic: value('the driver calls kmap_atomic_flush_unused alone', 'machine.md 10: what if'),
    both: value('pkmap first, slots second', 'drivers/soc/qcom/secure_buffer.c, secure_buffer_change_chunk(), V3.18b'),
  },
  firewall: {
    silent_zero: value('answers with zeros and tells nobody', 'TF-A include/drivers/arm/tzc_common.h, TZC-400 ACTION'),
    async_abort: value(
      'an asynchronous external abort, later',
      'OP-TEE/optee_os issue 876; arch/arm/mm/fsr-2level.c, “imprecise external abort”, T3.6',
    ),
    fatal: value('the whole system goes down', 'drivers/soc/qcom/scm-xpu.c, MSM_XPU_ERR_FATAL, V3.18b'),
  },
  cpu0_offline: {
    refused: value(
      'cpu_down of CPU 0 is -EPERM',
      'arch/arm/kernel/smp.c, platform_cpu_disable(), T3.10; recorded: k310, k61 h25_cpu0_offline',
    ),
    allowed: value('CPU 0 may go', 'recorded: k318 h25_cpu0_offline (3.18.71)'),
  },
  preempt_count: {
    on: value('preempt_disable() counts', 'include/linux/preempt.h, CONFIG_PREEMPT_COUNT, T3.10; recorded: k310, k318'),
    off: value(
      'preempt_disable() counts nothing',
      'include/linux/preempt.h, without CONFIG_PREEMPT_COUNT, T6.1; recorded: k61',
    ),
  },
  pte_format: {
    short_2_6_32: value('L_PTE_WRITE and L_PTE_EXEC, hardware words first', 'arch/arm/include/asm/pgtable.h, T2.6.32'),
    short_3_6: value('L_PTE_RDONLY and L_PTE_XN, Linux words first', 'arch/arm/include/asm/pgtable-2level.h, T3.6'),
    short_3_10: value('and L_PTE_NONE', 'arch/arm/include/asm/pgtable-2level.h, T3.10; recorded: k310'),
    lpae_3_10: value(
      'one 64-bit word for Linux and the hardware',
      'arch/arm/include/asm/pgtable-3level.h, T3.10; recorded: k310-L',
    ),
    short_6_1: value(
      'and L_PTE_MT_VECTORS',
      'arch/arm/include/asm/pgtable-2level.h, T3.14 to T6.12; recorded: k318, k61',
    ),
  },
};
