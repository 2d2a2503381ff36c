import { eagerFollower } from './eager.ts';
import { find } from './node-store.ts';
import { fits, pack } from './packing.ts';
import { stateOf } from './path.ts';
import type { Search } from './search.ts';

/** The node that stands for `state`: the same up to symmetry, after its eager steps. −1: not found so far. */
export function nodeOf({ store, system }: Search, state: Uint16Array): number {
  const stored = state.slice();
  eagerFollower(system)?.(stored);
  system.canonical?.(stored);
  if (!fits(store.packing, stored)) return -1;
  const words = new Int32Array(store.packing.words);
  pack(store.packing, stored, words, 0);
  return find(store, words, 0, store.hash(words, 0, words.length));
}

/** A step out of a node: its action, as the stored state names it, and where it leads; −1 where the search has not been. */
export type Edge = { readonly action: number; readonly node: number };

/** All steps out of `node`, in the order of their actions: the map around it. */
export function edgesFrom(search: Search, node: number): readonly Edge[] {
  const { system, store } = search;
  const state = stateOf(store, node);
  const edges: Edge[] = [];
  for (let action = 0; action < system.actions; action++) {
    const after = new Uint16Array(system.cells);
    if (system.next(state, action, after)) edges.push({ action, node: nodeOf(search, after) });
  }
  return edges;
}
