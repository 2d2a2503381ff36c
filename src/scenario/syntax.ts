import type { KernelFunction } from '../model/action.ts';

/**
 * A scenario as data: what the parser makes, the formatter prints, a link packs, the timeline runs. GRAMMAR.md is the text form.
 * Numbers are as written (cpu1 → 1, page3 → 3); whether such a CPU or page exists is asked when the scenario is elaborated.
 */
export type Scenario = {
  readonly version: 1;
  /** All lines after the first (`kmapscope 1`), blank ones and comments included: nothing the author wrote is lost. */
  readonly lines: readonly Line[];
  /** Text after `#` on the first line, trimmed; absent when there is none. */
  readonly comment?: string;
};

export type Line = {
  readonly statement: Statement | null;
  /** Text after `#`, trimmed; null when there is none. */
  readonly comment: string | null;
};

export type Statement = Title | Note | Machine | Step | Expect;

export type Title = { readonly type: 'title'; readonly text: string };
export type Note = { readonly type: 'note'; readonly text: string };
/** `machine kernel=v3.9 cpus=4 flush=checked`: a preset, then what differs from it, in the order written. */
export type Machine = { readonly type: 'machine'; readonly settings: readonly Setting[] };
export type Setting = { readonly key: string; readonly value: string };

/** A line that does something: the only statements a machine sees. */
export type Step = Call | Bare | Where | Schedule;

/** `cpu1: kmap_atomic(page3)`; with `enter`, only the entry: the lines follow one `tick` at a time. */
export type Call = {
  readonly type: 'call';
  readonly cpu: number;
  readonly fn: KernelFunction;
  readonly args: readonly Arg[];
  readonly enter: boolean;
};
/** `cpu0: tick`, `cpu0: finish`, `cpu2: irq`, `cpu2: irq_return`, `cpu1: handle_IPI`, `cpu1: take_abort`. */
export type Bare = { readonly type: BareVerb; readonly cpu: number };
export type BareVerb = 'tick' | 'finish' | 'irq' | 'irq_return' | 'handle_IPI' | 'take_abort';
/** `cpu2: speculate(cpu1.slot0)`, `cpu2: evict(cpu1.slot0)`. */
export type Where = { readonly type: 'speculate' | 'evict'; readonly cpu: number; readonly place: Place };
/** `cpu1: schedule(task4)`: cpu1 switches to that task (kernels where the task owns the slots). */
export type Schedule = { readonly type: 'schedule'; readonly cpu: number; readonly task: number };

export type Arg =
  | { readonly type: 'page'; readonly page: Page }
  /** `page0..page255` */
  | { readonly type: 'pages'; readonly first: Page; readonly last: Page }
  | { readonly type: 'place'; readonly place: Place }
  | { readonly type: 'cpu'; readonly cpu: number }
  /** `KM_USER0`: the caller's slot, where the kernel leaves the choice to the caller. */
  | { readonly type: 'km_type'; readonly name: string };

/** `page3` (highmem) or `low0` (lowmem). */
export type Page = { readonly low: boolean; readonly n: number };

export type Place =
  /** `cpu1.slot0`; `slot0` alone (cpu null) is a slot of the CPU that acts. */
  | { readonly type: 'slot'; readonly cpu: number | null; readonly slot: number }
  | { readonly type: 'pkmap'; readonly entry: number }
  | { readonly type: 'linear'; readonly page: Page }
  /** `dma(page3)`: where a driver keeps a page mapped strongly ordered. */
  | { readonly type: 'dma'; readonly page: Page }
  | { readonly type: 'address'; readonly vaddr: number };

/** `expect stray(cpu1.slot0)`, `expect not exposed(page3)`: checked where it stands. */
export type Expect = { readonly type: 'expect'; readonly not: boolean; readonly predicate: Predicate };

export type Predicate =
  | { readonly type: 'none' | 'stray' | 'live'; readonly place: Place }
  | { readonly type: 'maps'; readonly place: Place; readonly page: Page }
  | { readonly type: 'depth'; readonly cpu: number; readonly n: number }
  | { readonly type: 'online'; readonly cpus: readonly number[] }
  | { readonly type: 'secure' | 'exposed'; readonly page: Page }
  | { readonly type: 'cached'; readonly cpu: number; readonly place: Place }
  | { readonly type: 'fault' | 'no_fault' | 'no_stray' | 'bug' }
  | { readonly type: 'pkmap_count'; readonly entry: number; readonly n: number }
  | { readonly type: 'cost'; readonly cost: CostName; readonly n: number };

/** What is counted from events; `expect cost(pte_writes)=16` compares the total so far. */
export const COST_NAMES = ['pte_writes', 'pte_reads', 'tlb_flushes', 'ipis', 'notifiers', 'barriers'] as const;
export type CostName = (typeof COST_NAMES)[number];

/** Where something stands in the text: line and columns from 1, `endColumn` exclusive. */
export type Span = { readonly line: number; readonly column: number; readonly endColumn: number };

/** One clear sentence about one mistake: what is wrong and how to go on, at its place. */
export type Diagnostic = { readonly severity: 'error' | 'warning'; readonly span: Span; readonly message: string };
