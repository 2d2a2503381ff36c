import type { Frame, StepView } from '../timeline/frame.ts';
import { cursorAfter, cursorBefore, cursorOfKind, type Cursor } from './cursor.ts';
import type { Session, State } from './state.ts';

/** Questions about the store whose answers follow from it. Each returns the same object until what it depends on changes. */

const START: Cursor = { at: 0, micro: null };

export const isBusy = (state: State): boolean => state.pending > 0;

/** The frame of the first lane: in a plain view, of the only one. */
export const mainFrame = (state: State): Frame | null => state.session?.lanes[0]?.frame ?? null;

/** The step that led to the cursor; null just after boot. */
export const currentStep = (state: State): StepView | null => mainFrame(state)?.step ?? null;

/** What a screen reader is told when the cursor has moved, in at most 20 words where possible. */
export function announcement(state: State): string {
  const { session } = state;
  if (session === null) return '';
  const step = currentStep(state);
  return step === null ? 'At the start: the machine has just booted.' : step.sentence;
}

export function cursorOf(session: Session | null): Cursor {
  return session === null ? START : { at: session.at, micro: session.micro };
}

export const isAtStart = (state: State): boolean =>
  cursorBefore(state.outline, cursorOf(state.session), state.zoom) === null;

export const isAtEnd = (state: State): boolean =>
  cursorAfter(state.outline, cursorOf(state.session), state.zoom) === null;

export const hasNextOfKind = (state: State): boolean =>
  cursorOfKind(state.outline, cursorOf(state.session), 1) !== null;

export const hasPreviousOfKind = (state: State): boolean =>
  cursorOfKind(state.outline, cursorOf(state.session), -1) !== null;

/** Presets that the run is shown under beside its own. */
export function comparedKernels(session: Session | null): readonly string[] {
  return (session?.lanes ?? []).slice(1).map((lane) => lane.kernel);
}

/** Would doing something here make a fork? */
export const wouldFork = (state: State): boolean =>
  state.session !== null && (state.session.at < state.session.length || state.session.micro !== null);
