import { blocksOf, differing, type Blocks } from './blocks.ts';
import { eagerFollower, type FollowEager } from './eager.ts';
import { hitsState, hitsStep, isStateProperty } from './findings.ts';
import { unpack, type Packing } from './packing.ts';
import { initialOf } from './path.ts';
import { LOOK, NOT_ENABLED, type Property, type System } from './system.ts';

/**
 * States that somebody else is asked to look into, on another core, for a search that goes on meanwhile: a run of its nodes. Plain data, and
 * so is the answer; whoever looks into them knows the system and its properties, and nothing of the search.
 */
export type Errand = {
  /** The number of the first node, and how many nodes. */
  readonly first: number;
  readonly count: number;
  /** Their states, packed, one behind the other. */
  readonly packing: Packing;
  readonly states: Int32Array;
  /** Numbers of the properties that are still to be asked; and whether steps are wanted, or only answers. */
  readonly asked: readonly number[];
  readonly expands: boolean;
};

/**
 * What was found out about the nodes of an errand. A record for each, in numbers of 16 bits:
 *
 *     number of properties met in the state, and which; number of steps, and of each
 *       its action; number of properties met on it, and which; eager steps passed through, low and high bits;
 *       number of cells that are other ones after it, and of each: which, and what it is to be combined with by exclusive or
 *
 * A property that was met is not asked again within the errand.
 */
export type Told = {
  readonly first: number;
  readonly count: number;
  readonly words: Uint16Array;
  /** Where the record of each node begins. */
  readonly starts: Uint32Array;
};

/** Looks into the states of an errand: the same answer for the same states, whoever asks and whenever. */
export type Teller = (errand: Errand) => Told;

type Telling = Blocks & {
  readonly system: System;
  readonly act: NonNullable<System['act']>;
  readonly properties: readonly Property[];
  readonly followEager: FollowEager | null;
  readonly order: Uint16Array;
  words: Uint16Array;
  used: number;
  /** Numbers of the properties that are still asked: those of states, and those of steps. */
  ofStates: Set<number>;
  ofSteps: Set<number>;
};

const FIRST_WORDS = 1 << 8;

/** A teller of a system and what is asked of it. */
export function tellerOf(system: System, properties: readonly Property[]): Teller {
  const blocks = blocksOf(system.cells);
  const { current, work } = blocks;
  current.set(initialOf(system));
  work.set(current);
  const byNext: NonNullable<System['act']> = (block, action) =>
    system.next(current, action, block) ? LOOK : NOT_ENABLED;
  const t: Telling = {
    ...blocks,
    ...{ system, properties, act: system.act ?? byNext, followEager: eagerFollower(system) },
    order: Uint16Array.from({ length: system.actions }, (_, action) => action),
    ...{ words: new Uint16Array(FIRST_WORDS), used: 0, ofStates: new Set<number>(), ofSteps: new Set<number>() },
  };
  return ({ first, count, packing, states, asked, expands }) => {
    t.used = 0;
    t.ofStates = new Set(asked.filter((number) => isStateProperty(properties[number] as Property)));
    t.ofSteps = new Set(asked.filter((number) => !t.ofStates.has(number)));
    const starts = new Uint32Array(count);
    for (let k = 0; k < count; k++) {
      starts[k] = t.used;
      unpack(packing, states, k * packing.words, current);
      work.set(current);
      tellMet(t, t.ofStates, (property) => isStateProperty(property) && hitsState(property, current));
      const place = t.used;
      write(t, 0);
      const steps = expands ? tellSteps(t) : 0;
      t.words[place] = steps;
    }
    return { first, count, words: t.words.slice(0, t.used), starts };
  };
}

/** The steps of the current state; returns how many. */
function tellSteps(t: Telling): number {
  const { system, act, current, work, touched, order, followEager } = t;
  const tried = system.candidates?.(current, order) ?? order.length;
  let steps = 0;
  for (let k = 0; k < tried; k++) {
    const action = order[k] as number;
    if (act(work, action, touched) === NOT_ENABLED) continue;
    steps++;
    write(t, action);
    tellMet(t, t.ofSteps, (property) => !isStateProperty(property) && hitsStep(property, current, action, work));
    const eager = followEager === null ? 0 : followEager(work);
    system.canonical?.(work);
    const count = differing(t);
    write(t, eager & 0xffff);
    write(t, eager >>> 16);
    write(t, count);
    for (let i = 0; i < count; i++) {
      const cell = touched[i] as number;
      const before = current[cell] as number;
      write(t, cell);
      write(t, (work[cell] as number) ^ before);
      work[cell] = before;
    }
  }
  return steps;
}

/** Those of the open properties that are met, which then are open no more. */
function tellMet(t: Telling, open: Set<number>, isMet: (property: Property) => boolean): void {
  const place = t.used;
  write(t, 0);
  for (const number of open) {
    if (!isMet(t.properties[number] as Property)) continue;
    open.delete(number);
    write(t, number);
  }
  t.words[place] = t.used - place - 1;
}

function write(t: Telling, number: number): void {
  if (t.used === t.words.length) {
    const larger = new Uint16Array(2 * t.words.length);
    larger.set(t.words);
    t.words = larger;
  }
  t.words[t.used++] = number;
}
