import { ensure, present } from '../base/assert.ts';
import { makeRecorder, type CellValue, type Footprint, type Recorder } from './footprint.ts';
import { addFact, emptyLookup, hasRoom, lookUp, type Lookup } from './lookup.ts';
import type { Packing } from './packing.ts';
import { NOT_ENABLED, type StateProperty, type System } from './system.ts';

/** What an action does where it is enabled: each cell that it writes, once. */
export type Step = { readonly action: number; readonly writes: Footprint<unknown>['writes'] };

/** Actions first … end − 1, and which of the facts tells what they do. */
export type Range = { readonly first: number; readonly end: number; readonly lookup: Lookup };

/** Where the cells of `path` hold these values, the enabled actions of a range take the steps of this leaf. */
export type StepFact = { readonly path: readonly CellValue[]; readonly leaf: number };

/**
 * Local steps, learned. An action of a large system looks at few cells: those of its process, a lock, what it points to. So the same few
 * things are done again and again, at a thousand places. The first time that cells have certain values the action is carried out by the
 * system's own `act` and what it reads and writes is taken down; from then on that is looked up. There is no second semantics: a step that
 * is looked up is one that `act` took, on a block which it could not have told from this one.
 *
 *     cpu0.line ─ 3 → lock ─ 0 → { action 0: lock := 1, cpu0.line := 4 }
 *               │          └ 1 → { }
 *               └ 4 → slot ─ …
 */
export type Learned = {
  readonly act: NonNullable<System['act']>;
  readonly record: Recorder;
  readonly ranges: readonly Range[];
  /** What is known, of all ranges. */
  readonly facts: StepFact[];
  /** Steps of the enabled actions of a range, in rising order; each combination once. */
  readonly leaves: (readonly Step[])[];
  readonly leafOf: Map<string, number>;
  readonly touched: Uint16Array;
};

/** Knows nothing so far. Null when the system has nothing to be learned. */
export function learnedOf({ ranges, act, cells, actions }: System, packing: Packing): Learned | null {
  if (ranges === undefined) return null;
  return {
    act: present(act, 'act of a system with ranges'),
    record: makeRecorder(cells),
    ranges: ranges.map((first, i) => ({ first, end: ranges[i + 1] ?? actions, lookup: emptyLookup(packing) })),
    ...{ facts: [], leaves: [], leafOf: new Map<string, number>(), touched: new Uint16Array(2 * cells) },
  };
}

/**
 * Learns what the actions of a range do in `state`, which fits the packing. Returns the number of the fact; −1 when the range is not
 * learned any further.
 */
export function learnHere(learned: Learned, { first, end, lookup }: Range, state: Uint16Array): number {
  if (!hasRoom(lookup)) return -1;
  const { act, record, touched } = learned;
  const path = new Map<number, CellValue>();
  const steps: Step[] = [];
  for (let action = first; action < end; action++) {
    const { reads, writes, result } = record(state, (block) => act(block, action, touched));
    for (const read of reads) if (!path.has(read.cell)) path.set(read.cell, read);
    if (result === NOT_ENABLED) continue;
    // That a cell is written without being looked at is rare; its old value is made part of the path, so that a step is a difference.
    for (const { cell, before } of writes) if (!path.has(cell)) path.set(cell, { cell, value: before });
    steps.push({ action, writes: writes.filter(({ value, before }) => value !== before) });
  }
  const fact = { path: [...path.values()], leaf: leafFor(learned, steps) };
  const answer = learned.facts.push(fact) - 1;
  addFact(lookup, { path: fact.path, answer });
  return answer;
}

function leafFor({ leaves, leafOf }: Learned, steps: readonly Step[]): number {
  const key = steps
    .map(({ action, writes }) => `${action}:${writes.map((w) => `${w.cell} ${w.before} ${w.value}`).join()}`)
    .join(';');
  const leaf = leafOf.get(key) ?? leaves.push(steps) - 1;
  leafOf.set(key, leaf);
  return leaf;
}

/** Replays steps where the expander would have carried actions out. */
export type Replay = {
  /** As `System.candidates`, of a state and itself packed; all it writes are enabled, unless their range is not learned any further. */
  readonly candidates: (state: Uint16Array, packed: Int32Array, into: Uint16Array) => number;
  /** As `System.act`, on the state that `candidates` was last asked about, for an action that it wrote. */
  readonly act: NonNullable<System['act']>;
};

/** The system's actions by what is known of them, which grows with what is asked. */
export function replayOf(learned: Learned): Replay {
  const { ranges, facts, leaves, act } = learned;
  const stepOf: (Step | null)[] = [];
  return {
    candidates: (state, packed, into) => {
      let count = 0;
      for (const range of ranges) {
        const known = lookUp(range.lookup, packed);
        const fact = facts[known >= 0 ? known : learnHere(learned, range, state)];
        if (fact !== undefined) {
          for (const step of leaves[fact.leaf] as readonly Step[]) {
            stepOf[step.action] = step;
            into[count++] = step.action;
          }
          continue;
        }
        for (let action = range.first; action < range.end; action++) {
          stepOf[action] = null;
          into[count++] = action;
        }
      }
      return count;
    },
    act: (block, action, touched) => {
      const step = stepOf[action] as Step | null;
      if (step === null) return act(block, action, touched);
      let count = 0;
      for (const { cell, value } of step.writes) {
        block[cell] = value;
        touched[count++] = cell;
      }
      return count;
    },
  };
}

/** A property's answers, learned: 1 where it holds, 0 where it does not. */
export type LearnedProperty = {
  readonly holds: StateProperty['holds'];
  readonly record: Recorder;
  readonly lookup: Lookup;
};

/** Knows nothing so far. Null when the property is not to be learned. */
export function learnedProperty({ holds, local }: StateProperty, packing: Packing): LearnedProperty | null {
  if (local !== true) return null;
  return { holds, record: makeRecorder(packing.cellCount), lookup: emptyLookup(packing) };
}

/** Learns the property's answer for `state`, which fits the packing. */
export function answerHere({ holds, record, lookup }: LearnedProperty, state: Uint16Array): boolean {
  if (!hasRoom(lookup)) return holds(state);
  const { reads, writes, result } = record(state, holds);
  ensure(writes.length === 0, 'a property writes nothing');
  addFact(lookup, { path: reads, answer: Number(result) });
  return result;
}
