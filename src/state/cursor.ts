import type { GlyphKind, StepOutline } from '../timeline/frame.ts';
import type { Zoom } from './state.ts';

/** Where in the run one stands: after `at` steps, and `micro` indivisible lines into the next one (null: between steps). */
export type Cursor = { readonly at: number; readonly micro: number | null };

/** One step on; null at the end. In the zoom of lines a step of several lines is entered, and left after its last line. */
export function cursorAfter(outline: readonly StepOutline[], { at, micro }: Cursor, zoom: Zoom): Cursor | null {
  const next = outline[at];
  if (next === undefined) return null;
  const line = (micro ?? 0) + 1;
  return zoom === 'lines' && line < next.ticks ? { at, micro: line } : { at: at + 1, micro: null };
}

/** One step back; null at the start. Exactly undoes `cursorAfter` in the same zoom. */
export function cursorBefore(outline: readonly StepOutline[], { at, micro }: Cursor, zoom: Zoom): Cursor | null {
  if (micro !== null) return { at, micro: zoom === 'lines' && micro > 1 ? micro - 1 : null };
  const last = outline[at - 1];
  if (last === undefined) return null;
  return { at: at - 1, micro: zoom === 'lines' && last.ticks > 1 ? last.ticks - 1 : null };
}

/** The kind of the step that led to the cursor: what "next of this kind" means there; null before the first step. */
export function kindAt(outline: readonly StepOutline[], { at }: Cursor): GlyphKind | null {
  return outline[at - 1]?.kind ?? null;
}

/** Just after the nearest later (or earlier) step of the same kind; null when there is none. */
export function cursorOfKind(outline: readonly StepOutline[], cursor: Cursor, direction: 1 | -1): Cursor | null {
  const kind = kindAt(outline, cursor);
  if (kind === null) return null;
  const alike = (step: StepOutline): boolean => step.kind === kind;
  const index =
    direction === 1
      ? outline.findIndex((step, i) => i >= cursor.at && alike(step))
      : outline.slice(0, cursor.at - 1).findLastIndex(alike);
  return index < 0 ? null : { at: index + 1, micro: null };
}
