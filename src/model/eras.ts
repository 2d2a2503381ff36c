import type { Sizes, Switches } from './config.ts';

/** A kernel one can name: where its behaviour was read or recorded, and the values of its switches. */
export type Preset = {
  readonly name: string;
  readonly title: string;
  /** Where this row comes from: tree, file, recording. Keys as in the sources table of the model's README. */
  readonly cite: string;
  readonly switches: Switches;
  readonly sizes: Sizes;
};

const SIZES_2013: Sizes = {
  cpus: 4,
  pages: 8,
  low: 2,
  slots: 16,
  pkmap: 512,
  tlb_entries: 0,
  pfn_base: 0x60120,
  tasks: 0,
};

/** 3.9-rc, the tree of the mail: T3.10 arch/arm/mm/highmem.c, asm/fixmap.h, asm/tlbflush.h; kernel/cpu.c, kernel/smp.c. */
const V3_9: Switches = {
  layout: 'up_fff00000',
  fix_kmap_begin: '0',
  index_owner: 'cpu',
  debug: 'off',
  kunmap_clears: 'debug',
  pop: 'after_clear',
  page_tlbi: 'broadcast',
  nesting_check: 'gt',
  none_check: 'debug',
  km_incr: '1',
  flush: 'none',
  flush_start: 'depth',
  hotplug_hook: 'none',
  late_callback: 'none',
  kmap_high_get: 'unless_debug',
  pfn_lowmem: 'slot',
  driver_flushes: 'none',
  firewall: 'async_abort',
  cpu0_offline: 'refused',
  preempt_count: 'on',
  pte_format: 'short_3_10',
};

/** V3.4 and V3.10: the patch as shipped. Callers flush pkmap first, then the slots (drivers/soc/qcom/secure_buffer.c). */
const RFC_V2: Switches = { ...V3_9, flush: 'checked', hotplug_hook: 'dying', driver_flushes: 'both' };

/** T3.14: f0915781bd5e made the page invalidate truly local. */
const V3_14: Switches = { ...V3_9, page_tlbi: 'local', pte_format: 'short_6_1' };

/**
 * V3.18b and the recorded 3.18.71: backport of the downward fixmap, pages of FIX_EARLYCON and SMP_MEM before the window. That CPU 0 may go was
 * recorded on 3.18.71 only.
 */
const VENDOR_3_18: Switches = {
  ...RFC_V2,
  layout: 'down_ffeff000',
  fix_kmap_begin: '2',
  page_tlbi: 'local',
  nesting_check: 'ge',
  flush_start: 'doubled_begin',
  pfn_lowmem: 'linear',
  cpu0_offline: 'allowed',
  pte_format: 'short_6_1',
};

/** V4.4: arch/arm/mm/highmem.c. Its fixmap.h was not read: FIX_KMAP_BEGIN is taken to be that of T4.9, and CPU 0 to stay as in mainline. */
const VENDOR_4_4: Switches = { ...VENDOR_3_18, fix_kmap_begin: '1', flush_start: 'depth', cpu0_offline: 'refused' };

/** T6.1: mm/highmem.c kmap_local; Debian 6.1.192 as recorded. */
const V6_1: Switches = {
  ...VENDOR_4_4,
  // A guard takes the lowest 512 KiB of the window (Documentation/arch/arm/memory.rst).
  layout: 'down_ffeff000_6_1',
  index_owner: 'task',
  kunmap_clears: 'always',
  nesting_check: 'always',
  none_check: 'always',
  flush: 'none',
  hotplug_hook: 'none',
  driver_flushes: 'none',
  // __kmap_local_pfn_prot does not ask whether the frame is highmem (recorded).
  pfn_lowmem: 'slot',
  preempt_count: 'off',
  pte_format: 'short_6_1',
};

const row = (name: string, title: string, cite: string, switches: Switches, sizes: Partial<Sizes> = {}): Preset => ({
  name,
  title,
  cite,
  switches,
  sizes: { ...SIZES_2013, ...sizes },
});

/** Every kernel that a scenario can name, oldest first. A test holds each row against its recording where there is one. */
export const PRESETS: readonly Preset[] = [
  row(
    'v2.6.32',
    'The caller chooses the slot (km_type)',
    'T2.6.32 arch/arm/mm/highmem.c, asm/kmap_types.h, asm/fixmap.h',
    { ...V3_9, index_owner: 'type', nesting_check: 'none', kmap_high_get: 'on', pte_format: 'short_2_6_32' },
    { slots: 14 },
  ),
  row(
    'v2.6.37-rc',
    'The stack comes, popped before the PTE is cleared (debug build)',
    'arch/arm/mm/highmem.c before 20273941f212 ("mm: fix race in kunmap_atomic()")',
    { ...V3_9, debug: 'on', pop: 'before_clear', pte_format: 'short_2_6_32' },
  ),
  row(
    'v3.9',
    'Mainline at the time of the mail: the PTE is left behind',
    'T3.10 arch/arm/mm/highmem.c, asm/tlbflush.h',
    V3_9,
  ),
  row(
    'v3.9-debug',
    'The same with CONFIG_DEBUG_HIGHMEM',
    'T3.10 arch/arm/mm/highmem.c; recorded: k310-B (with the patch)',
    { ...V3_9, debug: 'on' },
  ),
  row(
    'rfc-v1',
    'The mail’s flush: writes every unused slot',
    'Nicolas Pitre’s remark in the mail of 8 Apr 2013; recorded: k310-E',
    { ...RFC_V2, flush: 'unconditional' },
  ),
  row(
    'rfc-v2',
    'Looks first whether the PTE is 0; hook on CPU_DYING',
    'V3.4, V3.10 arch/arm/mm/highmem.c; recorded: k310-A',
    RFC_V2,
  ),
  row(
    'rfc-no-hook',
    'rfc-v2 without the hotplug callback',
    'the mail’s question about the callback; recorded: k310-F',
    { ...RFC_V2, hotplug_hook: 'none' },
  ),
  row('rfc-dead-hook', 'What if: the callback on CPU_DEAD', 'machine.md 3.4 H9; kernel/cpu.c _cpu_down(), T3.10', {
    ...RFC_V2,
    hotplug_hook: 'dead',
  }),
  row('v3.14', 'Mainline, page invalidate on this CPU only', 'T3.14 asm/tlbflush.h, f0915781bd5e', V3_14),
  // Its index is the CPU's here; arm-enable-highmem-for-rt.patch, which makes it the task's, is left out (lessons/evidence.ts says so).
  row('v3.14-rt', 'PREEMPT_RT: every kunmap clears', 'RT arm-highmem-flush-tlb-on-unmap.patch (3.14-rt1)', {
    ...V3_14,
    kunmap_clears: 'always',
  }),
  row(
    'vendor-3.18',
    'Flush and hook count FIX_KMAP_BEGIN twice',
    'three Qualcomm 3.18 trees, kmap_remove_unused_cpu(); recorded: k318-A (3.18.71)',
    VENDOR_3_18,
  ),
  row('vendor-3.18.20', 'The same flush, but kunmap always clears', 'V3.18b arch/arm/mm/highmem.c (3.18.20)', {
    ...VENDOR_3_18,
    kunmap_clears: 'always',
  }),
  row('vendor-3.18-corrected', 'The offset counted once', 'recorded: k318-D', { ...VENDOR_3_18, flush_start: 'depth' }),
  row(
    'vendor-4.4',
    'Correct flush and hook; other CPUs’ TLBs are never told',
    'V4.4 arch/arm/mm/highmem.c',
    VENDOR_4_4,
  ),
  row('vendor-4.9', 'cpuhp state KMAP:dying, kunmap clears', 'V4.9 arch/arm/mm/highmem.c, kernel/cpu.c', {
    ...VENDOR_4_4,
    kunmap_clears: 'always',
    hotplug_hook: 'cpuhp',
  }),
  row('v6.1', 'kmap_local: the task owns its slots', 'T6.1 mm/highmem.c; recorded: k61-A', V6_1, { tasks: 4 }),
  row(
    'v6.1-debug',
    'DEBUG_KMAP_LOCAL: guard slots',
    'T6.1 mm/highmem.c, lib/Kconfig.debug; recorded: k61-B',
    { ...V6_1, debug: 'on', km_incr: '2' },
    { slots: 33, tasks: 4 },
  ),
  row(
    'fixed',
    'What it takes: the checked flush, the hook, and one invalidate that everybody hears',
    'machine.md 3.4 H1, H2',
    { ...VENDOR_4_4, flush: 'checked_range' },
  ),
];

const BY_NAME: ReadonlyMap<string, Preset> = new Map(PRESETS.map((preset) => [preset.name, preset]));

/** The kernel of that name; undefined when there is none. */
export function preset(name: string): Preset | undefined {
  return BY_NAME.get(name);
}
