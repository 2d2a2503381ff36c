import { present } from '../base/assert.ts';
import type { Learned, Step } from './learned.ts';
import { fits, widened, type Packing } from './packing.ts';

/**
 * Learned steps as differences of packed states: what a step does to a state is then to be combined with it by exclusive or, a word at a
 * time. Compiled for one packing, leaf by leaf as they are learned:
 *
 *     code[starts[leaf]]   how many steps | action, difference (as many words as a packed state has) | action, difference | …
 */
export type Leaps = {
  readonly learned: Learned;
  code: Int32Array;
  used: number;
  starts: Int32Array;
  /** Leaves up to this number are compiled. */
  compiled: number;
};

export function leapsOf(learned: Learned): Leaps {
  return { learned, code: new Int32Array(1 << 10), used: 0, starts: new Int32Array(1 << 8), compiled: 0 };
}

/** Compiles what was learned since. Returns null, or the wider packing that it needs: nothing is compiled then. */
export function compile(leaps: Leaps, packing: Packing, slack: number): Packing | null {
  const { leaves } = leaps.learned;
  let wider = packing;
  for (let leaf = leaps.compiled; leaf < leaves.length; leaf++) {
    for (const step of stepsOf(leaps, leaf)) {
      const reached = packing.base.slice();
      for (const { cell, value } of step.writes) reached[cell] = value;
      if (!fits(wider, reached)) wider = widened(wider, reached, slack);
    }
  }
  if (wider !== packing) return wider;
  for (; leaps.compiled < leaves.length; leaps.compiled++) compileLeaf(leaps, packing, leaps.compiled);
  return null;
}

/** Compiles everything for another packing, which fits. */
export function recompile(leaps: Leaps, packing: Packing): void {
  leaps.used = 0;
  leaps.compiled = 0;
  compile(leaps, packing, 0);
}

function stepsOf({ learned }: Leaps, leaf: number): readonly Step[] {
  return present(learned.leaves[leaf], 'a leaf');
}

function compileLeaf(leaps: Leaps, { places, words }: Packing, leaf: number): void {
  const steps = stepsOf(leaps, leaf);
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

function larger(array: Int32Array, needed: number): Int32Array<ArrayBuffer> {
  const copy = new Int32Array(2 * needed);
  copy.set(array);
  return copy;
}
