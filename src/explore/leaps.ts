import { present } from '../base/assert.ts';
import type { CellValue } from './footprint.ts';
import { emptyFrontier, type Frontier } from './frontier.ts';
import type { Learned, Step } from './learned.ts';
import { fits, widened, type Packing } from './packing.ts';

/**
 * Learned steps as differences of packed states: what a step does to a state is to be combined with it by exclusive or, a word at a time.
 * Compiled for one packing, in which some cells take bits; sets of these are bits again, `setWords` words of them:
 *
 *     code[starts[leaf]]    how many steps, and each of them:
 *       + 0                 its action
 *       + CHANGE            a number that it shares with the steps that change the same bits, and so with the one that undoes it
 *       + CELLS             the cells that it changes
 *       + CELLS + setWords  the difference, as many words as a packed state has
 *     facts[stride · fact]  where the steps of its leaf begin in `code` | cells that it depends on | cells that its steps change
 */
export type Leaps = {
  readonly learned: Learned;
  code: Int32Array;
  used: number;
  starts: Int32Array;
  facts: Int32Array;
  setWords: number;
  stride: number;
  /** By cell: its number among those that take bits, −1 for the others. */
  members: Int16Array;
  /** By which cells it changes and how: the number of a change. */
  readonly changes: Map<string, number>;
  /** By leaf: the changes of its steps. */
  readonly changesOf: (readonly number[])[];
  /** Leaves and facts up to these numbers are compiled. */
  compiledLeaves: number;
  compiledFacts: number;
  readonly frontier: Frontier;
};

/** Sets are looked at two words at a time, which is all there are of them mostly. */
const LEAST_SET_WORDS = 2;

/** Places in a step of `code`. */
export const CHANGE = 1;
export const CELLS = 2;

/** Nothing is compiled so far. */
export function leapsOf(learned: Learned, packing: Packing): Leaps {
  const leaps: Leaps = {
    learned,
    ...{ code: new Int32Array(1 << 10), used: 0, starts: new Int32Array(1 << 8), compiledLeaves: 0 },
    ...{ facts: new Int32Array(1 << 10), setWords: LEAST_SET_WORDS, stride: 1 + 2 * LEAST_SET_WORDS, compiledFacts: 0 },
    members: new Int16Array(packing.cellCount),
    ...{ changes: new Map<string, number>(), changesOf: [] },
    frontier: emptyFrontier(learned.ranges.length),
  };
  recompile(leaps, packing);
  return leaps;
}

/** All that the learned steps write. */
export function changesIn({ learned }: Leaps): readonly CellValue[] {
  return learned.leaves.flatMap((steps) => steps.flatMap(({ writes }) => writes));
}

/** Compiles what was learned since. Returns null, or the wider packing that it needs: nothing is compiled then. */
export function compile(leaps: Leaps, packing: Packing, slack: number): Packing | null {
  const { leaves } = leaps.learned;
  let wider = packing;
  for (let leaf = leaps.compiledLeaves; leaf < leaves.length; leaf++) {
    for (const { writes } of present(leaves[leaf], 'a leaf')) {
      const reached = packing.base.slice();
      for (const { cell, value } of writes) reached[cell] = value;
      if (!fits(wider, reached)) wider = widened(wider, reached, slack);
    }
  }
  if (wider !== packing) return wider;
  compileNew(leaps, packing);
  return null;
}

/** Compiles everything for another packing, which fits. */
export function recompile(leaps: Leaps, packing: Packing): void {
  leaps.used = 0;
  leaps.compiledLeaves = 0;
  leaps.compiledFacts = 0;
  let members = 0;
  leaps.members = Int16Array.from(packing.widths, (width) => (width === 0 ? -1 : members++));
  leaps.setWords = Math.max(LEAST_SET_WORDS, Math.ceil(members / 32));
  leaps.stride = 1 + 2 * leaps.setWords;
  compileNew(leaps, packing);
}

function compileNew(leaps: Leaps, packing: Packing): void {
  const { leaves, facts } = leaps.learned;
  for (; leaps.compiledLeaves < leaves.length; leaps.compiledLeaves++) {
    compileLeaf(leaps, packing, leaps.compiledLeaves);
  }
  for (; leaps.compiledFacts < facts.length; leaps.compiledFacts++) compileFact(leaps, leaps.compiledFacts);
}

function compileLeaf(leaps: Leaps, { places, words }: Packing, leaf: number): void {
  const steps = present(leaps.learned.leaves[leaf], 'a leaf');
  const { setWords } = leaps;
  const size = 1 + steps.length * (CELLS + setWords + words);
  if (leaps.used + size > leaps.code.length) leaps.code = larger(leaps.code, leaps.used + size);
  if (leaf >= leaps.starts.length) leaps.starts = larger(leaps.starts, leaf + 1);
  const { code } = leaps;
  let at = leaps.used;
  leaps.starts[leaf] = at;
  code.fill(0, at, at + size);
  code[at++] = steps.length;
  const changes = (leaps.changesOf[leaf] ??= steps.map((step) => changeOf(leaps, step)));
  for (const [number, step] of steps.entries()) {
    code[at] = step.action;
    code[at + CHANGE] = changes[number] as number;
    const difference = at + CELLS + setWords;
    for (const { cell, value, before } of step.writes) {
      addTo(leaps, code, at + CELLS, cell);
      const place = places[cell] as number;
      const word = difference + (place >>> 10);
      code[word] = (code[word] as number) ^ ((value ^ before) << place);
    }
    at = difference + words;
  }
  leaps.used = at;
}

function changeOf({ changes }: Leaps, { writes }: Step): number {
  const key = writes
    .map(({ cell, value, before }) => `${cell} ${value ^ before}`)
    .sort()
    .join();
  const number = changes.get(key) ?? changes.size;
  changes.set(key, number);
  return number;
}

/** Adds a cell to the set that stands at `at`; cells that take no bits never change and are in no set. */
function addTo({ members }: Leaps, into: Int32Array, at: number, cell: number): void {
  const member = members[cell] as number;
  if (member < 0) return;
  const word = at + (member >>> 5);
  into[word] = (into[word] as number) | (1 << member);
}

function compileFact(leaps: Leaps, fact: number): void {
  const { path, leaf } = present(leaps.learned.facts[fact], 'a fact');
  const { stride, setWords } = leaps;
  const at = fact * stride;
  if (at + stride > leaps.facts.length) leaps.facts = larger(leaps.facts, at + stride);
  const { facts } = leaps;
  facts.fill(0, at, at + stride);
  facts[at] = leaps.starts[leaf] as number;
  for (const { cell } of path) addTo(leaps, facts, at + 1, cell);
  for (const { writes } of present(leaps.learned.leaves[leaf], 'a leaf')) {
    for (const { cell } of writes) addTo(leaps, facts, at + 1 + setWords, cell);
  }
}

function larger(array: Int32Array, needed: number): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(2 * needed);
  copy.set(array);
  return copy;
}
