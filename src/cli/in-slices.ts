import { FIRST_SLICE, nextSlice } from '../engine/slices.ts';
import type { Progress } from '../explore/search.ts';
import type { ExitCode, Going } from './io.ts';
import { grouped } from './words.ts';

/** All that working in slices touches of the world; tests pass their own. */
export type World = {
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
  /** Runs a task in a later turn, after what has arrived until then. */
  readonly defer: (task: () => void) => void;
  /** Calls back when somebody asks it to end; how to stop waiting for that. */
  readonly onInterrupt: (callback: () => void) => () => void;
  /** Shows how far it has come in place of what was shown before. Null where nobody looks. */
  readonly show: ((text: string) => void) | null;
};

const SHOWN_EVERY_MS = 250;

/**
 * Takes something to its end slice by slice, so that whoever asked can end it, and sees how far it has come. Whoever asks a second time is
 * not heard here any more.
 */
export function inSlices(going: Going, world: World, end: (code: ExitCode) => void): void {
  let budget = FIRST_SLICE;
  let shownAt = world.now();
  const speed = speedometer();
  let next = going.next(budget);
  if (next.done === true) {
    end(next.value);
    return;
  }
  const forget = world.onInterrupt(() => {
    forget();
    budget = 0;
  });
  const turn = (): void => {
    const before = world.now();
    next = going.next(budget);
    if (next.done === true) {
      forget();
      end(next.value);
      return;
    }
    const now = world.now();
    if (budget > 0) budget = nextSlice(budget, now - before);
    const perSecond = speed(next.value, now);
    if (now - shownAt >= SHOWN_EVERY_MS) {
      shownAt = now;
      world.show?.(progressText(next.value, perSecond));
    }
    world.defer(turn);
  };
  world.defer(turn);
}

/** States a second since the search began that is under way: several may come one after the other. */
function speedometer(): (progress: Progress, now: number) => number {
  let from = 0;
  let last = Infinity;
  return ({ checked }, now) => {
    if (checked < last) from = now;
    last = checked;
    return (1000 * checked) / Math.max(1, now - from);
  };
}

/** `1,204,000 states to depth 31, 410,000 a second; Ctrl-C ends it` */
export function progressText({ checked, depth }: Progress, perSecond: number): string {
  return `${grouped(checked)} states to depth ${depth}, ${grouped(Math.round(perSecond))} a second; Ctrl-C ends it`;
}
