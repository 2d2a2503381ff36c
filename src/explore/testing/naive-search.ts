import { initialOf } from '../path.ts';
import type { System } from '../system.ts';

/** What a search that nobody can get wrong finds: a Map of strings, a queue, no tricks. */
export type NaiveResult = {
  /** Steps from the initial state, by state. */
  readonly depths: ReadonlyMap<string, number>;
  readonly transitions: number;
  readonly depth: number;
};

export function keyOf(state: Uint16Array): string {
  return state.join(' ');
}

export function naiveSearch(system: System): NaiveResult {
  const first = initialOf(system);
  const depths = new Map([[keyOf(first), 0]]);
  const queue = [first];
  let transitions = 0;
  let depth = 0;
  for (const state of queue) {
    const here = depths.get(keyOf(state)) ?? 0;
    depth = here;
    for (let action = 0; action < system.actions; action++) {
      const after = new Uint16Array(system.cells);
      if (!system.next(state, action, after)) continue;
      transitions++;
      if (depths.has(keyOf(after))) continue;
      depths.set(keyOf(after), here + 1);
      queue.push(after);
    }
  }
  return { depths, transitions, depth };
}

/** The depth of the nearest state that `wanted` says yes to, null when none is reachable. */
export function nearest(result: NaiveResult, wanted: (state: Uint16Array) => boolean): number | null {
  for (const [key, depth] of result.depths) if (wanted(Uint16Array.from(key.split(' '), Number))) return depth;
  return null;
}
