import { trailOf } from '../engine/explore/trail.ts';
import type { SavedBranch } from '../engine/protocol.ts';

/** The run on the stage as it lies on the map of behaviours. */
export type Trails = {
  /** The region at a cursor of the branch that is shown; null for a run that cannot be read. */
  readonly at: (step: number, micro: number | null) => number | null;
  /** The regions that this branch or another one has been in. */
  readonly visited: readonly number[];
};

/** Carries all branches out once more: made anew when a text changes, asked at every step. */
export function trails(text: string, saved: readonly SavedBranch[]): Trails {
  const shown = trailOf(text);
  const others = saved.map((branch) => branch.text).filter((other) => other !== text);
  const visited = [...(shown?.regions ?? []), ...others.flatMap((other) => trailOf(other)?.regions ?? [])];
  return { at: (step, micro) => shown?.at(step, micro) ?? null, visited: [...new Set(visited)].sort((a, b) => a - b) };
}
