import type { Progress } from '../../explore/search.ts';
import type { Ask } from './ask.ts';
import { exploring, type Answer, type Bounds } from './explore.ts';
import { freeQuestion, type FreeChoice } from './free-question.ts';

/** How far a table has come: the kernel it is at, and how far that is. */
export type TableProgress = { readonly kernel: string; readonly done: number; readonly of: number } & Progress;

/** The verdict table: the same question asked of one kernel after the other, slice by slice as `exploring`. */
export function* verdictTable(
  kernels: readonly string[],
  choice: Omit<FreeChoice, 'kernel'>,
  asks: readonly Ask[],
  bounds: Bounds = {},
): Generator<TableProgress, readonly Answer[], number> {
  const rows: Answer[] = [];
  for (const kernel of kernels) {
    const going = exploring(freeQuestion({ ...choice, kernel }), asks, bounds);
    let next = going.next();
    while (next.done !== true) {
      next = going.next(yield { kernel, done: rows.length, of: kernels.length, ...next.value });
    }
    rows.push(next.value);
    if (next.value.status === 'stopped') return rows;
  }
  return rows;
}
