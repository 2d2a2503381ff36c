import type { KernelFunction, PageCode } from '../../model/action.ts';
import type { Config } from '../../model/config.ts';
import type { Setting } from '../../scenario/syntax.ts';

/**
 * What the owner of the page that is handed to the secure world promises (machine.md 3.4: exclusion must come from the buffer's owner).
 *
 * - `careless`: nothing.
 * - `naive`: nobody uses the page: when its flush starts nobody holds an address of it and no call that maps or unmaps it is under way; and
 *   nobody maps it until it is given back. This is what an owner can see to.
 * - `quiesces`: the same, and nobody brings a *slot* into use that still maps it, from the start of its flush to the request. That is more
 *   than an owner can know, and it is needed: between kmap_atomic_idx_push (M4) and the store (M6) the old stray counts as in use, a flush
 *   skips it, and the page is protected while its PTE is valid. Our own find; see the scenario `taken-while-flushed`.
 */
export const OWNERS = ['quiesces', 'naive', 'careless'] as const;
export type Owner = (typeof OWNERS)[number];

/** What the CPUs of the free environment may do. */
export type Operations = {
  /** Take an interrupt (one at a time each) whose handler maps and unmaps. */
  readonly irq: boolean;
  /** Take others down and bring them up, one at a time in the whole system, as cpu_hotplug.lock has it. */
  readonly hotplug: boolean;
  /** Hand page 0 to the secure world and take it back, one at a time. */
  readonly driver: boolean;
  /**
   * Nest one mapping more than there is room for: into the strip of the next CPU, or into the BUG_ON of a kernel that looks (machine.md 3.4
   * H8). Where callers name their slots there is none beyond.
   */
  readonly deeper: boolean;
  /** Sleep with a mapping in hand, in a task, where the kernel has kmap_local (machine.md 3.4 H9 takes that). */
  readonly local: boolean;
  /** Hand over a lowmem page too, which no slot ever maps: the linear map does, and no flush removes that (machine.md 3.4 H7). */
  readonly lowmem: boolean;
};

/** Everything that CPUs do as a rule: what callers are asked not to do, and what few kernels can, is asked for by name. */
export const USUAL_OPERATIONS: Operations = {
  ...{ irq: true, hotplug: true, driver: true },
  ...{ deeper: false, local: false, lowmem: false },
};

/**
 * What hardware may do of itself, on any CPU that has power, with any valid address, at any time (ARM DDI 0487 G5.8.1). An access through the
 * linear map, which no TLB of the model holds, is a walk.
 */
export const HARDWARE = {
  /** Speculate by a PTE: where the TLB has no entry the tables are walked, the page is accessed, and the TLB keeps the translation. */
  pte: 'walk PTEs',
  /** Speculate by an entry that the TLB has, however old: the page is accessed. */
  tlb: 'use TLB entries',
  /** Drop an entry from a TLB. */
  evict: 'evict TLB entries',
} as const;
export type HardwareMay = keyof typeof HARDWARE;
export const HARDWARE_MAY = Object.keys(HARDWARE) as readonly HardwareMay[];
export type Hardware = { readonly [K in HardwareMay]: boolean };
export const ALL_HARDWARE: Hardware = { pte: true, tlb: true, evict: true };
export const NO_HARDWARE: Hardware = { pte: false, tlb: false, evict: false };

/** How states are made smaller. Off in comparisons with other checkers; the verdicts are the same either way. */
export type Reductions = {
  /** Lines that nobody can tell apart from their neighbours run in one step. */
  readonly merge: boolean;
  /** A TLB entry holds every page it may hold, in place of one action for each fill and each eviction. */
  readonly tlbSets: boolean;
  /** CPUs that are alike, and pages that are alike, count once. */
  readonly symmetry: boolean;
};
export const REDUCED: Reductions = { merge: true, tlbSets: true, symmetry: true };
export const RAW: Reductions = { merge: false, tlbSets: false, symmetry: false };

/**
 * One statement of a CPU's program: a call to make, or an interrupt that comes and goes. It waits for the call before it to return, unless
 * the scenario has it come `meanwhile`: that call sleeps, and another task does this.
 */
export type ProgramStep = (
  | { readonly type: 'call'; readonly fn: KernelFunction; readonly a: number; readonly b: number }
  | { readonly type: 'irq' | 'irq_return' }
  | { readonly type: 'schedule'; readonly task: number }
) & { readonly meanwhile?: true };
/** Per CPU what it does, in order; the CPUs' orders are interleaved in every way. */
export type Programs = readonly (readonly ProgramStep[])[];

/** Everything that an exploration visits: a machine, who does what on it, and how it is made smaller. */
export type Question = {
  /** The preset that the configuration is called after, and the configuration: as small as is explored. */
  readonly kernel: string;
  readonly config: Config;
  /** Switches that the asker set beside the preset; everything else that differs from it only makes exploring smaller. */
  readonly chosen: readonly Setting[];
  readonly owner: Owner;
  readonly hardware: Hardware;
  readonly does: Operations | Programs;
  readonly reductions: Reductions;
  /** The step of a scenario at which its own order breaks what the owner promises; null when it does not. Only for the words of the answer. */
  readonly breach?: string | null;
};

/** May CPUs of this question nest deeper than their strip? (Programs that do are known by their own sizes.) */
export const nestsDeeper = ({ does, config }: Pick<Question, 'does' | 'config'>): boolean =>
  !isPrograms(does) && does.deeper && config.switches.index_owner !== 'type';

/** May tasks of this question sleep with a mapping in hand? */
export const mapsLocally = ({ does, config }: Pick<Question, 'does' | 'config'>): boolean =>
  !isPrograms(does) && does.local && config.switches.index_owner === 'task';

/** The lowmem page that drivers of this question hand over, 0 when they hand over none. */
export const lowmemHanded = ({ does, config }: Pick<Question, 'does' | 'config'>): PageCode =>
  !isPrograms(does) && does.driver && does.lowmem ? config.sizes.pages + 1 : 0;

export function isPrograms(does: Operations | Programs): does is Programs {
  return Array.isArray(does);
}

/**
 * The same question for asks of a person's own: what they are about may be what merging hides and renaming changes, so neither is done.
 */
export function withOwn(question: Question, asks: readonly unknown[]): Question {
  return asks.every((ask) => typeof ask === 'string') ? question : lessReduced(question);
}

/** As a question is explored that is about what nobody but its asker knows. */
export function lessReduced(question: Question): Question {
  return { ...question, reductions: { ...question.reductions, merge: false, symmetry: false } };
}
