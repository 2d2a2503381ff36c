import type { GlyphKind, StepOutline } from '../timeline/frame.ts';
import type { Zoom } from './state.ts';

/** Where in the run one stands: after `at` steps, and `micro` indivisible lines into the next one (null: between steps). */
export type Cursor = { readonly at: number; readonly micro: number | null };

/** One step on; null at the end. In the zoom of lines a step of several lines is entered, and left after its last line. */
export function cursorAfter(outline: readonly StepOutline[], { at, micro }: Cursor, zoom: Zoom): Cursor | null {
  if (at >= outline.length) return null;
  // Whoever came to a step by its number, or by pointing at it, may stand before what was expected of it: that is told already.
  const told = micro === null ? pastChecks(outline, at) : at;
  const next = outline[told];
  if (next === undefined) return { at: told, micro: null };
  const line = (micro ?? 0) + 1;
  return zoom === 'lines' && line < next.ticks
    ? { at: told, micro: line }
    : { at: pastChecks(outline, told + 1), micro: null };
}

/** An expectation that came true is no place to stop: it is told with the step before it. */
const isCheck = (step: StepOutline | undefined): boolean => step?.outcome === 'expect_ok';

function pastChecks(outline: readonly StepOutline[], at: number): number {
  let past = at;
  while (isCheck(outline[past])) past++;
  return past;
}

function beforeChecks(outline: readonly StepOutline[], at: number): number {
  let before = at;
  while (before > 0 && isCheck(outline[before - 1])) before--;
  return before;
}

/** One step back; null at the start. Exactly undoes `cursorAfter` in the same zoom. */
export function cursorBefore(outline: readonly StepOutline[], { at, micro }: Cursor, zoom: Zoom): Cursor | null {
  if (micro !== null) return { at, micro: zoom === 'lines' && micro > 1 ? micro - 1 : null };
  const told = beforeChecks(outline, at);
  const last = outline[told - 1];
  if (last === undefined) return null;
  return { at: told - 1, micro: zoom === 'lines' && last.ticks > 1 ? last.ticks - 1 : null };
}

/** The kind of the step that led to the cursor: what "next of this kind" means there; null before the first step. */
export function kindAt(outline: readonly StepOutline[], { at }: Cursor): GlyphKind | null {
  return outline[beforeChecks(outline, at) - 1]?.kind ?? null;
}

/** Just after the nearest later (or earlier) step of the same kind; null when there is none. */
export function cursorOfKind(outline: readonly StepOutline[], cursor: Cursor, direction: 1 | -1): Cursor | null {
  const kind = kindAt(outline, cursor);
  if (kind === null) return null;
  let index = direction === 1 ? cursor.at : beforeChecks(outline, cursor.at) - 2;
  while (index >= 0 && index < outline.length && outline[index]?.kind !== kind) index += direction;
  return index < 0 || index >= outline.length ? null : { at: pastChecks(outline, index + 1), micro: null };
}
