import { trailOf, type Trail } from '../engine/explore/trail.ts';
import type { SavedBranch } from '../engine/protocol.ts';

/** The run on the stage as it lies on the map of behaviours. */
export type Trails = {
  /** The region at a cursor of the branch that is shown; null for a run that is not traced. */
  readonly at: (step: number, micro: number | null) => number | null;
  /** The regions that this branch or another one has been in. */
  readonly visited: readonly number[];
};

/** A run of more lines is not traced: carrying it out once more would hold the page up for longer than the place on the map is worth. */
const MOST_LINES = 2_000;

/** Carries all branches out once more: made anew when a text changes, asked at every step. */
export function trails(text: string, saved: readonly SavedBranch[]): Trails {
  const shown = traced(text);
  const others = saved.map((branch) => branch.text).filter((other) => other !== text);
  const visited = [shown, ...others.map(traced)].flatMap((trail) => trail?.regions ?? []);
  return { at: (step, micro) => shown?.at(step, micro) ?? null, visited: [...new Set(visited)].sort((a, b) => a - b) };
}

const traced = (text: string): Trail | null => (text.split('\n').length > MOST_LINES ? null : trailOf(text));
