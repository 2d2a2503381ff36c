import { present } from '../base/assert.ts';
import { emptyFrontier, type Frontier } from './frontier.ts';
import type { Learned } from './learned.ts';
import { fits, widened, type Packing } from './packing.ts';

/**
 * Learned steps as differences of packed states: what a step does to a state is to be combined with it by exclusive or, a word at a time.
 * Compiled for one packing:
 *
 *     code[starts[leaf]]    how many steps | action, difference (as many words as a packed state has) | action, difference | …
 *     facts[stride · fact]  where the steps of its leaf begin in `code` | bits that it depends on | bits that its steps change
 */
export type Leaps = {
  readonly learned: Learned;
  code: Int32Array;
  used: number;
  starts: Int32Array;
  facts: Int32Array;
  stride: number;
  /** Leaves and facts up to these numbers are compiled. */
  compiledLeaves: number;
  compiledFacts: number;
  readonly frontier: Frontier;
};

export function leapsOf(learned: Learned, { words }: Packing): Leaps {
  return {
    learned,
    ...{ code: new Int32Array(1 << 10), used: 0, starts: new Int32Array(1 << 8), compiledLeaves: 0 },
    ...{ facts: new Int32Array(1 << 10), stride: 1 + 2 * words, compiledFacts: 0 },
    frontier: emptyFrontier(learned.ranges.length),
  };
}

/** Compiles what was learned since. Returns null, or the wider packing that it needs: nothing is compiled then. */
export function compile(leaps: Leaps, packing: Packing, slack: number): Packing | null {
  const { leaves, facts } = leaps.learned;
  let wider = packing;
  for (let leaf = leaps.compiledLeaves; leaf < leaves.length; leaf++) {
    for (const { writes } of present(leaves[leaf], 'a leaf')) {
      const reached = packing.base.slice();
      for (const { cell, value } of writes) reached[cell] = value;
      if (!fits(wider, reached)) wider = widened(wider, reached, slack);
    }
  }
  if (wider !== packing) return wider;
  for (; leaps.compiledLeaves < leaves.length; leaps.compiledLeaves++) {
    compileLeaf(leaps, packing, leaps.compiledLeaves);
  }
  for (; leaps.compiledFacts < facts.length; leaps.compiledFacts++) compileFact(leaps, packing, leaps.compiledFacts);
  return null;
}

/** Compiles everything for another packing, which fits. */
export function recompile(leaps: Leaps, packing: Packing): void {
  leaps.used = 0;
  leaps.compiledLeaves = 0;
  leaps.compiledFacts = 0;
  leaps.stride = 1 + 2 * packing.words;
  compile(leaps, packing, 0);
}

function compileLeaf(leaps: Leaps, { places, words }: Packing, leaf: number): void {
  const steps = present(leaps.learned.leaves[leaf], 'a leaf');
  const size = 1 + steps.length * (1 + words);
  if (leaps.used + size > leaps.code.length) leaps.code = larger(leaps.code, leaps.used + size);
  if (leaf >= leaps.starts.length) leaps.starts = larger(leaps.starts, leaf + 1);
  const { code } = leaps;
  let at = leaps.used;
  leaps.starts[leaf] = at;
  code[at++] = steps.length;
  for (const { action, writes } of steps) {
    code[at++] = action;
    code.fill(0, at, at + words);
    for (const { cell, value, before } of writes) {
      const place = places[cell] as number;
      const word = at + (place >>> 10);
      code[word] = (code[word] as number) ^ ((value ^ before) << place);
    }
    at += words;
  }
  leaps.used = at;
}

function compileFact(leaps: Leaps, { places, words }: Packing, fact: number): void {
  const { path, leaf } = present(leaps.learned.facts[fact], 'a fact');
  const at = fact * leaps.stride;
  if (at + leaps.stride > leaps.facts.length) leaps.facts = larger(leaps.facts, at + leaps.stride);
  const { facts, code } = leaps;
  facts.fill(0, at, at + leaps.stride);
  const start = leaps.starts[leaf] as number;
  facts[at] = start;
  for (const { cell } of path) {
    const place = places[cell] as number;
    const word = at + 1 + (place >>> 10);
    facts[word] = (facts[word] as number) | (~(-1 << (place >>> 5)) << place);
  }
  const steps = code[start] as number;
  for (let step = 0; step < steps; step++) {
    for (let i = 0; i < words; i++) {
      const word = at + 1 + words + i;
      facts[word] = (facts[word] as number) | (code[start + 1 + step * (1 + words) + 1 + i] as number);
    }
  }
}

function larger(array: Int32Array, needed: number): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(2 * needed);
  copy.set(array);
  return copy;
}
