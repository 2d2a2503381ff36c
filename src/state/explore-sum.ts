import type { Progress } from './explore-state.ts';

/** How far several explorers have come that work side by side; one at a time each. */
export type Summing = {
  /** What an explorer, by its number, has said last; null when it has done what it was asked. Returns the sum, null when nobody works. */
  readonly hear: (explorer: number, progress: Progress | null) => Progress | null;
};

export function summing(): Summing {
  const last = new Map<number, Progress>();
  return {
    hear: (explorer, progress) => {
      if (progress === null) last.delete(explorer);
      else last.set(explorer, progress);
      return sumOf([...last.entries()].toSorted(([a], [b]) => a - b).map(([, one]) => one));
    },
  };
}

/** States, rates and memory are those of all; as deep as the one that is deepest, and for as long as the one that works longest. */
function sumOf(all: readonly Progress[]): Progress | null {
  if (all.length === 0) return null;
  const sum = (of: (one: Progress) => number): number => all.reduce((total, one) => total + of(one), 0);
  const parts = all.flatMap(({ part }) => part ?? []);
  return {
    states: sum(({ states }) => states),
    frontier: sum(({ frontier }) => frontier),
    transitions: sum(({ transitions }) => transitions),
    depth: Math.max(...all.map(({ depth }) => depth)),
    fullDepth: Math.min(...all.map(({ fullDepth }) => fullDepth)),
    bytes: sum(({ bytes }) => bytes),
    statesPerSecond: sum(({ statesPerSecond }) => statesPerSecond),
    elapsedMs: Math.max(...all.map(({ elapsedMs }) => elapsedMs)),
    part: parts.length === 0 ? null : parts.join(', '),
  };
}
