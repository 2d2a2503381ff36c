import type { KernelFunction, PageCode, VaCode } from './action.ts';

/** Which context a CPU did something in: a task, an interrupt (IPI or device), or the stopper thread of stop_machine. */
export type Context = 'task' | 'irq' | 'stopper';

/** The notifier values of include/linux/cpu.h; CPU_TASKS_FROZEN (0x10) is or-ed in during suspend. */
export type NotifierAction =
  | 'CPU_ONLINE'
  | 'CPU_UP_PREPARE'
  | 'CPU_DOWN_PREPARE'
  | 'CPU_DOWN_FAILED'
  | 'CPU_DEAD'
  | 'CPU_DYING'
  | 'CPU_POST_DEAD'
  | 'CPU_STARTING';

/** The BUG_ONs that can fire in this machinery. */
export type BugKind =
  | 'nesting' // kmap_atomic_idx_push: more mappings than slots
  | 'slot not none' // kmap_atomic: the slot it was given still holds a PTE
  | 'wrong address' // kunmap_atomic: vaddr is not the top slot's address
  | 'index below zero' // kmap_atomic_idx_pop
  | 'kmap in interrupt' // kmap: BUG_ON(in_interrupt())
  | 'kunmap not mapped'; // kunmap_high: count was already 0 or 1

/** How an access came to its translation. */
export type Via = 'tlb' | 'pte' | 'linear';

/**
 * What happened, in the order it happened. Plain data; costs, the log, the sentences and the comparison with recorded traces are all
 * counted from these. CPU numbers, slot indices and page codes are those of the cells.
 */
export type Event =
  | { readonly type: 'enter'; readonly cpu: number; readonly fn: string; readonly a: number; readonly b: number }
  | { readonly type: 'line'; readonly cpu: number; readonly fn: string; readonly pc: number }
  | { readonly type: 'return'; readonly cpu: number; readonly fn: string; readonly value: ReturnValue }
  | { readonly type: 'depth'; readonly cpu: number; readonly from: number; readonly to: number }
  | {
      readonly type: 'pte_write';
      readonly cpu: number;
      readonly table: 'fixmap' | 'pkmap';
      readonly index: number;
      readonly from: PageCode;
      readonly to: PageCode;
      readonly context: Context;
    }
  | {
      readonly type: 'pte_read';
      readonly cpu: number;
      readonly table: 'fixmap' | 'pkmap';
      readonly index: number;
      /** 0 for pte_none, and for what is no page of ours (the exception vectors). */
      readonly page: PageCode;
    }
  | {
      readonly type: 'tlb_invalidate';
      readonly cpu: number;
      /** page: one address here; page_broadcast: one everywhere; range: a loop of them everywhere; all: this whole TLB; all_broadcast: every TLB. */
      readonly scope: 'page' | 'page_broadcast' | 'range' | 'all' | 'all_broadcast';
      readonly va: VaCode;
      /** Single-address operations it stands for. */
      readonly count: number;
    }
  | { readonly type: 'tlb_fill'; readonly cpu: number; readonly va: VaCode; readonly page: PageCode }
  | { readonly type: 'tlb_drop'; readonly cpu: number; readonly va: VaCode; readonly page: PageCode }
  | {
      readonly type: 'pkmap_count';
      readonly cpu: number;
      readonly entry: number;
      readonly from: number;
      readonly to: number;
    }
  | {
      readonly type: 'ipi_send';
      readonly cpu: number;
      readonly to: readonly number[];
      readonly missed: readonly number[];
    }
  | { readonly type: 'ipi_enter'; readonly cpu: number; readonly from: number }
  | { readonly type: 'ipi_exit'; readonly cpu: number; readonly from: number }
  | {
      readonly type: 'flush_cpu';
      readonly cpu: number;
      readonly of: number;
      readonly first: number;
      readonly end: number;
    }
  | { readonly type: 'irq'; readonly cpu: number; readonly enter: boolean }
  | {
      readonly type: 'notifier';
      readonly cpu: number;
      readonly action: NotifierAction;
      readonly of: number;
      readonly frozen: boolean;
    }
  | { readonly type: 'stop_machine'; readonly cpu: number; readonly on: boolean; readonly target: number }
  | { readonly type: 'cpu_state'; readonly cpu: number; readonly from: CpuState; readonly to: CpuState }
  | { readonly type: 'task'; readonly cpu: number; readonly from: number; readonly to: number }
  | { readonly type: 'secure'; readonly cpu: number; readonly page: PageCode; readonly secure: boolean }
  | {
      readonly type: 'access';
      readonly cpu: number;
      readonly va: VaCode;
      readonly page: PageCode;
      readonly via: Via;
      readonly speculative: boolean;
    }
  | { readonly type: 'no_translation'; readonly cpu: number; readonly va: VaCode; readonly speculative: boolean }
  | {
      readonly type: 'violation';
      readonly cpu: number;
      readonly va: VaCode;
      readonly page: PageCode;
      readonly via: Via;
      readonly speculative: boolean;
      readonly delivery: 'silent_zero' | 'async_abort' | 'fatal' | 'sync_abort';
    }
  | { readonly type: 'abort_taken'; readonly cpu: number; readonly innocent: string }
  | { readonly type: 'bug'; readonly cpu: number; readonly fn: string; readonly bug: BugKind }
  | { readonly type: 'outside_window'; readonly cpu: number; readonly index: number }
  | { readonly type: 'cache_clean'; readonly cpu: number; readonly page: PageCode }
  | { readonly type: 'wait'; readonly cpu: number; readonly fn: string; readonly what: string };

/** What a call gives back: nothing, an address, or an errno (negative) or 0. */
export type ReturnValue =
  | { readonly kind: 'void' }
  | { readonly kind: 'va'; readonly va: VaCode }
  | { readonly kind: 'int'; readonly value: number };

/** The life of a CPU. `dying`: out of cpu_online_mask, still executing (stop_machine). `stopped`: a BUG_ON fired on it. */
export type CpuState = 'dead' | 'online' | 'dying' | 'starting' | 'stopped';

/** An event as a call to be made: routines emit only when somebody listens (the explorer does not). */
export type Emit = ((event: Event) => void) | undefined;

/** The function an event belongs to when it is an entry point. */
export type EntryPoint = KernelFunction;
