import type { Config } from '../model/config.ts';
import type { Costs } from '../model/cost.ts';
import type { PageCode, VaCode } from '../model/action.ts';
import type { Context, CpuState, Event } from '../model/event.ts';

/**
 * What the panels need at one point of a run, as plain data: made in the worker, sent whole, drawn as it is. Names (`cpu1.slot0`,
 * `page3`) come ready to print; addresses and words are derived from the configuration where they are shown (arm/).
 */
export type Frame = {
  readonly cpus: readonly CpuView[];
  /** Every slot of every CPU's strip, by index; a strip beyond the last CPU only when something was written there. */
  readonly slots: readonly SlotView[];
  readonly pages: readonly PageView[];
  /** pkmap entries that are not free, and the cursor. */
  readonly pkmap: readonly PkmapView[];
  readonly lastPkmapNr: number;
  readonly stopMachine: number | null;
  /** The first refused access of the run, if any. */
  readonly fault: FaultView | null;
  /** Pages that accesses of the run were refused for, and whose the last one for each was. */
  readonly struck: readonly Struck[];
  readonly costs: Costs;
  /** The step that led here; null just after boot. */
  readonly step: StepView | null;
};

export type SlotState = 'none' | 'live' | 'stray';

export type SlotView = {
  readonly index: number;
  readonly cpu: number;
  readonly slot: number;
  readonly page: PageCode;
  readonly state: SlotState;
  /** Maps a secure page. */
  readonly exposed: boolean;
};

export type CpuView = {
  readonly cpu: number;
  readonly state: CpuState;
  readonly depth: number;
  readonly context: Context | 'idle';
  /** How many interrupts are nested on the task. */
  readonly irqDepth: number;
  readonly task: number | null;
  /** Functions in progress, outermost first: what the CPU is in the middle of. */
  readonly calls: readonly CallView[];
  /** What the innermost call waits for, in words; null when it can go on. */
  readonly waits: string | null;
  /** CPUs whose IPI waits to be taken here. */
  readonly ipiFrom: readonly number[];
  readonly abortPending: boolean;
  /** Addresses its contexts were given by kmap_atomic and have not given back, oldest first. */
  readonly held: readonly VaCode[];
  readonly tlb: readonly TlbView[];
  /** What this CPU could be told to do here; a disabled one says why. */
  readonly operations: readonly OperationView[];
};

export type CallView = { readonly fn: string; readonly pc: number; readonly text: string };
export type TlbView = {
  readonly va: VaCode;
  readonly place: string;
  readonly page: PageCode;
  readonly secure: boolean;
};
export type OperationView = { readonly fn: string; readonly enabled: boolean; readonly reason: string | null };

export type PageView = {
  readonly page: PageCode;
  readonly name: string;
  readonly pfn: number;
  readonly low: boolean;
  readonly secure: boolean;
  /** Secure, and some valid PTE still maps it. */
  readonly exposed: boolean;
  /** Secure, and some CPU's TLB still holds a translation to it. */
  readonly cached: boolean;
};

export type PkmapView = {
  readonly entry: number;
  readonly page: PageCode;
  readonly count: number;
  readonly exposed: boolean;
};

export type Struck = { readonly page: PageCode; readonly cpu: number };

export type FaultView = {
  readonly cpu: number;
  readonly page: PageCode;
  readonly place: string;
  readonly va: VaCode;
  readonly sentence: string;
};

/** One object, before and after a step: the log, the highlight and the sentence are made of these. */
export type Change = {
  /** What is shown to have changed: `cpu1.slot0`, `cpu1.depth`, `page3`, `cpu2.tlb`, `pkmap1`, `cpu1`. */
  readonly object: string;
  readonly from: string;
  readonly to: string;
};

export type Outcome = 'done' | 'nothing' | 'waiting' | 'refused' | 'expect_ok' | 'expect_failed' | 'note';

export type StepView = {
  /** The scenario line, formatted. */
  readonly text: string;
  readonly cpu: number | null;
  /** A few words for the heading of the story. */
  readonly title: string;
  /** What happened and why it was allowed, ≤ 20 words where possible; also what is announced. */
  readonly sentence: string;
  readonly outcome: Outcome;
  /** Why it was refused, what it waits for, what the expectation found; null when there is nothing to add. */
  readonly reason: string | null;
  readonly changes: readonly Change[];
  readonly events: readonly Event[];
  /** The kernel routine this step ran (or is in), line by line. */
  readonly code: CodeView | null;
  /** Expectations that stand behind this step and came true, up to the cursor: `stray(cpu1.slot0)`. */
  readonly checks: readonly string[];
  /** Those that stand behind this step and do not hold on this lane's kernel, and what was found instead. */
  readonly unmet: readonly { readonly check: string; readonly found: string }[];
};

export type CodeView = { readonly fn: string; readonly cite: string; readonly lines: readonly CodeLine[] };
export type CodeLine = {
  readonly text: string;
  readonly cite: string;
  /** How deep it stands in functions that it was called from. */
  readonly indent: number;
  /** `ran` in this step, `here`: the next to run, `ahead`: not yet, `passed`: skipped over by a branch. */
  readonly mark: 'ran' | 'here' | 'ahead';
};

/** The whole run at a glance: one entry per statement of the branch that is shown. */
export type StepOutline = {
  /** Line of the scenario text it stands in, from 1. */
  readonly line: number;
  readonly cpu: number | null;
  readonly kind: GlyphKind;
  /** `kmap p3`, `flush`, `cpu_down(1)`. */
  readonly label: string;
  readonly outcome: Outcome;
  /** CPUs an IPI of this step reached, and those it could not (not online). */
  readonly reached: readonly number[];
  readonly missed: readonly number[];
  readonly fault: boolean;
  /** CPUs that went away in this step, and those that came back: what really happened, not what was asked for. The lanes are drawn with it. */
  readonly left: readonly number[];
  readonly came: readonly number[];
  /** Indivisible lines this step ran: what it expands into. */
  readonly ticks: number;
};

export type GlyphKind =
  | 'map'
  | 'unmap'
  | 'flush'
  | 'kmap'
  | 'kunmap'
  | 'cpu_down'
  | 'cpu_up'
  | 'protect'
  | 'unprotect'
  | 'speculate'
  | 'evict'
  | 'read'
  | 'copy'
  | 'irq'
  | 'irq_return'
  | 'ipi'
  | 'abort'
  | 'tick'
  | 'schedule'
  | 'expect'
  | 'note'
  | 'bug';

/** One kernel under the scenario: a plain view is a comparison of one. */
export type Lane = { readonly kernel: string; readonly config: Config; readonly frame: Frame };
