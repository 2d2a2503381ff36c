import type { Report, Verdict } from '../../explore/report.ts';
import type { PropertyName } from '../../model/properties.ts';
import { isOwn, nameOf, type Ask } from './ask.ts';
import type { Estimate } from './estimate.ts';
import { readsItself } from './programs.ts';
import {
  HARDWARE,
  HARDWARE_MAY,
  isPrograms,
  lowmemHanded,
  mapsLocally,
  nestsDeeper,
  type Hardware,
  type Operations,
  type Owner,
  type Question,
} from './question.ts';

/** What is the case when a property does not hold, or is found: the title of the run that shows it. */
const FOUND: Readonly<Record<PropertyName, string>> = {
  no_pte_maps_secure: 'a valid PTE maps a secure page',
  no_tlb_maps_secure: 'a TLB entry maps a secure page',
  no_fault: 'the firewall refuses an access',
  no_live_clobbered: 'a mapping in use is lost',
  depth_in_bounds: 'a depth leaves its bounds',
  no_bug: 'a BUG_ON fires',
  pkmap_counts: 'a pkmap entry and its count disagree',
  stray_exists: 'a stray mapping',
  flush_finds_nothing: 'a flush with nothing to clear',
  hook_matters: 'a CPU goes down with a stray',
};

/** What a run shows, as the end of a title. */
export const foundText = (ask: Ask): string => (isOwn(ask) ? `${nameOf(ask)} does not hold` : FOUND[ask]);

export const titleText = (kernel: string, ask: Ask): string => `${kernel}: ${foundText(ask)}`;

const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ',');
const counted = (n: number, one: string): string => `${grouped(n)} ${n === 1 ? one : `${one}s`}`;

/** `2 CPUs, 2 pages, 2 slots` */
export function sizesText({ config }: Question): string {
  const { cpus, pages, slots } = config.sizes;
  return [counted(cpus, 'CPU'), counted(pages, 'page'), counted(slots, 'slot')].join(', ');
}

/**
 * The bounds within which an answer is one: switches set by hand, sizes, who does what, what hardware may do, how states were counted.
 *
 * @param sizes the sizes in words, where those of one kernel would not do
 */
export function boundsText(question: Question, sizes = sizesText(question)): string {
  const { does, hardware, reductions, chosen } = question;
  const byHand = chosen.map(({ key, value }) => `${key}=${value}, `).join('');
  const who = isPrograms(does) ? inEveryOrder(question) : doesText(question, does);
  const empty = hardware.pte || readsItself(does) ? '' : ' (so every TLB stays empty)';
  const quiet = hardwareText(hardware);
  const counting = [
    ...(reductions.merge ? ['lines that nobody can tell apart are one step'] : []),
    ...(reductions.tlbSets && hardware.pte ? ['TLBs are what they may hold'] : []),
    ...(reductions.symmetry ? ['CPUs and pages that are alike count once'] : []),
  ];
  return `${byHand}${sizes}; ${who}${quiet === '' ? '' : `; ${quiet}${empty}`}${counting.length === 0 ? '' : `; ${counting.join(', ')}`}`;
}

/** Whoever looks at a run that goes wrong, and is told that nothing does, is told why. */
function inEveryOrder({ breach = null }: Question): string {
  const every = 'each CPU does what the scenario has it do, in every order';
  return breach === null
    ? every
    : `${every} that keeps what the owner of the page promises (as the scenario is written, “${breach}” breaks that)`;
}

/** What CPUs of the free environment do, and everything that was left out of that. */
function doesText(question: Question, { irq, hotplug, driver }: Operations): string {
  const missing = [
    ...(irq ? [] : ['interrupts']),
    ...(hotplug ? [] : ['hotplug']),
    ...(driver ? [] : ['a driver']),
    'suspend',
    'pkmap',
    ...(mapsLocally(question) ? [] : ['kmap_local']),
    ...(lowmemHanded(question) > 0 ? [] : ['lowmem']),
  ];
  const deep = nestsDeeper(question)
    ? 'also nesting one mapping deeper than its slots'
    : 'nesting no deeper than its slots';
  const low = lowmemHanded(question) > 0 ? ', a driver handing over a lowmem page too' : '';
  return `every CPU may do anything at any time, without ${listed(missing)}, ${deep}${low}`;
}

/** `hardware may walk PTEs and use TLB entries, but not evict TLB entries`; nothing where it may do all of that. */
export function hardwareText(hardware: Hardware): string {
  const words = (is: boolean): readonly string[] =>
    HARDWARE_MAY.filter((what) => hardware[what] === is).map((what) => HARDWARE[what]);
  const [may, mayNot] = [words(true), words(false)];
  if (mayNot.length === 0) return '';
  if (may.length === 0) return `hardware may not ${listed(mayNot, 'or')}`;
  return `hardware may ${listed(may)}, but not ${listed(mayNot, 'or')}`;
}

/** `a, b and c` */
function listed(words: readonly string[], last = 'and'): string {
  return [words.slice(0, -1).join(', '), ...words.slice(-1)].filter((word) => word !== '').join(` ${last} `);
}

/** Beyond so many states no estimate has been held against what there is (estimate.ts). */
const HELD_UP_TO = 1_000_000;

/**
 * How many states there will be, how that is known, and no more exactly than it is.
 *
 * @param raw of a question without reductions, whose estimates have come out at a fifth of what there is
 */
export function estimateText({ states, known }: Estimate, raw = false): string {
  if (known === 'counted') return `${counted(states, 'state')}: ${states === 1 ? 'it has' : 'they have'} been counted.`;
  if (known === 'more') return `More than ${rounded(states)} states.`;
  return !raw && states <= HELD_UP_TO
    ? `Roughly ${rounded(states)} states, to a factor of two or three.`
    : `Something like ${rounded(states)} states, if it goes on as on smaller machines.`;
}

/** A number of states to its order of magnitude, which is all that an estimate knows: `50,000`. */
function rounded(n: number): string {
  const digits = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, n))));
  return grouped(Math.round(n / digits) * digits);
}

/** The verdict on one property, and never more than was searched. */
export function verdictText(
  question: Question,
  { states, transitions, depth, fullDepth }: Report,
  { verdict, mood }: Verdict,
  example: { readonly actions: number; readonly lines: number } | null,
): string {
  const sizes = sizesText(question);
  if (example !== null) {
    const word = mood === 'always' ? 'violated' : 'found';
    return `${word} with ${sizes}: ${counted(example.lines, 'line')}, ${counted(example.actions, 'indivisible action')}`;
  }
  if (verdict === 'unknown') {
    const far = `not finished: ${counted(states, 'state')} to depth ${fullDepth}`;
    return `${far}; ${mood === 'always' ? 'no violation' : 'no example'} so far`;
  }
  const all = `all ${counted(states, 'state')}, ${counted(transitions, 'transition')}, depth ${depth}`;
  return `${mood === 'always' ? 'no violation' : 'no example'} with ${sizes}: ${all}`;
}

/** Whether there is another cause than the known ones, and never more than was searched. */
export function anotherText(
  question: Question,
  { states, transitions, depth, fullDepth, status }: Report,
  example: { readonly actions: number; readonly lines: number } | null,
): string {
  const sizes = sizesText(question);
  if (example !== null) {
    return `another cause with ${sizes}: ${counted(example.lines, 'line')}, ${counted(example.actions, 'indivisible action')}`;
  }
  if (status !== 'complete') {
    return `not finished: ${counted(states, 'state')} to depth ${fullDepth}; no other cause so far`;
  }
  const all = `all ${counted(states, 'state')} without the known ones, ${counted(transitions, 'transition')}, depth ${depth}`;
  return `no other cause with ${sizes}: ${all}`;
}

/** @param other other causes were known, and left out */
export const foundHow = (question: Question, other: boolean): string => {
  const it = other ? 'a cause that was not known' : 'it';
  return `Found by visiting every interleaving of ${sizesText(question)}: none shows ${it} in fewer steps that others can tell apart.`;
};

const PROMISES: Readonly<Record<Owner, string>> = {
  quiesces:
    'The owner of the page keeps every promise: nobody uses it when its flush starts, nobody maps it until it is given back, and nobody takes a slot that still maps it meanwhile.',
  naive:
    'The owner of the page sees to it that nobody uses it when its flush starts and that nobody maps it until it is given back.',
  careless: 'The owner of the page promises nothing.',
};

export function promiseText({ does, owner }: Question): string {
  return isPrograms(does) || does.driver ? PROMISES[owner] : '';
}
