import type { CpuId } from '../arm/units.ts';

/**
 * The kernel's entry points that a CPU can be told to enter, in the kernel's spelling, and what each takes. `read` is a caller that uses
 * an address it has, `secure_*` the request that reaches the secure world, `secure_buffer_change_chunk` the driver that flushes first.
 */
export const FUNCTIONS = {
  kmap_atomic: ['page', 'type?'],
  kmap_atomic_pfn: ['page'],
  kunmap_atomic: ['place?'],
  kmap_local_page: ['page'],
  kunmap_local: ['place?'],
  kmap: ['page'],
  kunmap: ['page'],
  kmap_flush_unused: [],
  kmap_atomic_flush_unused: [],
  copy_highpage: ['page', 'page'],
  dma_clean: ['pages'],
  read: ['place'],
  dma_alloc_attrs: ['page'],
  dma_free_attrs: ['page'],
  cpu_down: ['cpu'],
  cpu_up: ['cpu'],
  disable_nonboot_cpus: [],
  enable_nonboot_cpus: [],
  secure_protect: ['page'],
  secure_unprotect: ['page'],
  secure_buffer_change_chunk: ['page'],
} as const;

export type KernelFunction = keyof typeof FUNCTIONS;

/**
 * A page as it stands in a PTE cell: 0 is pte_none, 1 … pages are the highmem pages 0 …, and the lowmem pages follow.
 */
export type PageCode = number;

/**
 * A virtual address as one 16-bit number: 0 none; SLOT_VA + index of the kmap window; PKMAP_VA + entry; LINEAR_VA + page code.
 * (See va.ts for the constructors.)
 */
export type VaCode = number;

/**
 * What may happen next, indivisibly. `call` only enters a function; `tick` is one line of what a CPU is in; hardware may `speculate` and
 * `evict` at any time; `handle_IPI`, `irq` and `take_abort` are interruptions. Arguments are the numbers that cells hold.
 */
export type Action =
  | { readonly type: 'call'; readonly cpu: CpuId; readonly fn: KernelFunction; readonly a: number; readonly b: number }
  | { readonly type: 'tick'; readonly cpu: CpuId }
  | { readonly type: 'irq'; readonly cpu: CpuId }
  | { readonly type: 'irq_return'; readonly cpu: CpuId }
  | { readonly type: 'handle_IPI'; readonly cpu: CpuId }
  | { readonly type: 'take_abort'; readonly cpu: CpuId }
  | { readonly type: 'speculate'; readonly cpu: CpuId; readonly va: VaCode }
  | { readonly type: 'evict'; readonly cpu: CpuId; readonly va: VaCode }
  | { readonly type: 'schedule'; readonly cpu: CpuId; readonly task: number };

/**
 * What a person asks for in one line: an action as it is, a call run to its return, or the rest of the call a CPU is in. All three are
 * the same ticks (run.ts); there is no second, coarser model.
 */
export type Command =
  | { readonly type: 'do'; readonly action: Action }
  | { readonly type: 'run'; readonly action: Action & { readonly type: 'call' } }
  | { readonly type: 'finish'; readonly cpu: CpuId };
