import { chunkOf, offsetOf, parentOf } from '../../explore/node-store.ts';
import { unpack } from '../../explore/packing.ts';
import type { Progress, Search } from '../../explore/search.ts';
import type { KernelSystem } from '../kernel-system.ts';
import { makeInUse } from './in-use.ts';
import { handoversOf } from './program-moves.ts';
import { REGIONS, regionOf, type Region } from './region.ts';

/**
 * All behaviour at a glance: how many states are in each region, when each is first reached, and by which ways. Counted over the very states
 * that were visited; plain data.
 */
export type BehaviourMap = {
  /** One for each region, in their order. */
  readonly regions: readonly RegionCount[];
  /** The shortest runs that lead from one region into another: how many states were first reached by a step between the two. */
  readonly ways: readonly { readonly from: Region; readonly to: Region; readonly states: number }[];
  /** Steps to the farthest state. */
  readonly depth: number;
};

export type RegionCount = {
  readonly states: number;
  /** How many of them are so many steps from the start, from 0 on. */
  readonly byDepth: readonly number[];
};

/** So many states are looked at between two looks at the clock: about as many transitions take as long. */
const STATES_PER_SLICE = 50_000;

/**
 * Draws the map of what a search has found, slice by slice as `exploring`. Null: stopped before it was done. Takes about a tenth of the time
 * of the search.
 */
export function* behaviourMap(bound: KernelSystem, search: Search): Generator<Progress, BehaviourMap | null, number> {
  const { kernel, question, handed } = bound;
  const { store, levels } = search;
  const of = makeInUse(kernel, question.reductions.tlbSets, handed, handoversOf(question));
  const watched = handed.length > 0 ? handed : Array.from({ length: kernel.layout.pages }, (_, i) => i + 1);
  const regions = new Uint8Array(store.count);
  const counts = Array.from({ length: REGIONS }, () => levels.map(() => 0));
  const ways = new Uint32Array(REGIONS * REGIONS);
  const block = new Uint16Array(store.packing.cellCount);
  const machine = bound.machineOf(block);
  let depth = 0;
  for (let node = 0; node < store.count; node++) {
    if (node % STATES_PER_SLICE === STATES_PER_SLICE - 1 && (yield search.progress()) === 0) return null;
    while (depth + 1 < levels.length && node >= (levels[depth + 1] ?? Infinity)) depth++;
    unpack(store.packing, chunkOf(store, node), offsetOf(store, node), block);
    const region = regionOf(of, machine, watched);
    regions[node] = region;
    const row = counts[region] ?? [];
    row[depth] = (row[depth] ?? 0) + 1;
    const from = node === 0 ? region : (regions[parentOf(store, node)] ?? region);
    if (from !== region) ways[from * REGIONS + region] = (ways[from * REGIONS + region] ?? 0) + 1;
  }
  return {
    regions: counts.map((byDepth) => ({ states: byDepth.reduce((sum, n) => sum + n, 0), byDepth })),
    ways: [...ways].flatMap((states, i) =>
      states === 0 ? [] : [{ from: Math.floor(i / REGIONS), to: i % REGIONS, states }],
    ),
    depth,
  };
}
