/** A slice takes about so long: short enough that a request to stop is heard at once. */
const SLICE_MS = 40;

/** The first slice of something, in transitions: nothing is compiled yet when it begins. */
export const FIRST_SLICE = 4_000;

/** So much that a slice takes as long as it should, but never many times more or less than the last one. */
export function nextSlice(last: number, tookMs: number): number {
  const factor = Math.min(2, Math.max(0.25, SLICE_MS / Math.max(1, tookMs)));
  return Math.max(1_000, Math.round(last * factor));
}
