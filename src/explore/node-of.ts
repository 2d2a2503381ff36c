import { find } from './node-store.ts';
import { fits, pack } from './packing.ts';
import type { Search } from './search.ts';

/** The node of a state, as the search knows it: after merging and up to symmetry the caller's state may stand for another. −1: not found so far. */
export function nodeOf({ store, system }: Search, state: Uint16Array): number {
  const stored = state.slice();
  system.canonical?.(stored);
  if (!fits(store.packing, stored)) return -1;
  const words = new Int32Array(store.packing.words);
  pack(store.packing, stored, words, 0);
  return find(store, words, 0, store.hash(words, 0, words.length));
}
