import { ensure, present } from '../base/assert.ts';
import { emptyTree, leafOf, learn, type DecisionTree } from './decision-tree.ts';
import { makeRecorder, type CellValue, type Footprint, type Recorder } from './footprint.ts';
import { NOT_ENABLED, type StateProperty, type System } from './system.ts';

/** What an action does where it is enabled: each cell that it writes, once. */
export type Step = { readonly action: number; readonly writes: Footprint<unknown>['writes'] };

/** Actions first … end − 1, and what is known of them: by the cells they look at, the steps of those that are enabled. */
export type Range = { readonly first: number; readonly end: number; readonly tree: DecisionTree<readonly Step[]> };

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
  /** The steps of every leaf of every range: a leaf's number is the same for all. */
  readonly leaves: readonly (readonly Step[])[];
  readonly touched: Uint16Array;
};

/** A tree is not grown beyond this, 16 MB: what is not known by then depends on too much. */
const MAX_TREE = 1 << 22;

/** Knows nothing so far. Null when the system has nothing to be learned. */
export function learnedOf({ ranges, act, cells, actions }: System): Learned | null {
  if (ranges === undefined) return null;
  const leaves: (readonly Step[])[] = [];
  return {
    act: present(act, 'act of a system with ranges'),
    record: makeRecorder(cells),
    ranges: ranges.map((first, i) => ({ first, end: ranges[i + 1] ?? actions, tree: emptyTree(leaves) })),
    leaves,
    touched: new Uint16Array(2 * cells),
  };
}

/** Learns what the actions of a range do in `state`. Returns the number of the leaf; −1 when the range is not learned any further. */
export function learnHere({ act, record, touched }: Learned, { first, end, tree }: Range, state: Uint16Array): number {
  if (tree.used > MAX_TREE) return -1;
  const path = new Map<number, CellValue>();
  const steps: Step[] = [];
  for (let action = first; action < end; action++) {
    const { reads, writes, result } = record(state, (block) => act(block, action, touched));
    for (const read of reads) if (!path.has(read.cell)) path.set(read.cell, read);
    if (result === NOT_ENABLED) continue;
    // That a cell is written without being looked at is rare; its old value is made part of the path, so that a step is a difference.
    for (const { cell, before } of writes) if (!path.has(cell)) path.set(cell, { cell, value: before });
    steps.push({ action, writes });
  }
  return learn(tree, [...path.values()], steps);
}

/** Replays steps where the expander would have carried actions out. */
export type Replay = {
  /** As `System.candidates`, and all it writes are enabled, unless their range is not learned any further. */
  readonly candidates: NonNullable<System['candidates']>;
  /** As `System.act`, on the state that `candidates` was last asked about, for an action that it wrote. */
  readonly act: NonNullable<System['act']>;
};

/** The system's actions by what is known of them, which grows with what is asked. */
export function replayOf(learned: Learned): Replay {
  const { ranges, leaves, act } = learned;
  const stepOf: (Step | null)[] = [];
  return {
    candidates: (state, into) => {
      let count = 0;
      for (const range of ranges) {
        const known = leafOf(range.tree, state);
        const leaf = known >= 0 ? known : learnHere(learned, range, state);
        if (leaf >= 0) {
          for (const step of leaves[leaf] as readonly Step[]) {
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

/** A property whose answers are learned, if they may be; else itself. */
export function learnedProperty(property: StateProperty, cells: number): StateProperty['holds'] {
  const { holds, local } = property;
  if (local !== true) return holds;
  const record = makeRecorder(cells);
  const tree = emptyTree<boolean>();
  return (state) => {
    const leaf = leafOf(tree, state);
    if (leaf >= 0) return tree.leaves[leaf] as boolean;
    if (tree.used > MAX_TREE) return holds(state);
    const { reads, writes, result } = record(state, holds);
    ensure(writes.length === 0, 'a property writes nothing');
    learn(tree, reads, result);
    return result;
  };
}
