/**
 * A kernel is data: one value per switch of the 32-bit ARM highmem code, from 2.6.32 to 6.12 and the vendor trees that carried the
 * 2013 patch. No routine asks which version it is; it asks what this kernel does. The rows with their sources are in eras.ts.
 */

/** Every choice that the trees differ in, with the values it may take. The spelling is that of `machine … key=value` in a scenario. */
export const SWITCHES = {
  /** Where the kmap window lies and which way slots run in it (asm/fixmap.h). */
  layout: ['up_fff00000', 'up_ffc00000', 'down_ffeff000', 'down_ffeff000_6_1'],
  /** First fixmap index of the window (asm/fixmap.h): 0 until an earlycon page came before it. */
  fix_kmap_begin: ['0', '1', '2'],
  /** Who owns the nesting index: the caller's km_type, the CPU's stack, or the task's kmap_ctrl. */
  index_owner: ['type', 'cpu', 'task'],
  /** CONFIG_DEBUG_HIGHMEM. */
  debug: ['off', 'on'],
  /** When kunmap_atomic writes a zero PTE: never, only with DEBUG_HIGHMEM, always. */
  kunmap_clears: ['never', 'debug', 'always'],
  /** Whether the index is popped after the PTE is cleared or, in 2.6.37-rc, before. */
  pop: ['after_clear', 'before_clear'],
  /** Reach of local_flush_tlb_kernel_page (asm/tlbflush.h): TLBIMVA on this CPU, or TLBIMVAIS to the inner-shareable domain. */
  page_tlbi: ['local', 'broadcast'],
  /** BUG_ON of the 17th nesting: `>` and `>=` only with DEBUG_HIGHMEM, `always` whatever the build (kmap_local). */
  nesting_check: ['none', 'gt', 'ge', 'always'],
  /** BUG_ON(!pte_none) when a slot is taken: only with DEBUG_HIGHMEM, or always (kmap_local). */
  none_check: ['debug', 'always'],
  /** Positions per nesting: 1, or 2 with DEBUG_KMAP_LOCAL, which keeps even positions empty as guards. */
  km_incr: ['1', '2'],
  /** kmap_atomic_flush_unused: absent; writes every unused slot; looks first; looks first and then invalidates all strips everywhere. */
  flush: ['none', 'unconditional', 'checked', 'checked_range'],
  /** First position the flush looks at: the depth, or the depth plus FIX_KMAP_BEGIN counted a second time. */
  flush_start: ['depth', 'doubled_begin'],
  /** What clears the slots of a CPU that goes away. */
  hotplug_hook: ['none', 'dying', 'dying_no_frozen_mask', 'dead', 'cpuhp'],
  /** Whether a callback that runs on the CPU that goes, after that hook's turn, maps a page and unmaps it. No tree is known to have one. */
  late_callback: ['none', 'maps'],
  /** Whether kmap_atomic first asks for a pkmap address (kmap_high_get). */
  kmap_high_get: ['off', 'on', 'unless_debug'],
  /** What kmap_atomic_pfn does with a lowmem frame: takes a slot all the same, or returns the linear address. */
  pfn_lowmem: ['slot', 'linear'],
  /** What the driver flushes before it asks the secure world. */
  driver_flushes: ['none', 'pkmap', 'atomic', 'both'],
  /** What the non-secure side sees when the firewall refuses an access. */
  firewall: ['silent_zero', 'async_abort', 'fatal'],
  /** Whether cpu_down(CPU0) is refused with -EPERM. */
  cpu0_offline: ['refused', 'allowed'],
  /**
   * CONFIG_PREEMPT_COUNT. Without it preempt_disable() counts nothing and nobody notices a task that sleeps with an atomic mapping
   * (recorded on 6.1: kunmap's might_sleep() does it).
   */
  preempt_count: ['on', 'off'],
  /** Which words a PTE consists of (arm/). */
  pte_format: ['short_2_6_32', 'short_3_6', 'short_3_10', 'lpae_3_10', 'short_6_1'],
} as const;

export type SwitchName = keyof typeof SWITCHES;
export type Switches = { readonly [K in SwitchName]: (typeof SWITCHES)[K][number] };

/** The sizes of a machine, with the bounds a scenario may ask for. `slots` is KM_TYPE_NR (KM_MAX_IDX). */
export const SIZES = {
  cpus: { min: 1, max: 32, unit: 'CPUs' },
  pages: { min: 1, max: 1024, unit: 'highmem pages' },
  low: { min: 0, max: 64, unit: 'lowmem pages' },
  slots: { min: 1, max: 33, unit: 'slots per CPU' },
  pkmap: { min: 0, max: 512, unit: 'pkmap entries (LAST_PKMAP)' },
  /** 0: as many as there are addresses. */
  tlb_entries: { min: 0, max: 512, unit: 'TLB entries per CPU, 0 for no limit' },
  /** First page frame number of highmem; page N is frame pfn_base + N. */
  pfn_base: { min: 0, max: 0xfffff, unit: 'page frame number' },
  /** Tasks beside the one that each CPU starts with; only where the task owns the index. */
  tasks: { min: 0, max: 32, unit: 'further tasks' },
} as const;

export type SizeName = keyof typeof SIZES;
export type Sizes = { readonly [K in SizeName]: number };

/** Everything that tells one machine from another. Plain data; equal configurations behave equally. */
export type Config = {
  readonly switches: Switches;
  readonly sizes: Sizes;
  /** The frames of all pages when they are not pfn_base + N (a machine read from a trace): highmem first, then lowmem. */
  readonly pfns?: readonly number[];
};

/** DEBUG_HIGHMEM decides three switches that mainline compiles in or out. */
export function isDebug(config: Config): boolean {
  return config.switches.debug === 'on';
}

/** Does kunmap_atomic write a zero PTE in this build? */
export function kunmapClears(config: Config): boolean {
  const { kunmap_clears } = config.switches;
  return kunmap_clears === 'always' || (kunmap_clears === 'debug' && isDebug(config));
}

/** Does kmap_atomic try kmap_high_get in this build? (arch/arm/mm/highmem.c: with DEBUG_HIGHMEM only if the cache is VIVT.) */
export function triesKmapHighGet(config: Config): boolean {
  const { kmap_high_get } = config.switches;
  return config.sizes.pkmap > 0 && (kmap_high_get === 'on' || (kmap_high_get === 'unless_debug' && !isDebug(config)));
}

/**
 * Is a CPU brought up and taken down through the states of kernel/cpu.c, as from 4.6 on? A kernel is one of those when its hook is such a
 * state, and every kernel with kmap_local (5.11) is.
 */
export function hasHotplugStates({ switches }: Config): boolean {
  return switches.hotplug_hook === 'cpuhp' || switches.index_owner === 'task';
}

/** Is the BUG_ON of too deep a nesting compiled in? */
export function checksNesting(config: Config): boolean {
  const { nesting_check } = config.switches;
  return nesting_check === 'always' || (nesting_check !== 'none' && isDebug(config));
}

/** Is BUG_ON(!pte_none) compiled into kmap_atomic? */
export function checksPteNone(config: Config): boolean {
  return config.switches.none_check === 'always' || isDebug(config);
}
