import { kernelName } from '../../state/explore-question.ts';
import {
  hardwareText,
  type Chosen,
  type Hardware,
  type Owner,
  type PropertyAnswer,
} from '../../state/explore-state.ts';

/** What is chosen in the form, in a few words and in a sentence for somebody who comes for the first time. */
type Words = { readonly name: string; readonly says: string };

export const SCOPES: Readonly<Record<Chosen['scope'], Words>> = {
  free: { name: 'anything, in any order', says: 'Every CPU maps and unmaps at any time. Besides:' },
  run: {
    name: 'the steps of this run, in any order',
    says: 'Each CPU does what the run on the stage has it do, in its order; how they interleave is free.',
  },
};

export const OWNER_WORDS: Readonly<Record<Owner, Words>> = {
  quiesces: {
    name: 'keeps every promise',
    says: 'Nobody uses the page when its flush starts, nobody maps it until it is given back, and nobody takes a slot that still maps it.',
  },
  naive: {
    name: 'promises what he can',
    says: 'Nobody uses the page when its flush starts, and nobody maps it until it is given back. Who takes which slot is beyond him.',
  },
  careless: {
    name: 'promises nothing',
    says: 'Others may use and map the page at any time, also while it is handed over.',
  },
};

export const MAY: readonly (readonly ['irq' | 'hotplug' | 'driver' | 'deeper' | 'local' | 'lowmem', string])[] = [
  ['irq', 'Interrupts come, and their handlers map and unmap.'],
  ['hotplug', 'CPUs go offline and come back.'],
  ['driver', 'A driver hands page 0 to the secure world and takes it back.'],
  ['deeper', 'A CPU nests one mapping more than it has slots.'],
  ['local', 'Tasks sleep with a mapping in hand, where there is kmap_local.'],
  ['lowmem', 'The driver also hands over a lowmem page, which the linear map keeps.'],
];

/** What hardware may do of itself, and what that means: both go on with `The hardware may`. */
export const HARDWARE_WORDS: Readonly<Record<keyof Hardware, Words>> = {
  pte: { name: 'walk PTEs', says: 'Read through any valid PTE, unasked; the TLB keeps it.' },
  tlb: { name: 'use TLB entries', says: 'Read through what a TLB keeps; its PTE may be gone.' },
  evict: { name: 'evict TLB entries', says: 'Forget what a TLB keeps, though nobody has invalidated it.' },
};

/** Without walks, and without code that reads. */
export const EMPTY_TLBS = 'Nothing fills a TLB then: the CPUs map and unmap, and read nothing.';

/** The question in a line. */
export function chosenWords(chosen: Chosen): string {
  const { scope, cpus, pages, owner, hardware } = chosen;
  const of = (n: number, one: string): string => `${String(n)} ${one}${n === 1 ? '' : 's'}`;
  const machine = scope === 'run' ? [] : [kernelName(chosen), of(cpus, 'CPU'), of(pages, 'page')];
  const quiet = hardwareText(hardware);
  return [
    ...machine,
    SCOPES[scope].name,
    `the owner ${OWNER_WORDS[owner].name}`,
    ...(quiet === '' ? [] : [quiet]),
  ].join(' · ');
}

/** What an answer takes for granted: the form may say something else by now. Nothing where nobody hands a page over. */
export function promiseWords({ scope, driver, owner }: Chosen): string {
  return scope === 'free' && !driver ? '' : `The owner ${OWNER_WORDS[owner].name}.`;
}

/** Heads of the table: as short as they can be; the whole sentence is their description. */
export const SHORT_PROPERTIES: Readonly<Record<string, string>> = {
  no_pte_maps_secure: 'no PTE left',
  no_tlb_maps_secure: 'no TLB left',
  no_fault: 'no fault',
  no_live_clobbered: 'nothing lost',
  depth_in_bounds: 'depth',
  no_bug: 'no BUG',
  stray_exists: 'a stray',
  flush_finds_nothing: 'idle flush',
  hook_matters: 'hook matters',
};

export type Verdict = PropertyAnswer['verdict'];

export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  violated: 'violated',
  holds: 'no violation',
  found: 'found',
  'not found': 'no example',
  unknown: 'not finished',
};

const ORDER: readonly Verdict[] = ['violated', 'unknown', 'not found', 'found', 'holds'];

/** What went wrong first, then what is missing, then the rest. */
export const byWeight = (a: PropertyAnswer, b: PropertyAnswer): number =>
  ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict);

/** `1.4 MB` */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
}

const COST_WORDS = [
  ['pte_writes', 'PTE write'],
  ['pte_reads', 'PTE read'],
  ['tlb_local', 'local TLB invalidate'],
  ['tlb_broadcast', 'broadcast TLB invalidate'],
  ['tlb_range', 'TLB invalidate of a range'],
  ['ipis', 'IPI'],
  ['notifiers', 'notifier call'],
  ['barriers', 'barrier'],
] as const;
type Costs = { readonly [K in (typeof COST_WORDS)[number][0]]: number };

/** What is spent more or less than before: `+16 TLB invalidates, +48 barriers`; `the same` when nothing differs. */
export function costDifference(before: Costs, after: Costs): string {
  const parts = COST_WORDS.flatMap(([key, word]) => {
    const by = after[key] - before[key];
    const words = Math.abs(by) === 1 ? word : word.replace(/( of a range)?$/, 's$1');
    return by === 0 ? [] : [`${by > 0 ? '+' : '−'}${String(Math.abs(by))} ${words}`];
  });
  return parts.length === 0 ? 'the same' : parts.join(', ');
}
