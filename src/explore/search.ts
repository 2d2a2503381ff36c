import { ensure } from '../base/assert.ts';
import { eagerFollower } from './eager.ts';
import { expand, expanderOf, flush, load, show, type Expander, type Judge } from './expander.ts';
import { tellerOf, type Errand, type Teller, type Told } from './errand.ts';
import { classify, emptyAnswer, hitsState, hitsStep, isStateAnswer, isStateProperty, wantsCauses } from './findings.ts';
import { answerHere, learnedProperty } from './learned.ts';
import { lookUp } from './lookup.ts';
import type { Answer, Causes, Finding } from './findings.ts';
import { hearOf, lendFrom, lendThese, noLoans, takeBack, toldOf, type Loan, type Loans } from './loans.ts';
import { hashWords, type HashWords } from './hash-words.ts';
import { add, emptyStore, type NodeStore } from './node-store.ts';
import { roomy } from './packing.ts';
import { initialOf } from './path.ts';
import { takeAnswers, takeSteps, type Meets } from './take-in.ts';
import type { Property, StateProperty, System } from './system.ts';

/** An action stands in 16 bits beside its node. */
const MAX_ACTIONS = 1 << 16;

/**
 * While a search is small, each cell has room for so many bits: packing anew for every cell that grows would take most of its time. Not where
 * there is less memory than this.
 */
const ROOMY_BITS = 4;
const ROOMY_FROM_BYTES = 1 << 24;

/** States that are looked into before it is their turn, at a time; and so far ahead at most. */
const AHEAD = 64;
const FARTHEST_AHEAD = 1 << 16;
/** What the steps of a node cost that were told, as a part of what they cost otherwise; and about how much is told of one. */
const TOLD_COST = 1 / 16;
const WORDS_OF_STEP = 16;

/** Where to end although there is more. Bytes are those of the typed arrays that grow with the states. */
export type Bounds = { readonly maxStates?: number; readonly maxDepth?: number; readonly maxBytes?: number };

export type SearchOptions = Bounds & {
  /** About how many states there will be, where that is known: what they are found by is made large enough at once. */
  readonly expected?: number;
  /** `complete`: visit every state. `decided`: end when every property has its finding. `violated`: end at the first violated `always`. */
  readonly until?: 'complete' | 'decided' | 'violated';
  /** Ask every property on every state, to count them; else only until its first finding. */
  readonly countAll?: boolean;
  readonly causes?: Causes;
  /** Another digest of packed states: a partitioned search would choose its worker by it too. */
  readonly hash?: HashWords;
};

/** What ended a search early: a bound, or nothing. */
export type Limit = 'states' | 'bytes' | 'depth';

/**
 * running; complete: every reachable state was visited; decided: ended at a finding, as asked for; limit: a bound was met;
 * stopped: by the caller.
 */
export type Status = 'running' | 'complete' | 'decided' | 'limit' | 'stopped';

/** Exact numbers, at any time between two slices. */
export type Progress = {
  readonly status: Status;
  readonly limit: Limit | null;
  /** States found; those of them whose properties were asked; those still waiting to be expanded. */
  readonly states: number;
  readonly checked: number;
  readonly frontier: number;
  /** Steps taken between kept states, and eager steps passed through within them. */
  readonly transitions: number;
  readonly merged: number;
  /** Steps to the farthest state found; and the depth up to which every state there is was found, and its properties asked. */
  readonly depth: number;
  readonly fullDepth: number;
  readonly bytes: number;
};

export type Search = {
  readonly system: System;
  readonly store: NodeStore;
  readonly answers: readonly Answer[];
  /** Every property is asked on every state, so the hits are all there are. */
  readonly countsAll: boolean;
  /** Number of the first node of each depth. */
  readonly levels: readonly number[];
  /**
   * Works for about `budget` transitions and returns. A state that only has its properties asked counts as one. Returns early when it waits
   * for what somebody else has been asked, and goes on without that when it is told to run again and has not heard.
   */
  readonly run: (budget: number) => Progress;
  readonly progress: () => Progress;
  /** Ends the search for good. */
  readonly stop: () => Progress;
  /**
   * So many of the waiting states at most, for somebody else to look into, after so many that it keeps (see loans.ts). Null when there are too few; and for a search that
   * is faster by itself, because steps are learned, or that wants to know more than whether a property is met.
   */
  readonly lend: (most: number, own: number) => Errand | null;
  /** Takes in what somebody has found out; it changes nothing but how long the search takes. */
  readonly hear: (told: Told) => void;
};

/** A property of states as it is asked of the current one, and the answer that is a finding. */
type Asked = { readonly answer: Answer; readonly holds: () => boolean; readonly wanted: boolean };

type Core = {
  readonly expander: Expander;
  readonly options: SearchOptions;
  readonly answers: readonly Answer[];
  readonly asked: readonly Asked[];
  readonly levels: number[];
  /** The next node to expand, and the first node of the next depth. */
  node: number;
  levelEnd: number;
  status: Status;
  limit: Limit | null;
  /** Set when expanding ended early: the rest of the states found only have their properties asked. */
  fullDepth: number | null;
  readonly loans: Loans;
  readonly meets: Meets;
  /** Looks into states that it is not the turn of. */
  readonly teller: Teller;
};

/**
 * Begins a breadth-first search, in which the first finding of each property is a shortest one. Nothing is explored before the first
 * `run`. Pure: there is no clock in it, the caller slices.
 */
export function startSearch(system: System, properties: readonly Property[], options: SearchOptions = {}): Search {
  const { maxStates = Infinity, maxBytes = Infinity, expected = 0, hash = hashWords } = options;
  ensure(system.actions <= MAX_ACTIONS, 'an action has 16 bits');
  const first = initialOf(system);
  const merged = eagerFollower(system)?.(first) ?? 0;
  system.canonical?.(first);
  const packing = roomy(first, maxBytes < ROOMY_FROM_BYTES ? 0 : ROOMY_BITS);
  const store = emptyStore(packing, { maxStates, maxBytes, expected }, hash);
  const answers = properties.map(emptyAnswer);
  const expander = expanderOf(
    system,
    store,
    judgeOf(() => core, properties, options.causes),
  );
  const core: Core = {
    ...{
      expander,
      options,
      answers,
      asked: answers.filter(isStateAnswer).map((answer): Asked => {
        const { property } = answer;
        return { answer, holds: asking(expander, property), wanted: property.mood === 'sometimes' };
      }),
      levels: [],
      node: 0,
      levelEnd: 0,
      status: 'running',
      limit: null,
      fullDepth: null,
      loans: noLoans(),
      meets: (property, action) => {
        const answer = answers[property] as Answer;
        if (answer.open) take(core, answer, { node: core.node, action });
      },
      teller: tellerOf(system, properties),
    },
  };
  expander.merged = merged;
  if (!add(store, expander.packed, 0, hash(expander.packed, 0, store.packing.words), -1, 0)) endExpanding(core);
  const progress = (): Progress => progressOf(core);
  const run = (budget: number): Progress => {
    runSlice(core, budget);
    return progress();
  };
  const stop = (): Progress => {
    if (core.status === 'running') core.status = 'stopped';
    return progress();
  };
  const lend = (most: number, own: number): Errand | null => {
    const loan = isLending(core) ? lendFrom(core.loans, store, core.node, most, own) : null;
    return loan === null ? null : errandOf(core, loan);
  };
  const hear = (told: Told): void => hearOf(core.loans, told);
  const countsAll = options.countAll === true;
  return { system, store, answers, countsAll, levels: core.levels, run, progress, stop, lend, hear };
}

/** Asks a property of the current state; what is known of it is looked up. */
function asking(x: Expander, property: StateProperty): () => boolean {
  const learned = learnedProperty(property, x.store.packing);
  if (learned === null) return () => property.holds(show(x));
  const { lookup } = learned;
  x.lookups.push(lookup);
  return () => {
    const known = lookUp(lookup, x.packed);
    return known < 0 ? answerHere(learned, show(x)) : known === 1;
  };
}

function runSlice(core: Core, budget: number): void {
  const { expander: x } = core;
  let spent = 0;
  while (isRunning(core) && spent < budget) {
    if (core.node === core.levelEnd && !nextLevel(core)) return;
    const told = toldOf(core.loans, core.node);
    if (told === 'waits') {
      const ahead = lookAhead(core);
      if (ahead === 0) break;
      spent += ahead;
      continue;
    }
    load(x, core.node);
    spent += told === 'itself' ? lookInto(core) : TOLD_COST * takeIn(core, told);
    core.node++;
  }
  if (core.fullDepth === null && !flush(x)) endExpanding(core);
}

/** Asks the properties of the current node, which is loaded, and expands it. Returns about how many transitions that took. */
function lookInto(core: Core): number {
  const { node, asked } = core;
  for (const { answer, holds, wanted } of asked) {
    if (answer.open && holds() === wanted) take(core, answer, { node, action: null });
  }
  if (node === 0) classifyFirst(core);
  return core.fullDepth === null && isRunning(core) ? 1 + expandNext(core, null, 0) : 1;
}

/** The same by what was told of it. */
function takeIn(core: Core, told: Told): number {
  const steps = takeAnswers(told, core.node, core.meets);
  return core.fullDepth === null && isRunning(core) ? 1 + expandNext(core, told, steps) : 1;
}

/**
 * Whoever was asked about the current node has not answered: looks into later ones meanwhile; when there are none, waits once, and then looks
 * into the node itself. Returns about how many transitions that took; 0: it waits.
 */
function lookAhead(core: Core): number {
  const { expander: x, loans, node } = core;
  if (core.fullDepth === null && !flush(x)) endExpanding(core);
  const count = Math.min(AHEAD, x.store.count - loans.until);
  if (count > 0 && loans.until - node < FARTHEST_AHEAD) {
    const told = core.teller(errandOf(core, lendThese(loans, x.store, loans.until, count)));
    hearOf(loans, told);
    return count + told.words.length / WORDS_OF_STEP;
  }
  if (count === 0 && !loans.waited) {
    loans.waited = true;
    return 0;
  }
  takeBack(loans, node);
  return 1;
}

/** Whether others may look into states: of what they tell, nothing would be missed. */
function isLending({ expander, options, status }: Core): boolean {
  const { causes, countAll = false } = options;
  return status === 'running' && expander.system.ranges === undefined && causes === undefined && !countAll;
}

function errandOf({ answers, fullDepth }: Core, loan: Loan): Errand {
  const asked = [...answers.keys()].filter((number) => answers[number]?.open === true);
  return { ...loan, asked, expands: fullDepth === null };
}

function isRunning({ status }: Core): boolean {
  return status === 'running';
}

/** No step begins a violation of the initial state. */
function classifyFirst({ expander, options, asked }: Core): void {
  if (options.causes === undefined) return;
  for (const { answer } of asked) {
    if (answer.first === null) continue;
    classify(expander.system, expander.store, answer, answer.first, options.causes);
  }
}

/** Expands the current node, or takes in what was told of its steps, from `steps` on. Returns the number of transitions. */
function expandNext(core: Core, told: Told | null, steps: number): number {
  const { expander: x, node } = core;
  const { batch } = x;
  if (batch.size + x.system.actions > batch.room && !flush(x)) {
    endExpanding(core);
    return 0;
  }
  const before = x.transitions + batch.size;
  if (told === null) expand(x, node);
  else takeSteps(x, node, told, steps, core.meets);
  if (x.store.full !== 'no') endExpanding(core);
  return x.transitions + batch.size - before;
}

/** Every node of this depth has been expanded. False: there is no next depth, and the search has ended. */
function nextLevel(core: Core): boolean {
  const { expander: x, levels, options } = core;
  if (core.fullDepth === null && !flush(x)) endExpanding(core);
  if (core.node === x.store.count) {
    core.status = core.limit === null ? 'complete' : 'limit';
    return false;
  }
  levels.push(core.node);
  core.levelEnd = x.store.count;
  if (core.fullDepth === null && levels.length > (options.maxDepth ?? Infinity)) endExpanding(core, 'depth');
  return true;
}

/** A bound was met. What was found but not yet asked is still asked, so that "no violation so far" is about every state counted. */
function endExpanding(core: Core, limit?: 'depth'): void {
  const { store } = core.expander;
  core.limit = limit ?? (store.full === 'no' ? null : store.full);
  core.fullDepth = core.levels.length - 1;
}

/** A finding. */
function take(core: Core, answer: Answer, finding: Finding): void {
  const { until = 'complete', countAll = false } = core.options;
  answer.hits++;
  answer.first ??= finding;
  answer.open = countAll;
  const violated = until === 'violated' && answer.property.mood === 'always';
  if (violated || (until === 'decided' && core.answers.every(({ first }) => first !== null))) core.status = 'decided';
}

/** What has to hear of every step: properties of steps, and whoever asks for causes. */
function judgeOf(core: () => Core, properties: readonly Property[], causes: Causes | undefined): Judge | null {
  if (causes === undefined && properties.every(isStateProperty)) return null;
  return (node, before, action, after) => {
    for (const answer of core().answers) judgeStep(core(), answer, causes, { node, action }, before, after);
  };
}

type StepFinding = { readonly node: number; readonly action: number };

function judgeStep(
  core: Core,
  answer: Answer,
  causes: Causes | undefined,
  step: StepFinding,
  before: Uint16Array,
  after: Uint16Array,
): void {
  const { property } = answer;
  const asksCause = causes !== undefined && wantsCauses(answer, causes);
  if (isStateProperty(property)) {
    if (!asksCause || !hitsState(property, after) || hitsState(property, before)) return;
  } else {
    if (!(answer.open || asksCause) || !hitsStep(property, before, step.action, after)) return;
    if (answer.open) take(core, answer, step);
  }
  if (asksCause) classify(core.expander.system, core.expander.store, answer, step, causes);
}

function progressOf({ expander: x, levels, levelEnd, node, status, limit, fullDepth }: Core): Progress {
  const { count: states, bytes } = x.store;
  const level = levels.length - 1;
  const asked = node === levelEnd ? level : level - 1;
  return {
    ...{ status, limit, states, checked: node, frontier: states - node, transitions: x.transitions, merged: x.merged },
    depth: Math.max(0, states > levelEnd ? level + 1 : level),
    fullDepth: Math.max(0, Math.min(asked, fullDepth ?? level)),
    bytes,
  };
}
