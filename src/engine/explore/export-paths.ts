import { ensure } from '../../base/assert.ts';
import {
  assume,
  candidates,
  effectsOf,
  nothingKnown,
  type CellValue,
  type Domain,
  type Effect,
  type Partial,
} from './export-domain.ts';

/** What work on a block comes to on one path: what it answers and writes, or that the model says it cannot come there. */
export type Outcome = { readonly yes: boolean; readonly writes: readonly CellValue[] } | null;

/** Every path through some work on a block: which cell it reads next, what it then reads for each value, and what it comes to. */
export type Paths = { readonly work: Work; root: Path | null };
export type Path =
  | { readonly type: 'read'; readonly cell: number; readonly by: Map<number, Path> }
  | { readonly type: 'end'; readonly outcome: Outcome; readonly effects: readonly Effect[] };

/** Reads and writes a block and answers yes or no. The same values read, the same done. */
export type Work = (block: Block) => boolean;

/** The block that work is given: whole, or a part of it with everything else at rest. */
export type Block = { readonly whole: Uint16Array; readonly part: (cells: ReadonlySet<number>) => Uint16Array };

export type End = (outcome: Outcome, partial: Partial, effects: readonly Effect[]) => void;

/** Follows all paths that the domain has values for, and finds those that are new; `end` hears of each. */
export type Follow = (paths: Paths, end: End) => void;

/** What an error says where there are more paths than there is room for. */
export const TOO_MANY_PATHS = 'too many paths';

/**
 * @param rest a block at rest: what stands in the cells outside of a part
 * @param most so many paths may be found; where there are more, following them throws `TOO_MANY_PATHS`
 */
export function follower(domain: Domain, rest: Uint16Array, most: number): Follow {
  const run = runner(domain, rest, most);
  return (paths, end) => {
    const partial = nothingKnown(domain);
    const goOn = (path: Path): void => {
      if (path.type === 'end') {
        end(path.outcome, partial, path.effects);
        return;
      }
      for (const value of candidates(partial, path.cell)) {
        const takeBack = assume(partial, path.cell, value);
        const next = path.by.get(value) ?? run(paths.work, partial);
        if (next !== null) {
          path.by.set(value, next);
          goOn(next);
        }
        takeBack();
      }
    };
    paths.root ??= run(paths.work, partial);
    if (paths.root !== null) goOn(paths.root);
  };
}

/** Runs work once, with the first value there is for each cell that is not known: the path that it then takes from here. Null: there is none. */
function runner(domain: Domain, rest: Uint16Array, most: number): (work: Work, partial: Partial) => Path | null {
  let found = 0;
  const state: {
    partial: Partial | null;
    takeBack: (() => void)[];
    reads: { cell: number; value: number }[];
    isDead: boolean;
  } = { partial: null, takeBack: [], reads: [], isDead: false };
  const written = new Map<number, number>();
  const read = (cell: number): number => {
    const now = written.get(cell);
    if (now !== undefined) return now;
    const { partial } = state;
    ensure(partial !== null, 'a block is read while work is on it');
    const known = partial.values[cell] as number;
    if (known >= 0) return known;
    const [value, isDead] = firstOf(candidates(partial, cell));
    state.isDead ||= isDead;
    state.reads.push({ cell, value });
    state.takeBack.push(assume(partial, cell, value));
    return value;
  };
  const block = blockOf(rest, read, (cell, value) => written.set(cell, value & 0xffff));
  return (work, partial) => {
    found += 1;
    if (found > most) throw new Error(TOO_MANY_PATHS);
    Object.assign(state, { partial, takeBack: [], reads: [], isDead: false });
    written.clear();
    const outcome = outcomeOf(work, block, written);
    for (const takeBack of state.takeBack.reverse()) takeBack();
    if (state.isDead) return null;
    let path: Path = { type: 'end', outcome, effects: effectsOf(domain, outcome?.writes ?? []) };
    for (const { cell, value } of state.reads.reverse()) path = { type: 'read', cell, by: new Map([[value, path]]) };
    return path;
  };
}

const firstOf = ([first]: readonly number[]): readonly [number, boolean] => [first ?? 0, first === undefined];

const BROKEN = 'broken promise';

function outcomeOf(work: Work, block: Block, written: ReadonlyMap<number, number>): Outcome {
  try {
    const yes = work(block);
    return { yes, writes: [...written] };
  } catch (error) {
    // Combinations of values that no machine can have at once are tried too; there the model may find that its promises do not hold.
    if (error instanceof Error && error.message.startsWith(BROKEN)) return null;
    throw error;
  }
}

function blockOf(
  rest: Uint16Array,
  read: (cell: number) => number,
  write: (cell: number, value: number) => void,
): Block {
  const view = (isIn: (cell: number) => boolean): Uint16Array =>
    new Proxy(rest, {
      get: (_, key) => {
        if (key === 'length') return rest.length;
        const cell = Number(key);
        return isIn(cell) ? read(cell) : rest[cell];
      },
      set: (_, key, value: number) => {
        write(Number(key), value);
        return true;
      },
    });
  const parts = new Map<ReadonlySet<number>, Uint16Array>();
  return {
    whole: view(() => true),
    part: (cells) => {
      const part = parts.get(cells) ?? view((cell) => cells.has(cell));
      parts.set(cells, part);
      return part;
    },
  };
}
