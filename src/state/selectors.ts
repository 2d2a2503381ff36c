import type { Frame, Lane, StepView } from '../timeline/frame.ts';
import { cursorAfter, cursorBefore, cursorOfKind, type Cursor } from './cursor.ts';
import type { Session, State, WhyAnswer } from './state.ts';

/** Questions about the store whose answers follow from it. Each returns the same object until what it depends on changes. */

const START: Cursor = { at: 0, micro: null };

export const isBusy = (state: State): boolean => state.pending > 0;

/** The number of the lane that the panels beside the stage tell of. */
export const focusedLane = ({ lane, session }: State): number =>
  Math.max(0, Math.min(lane, (session?.lanes.length ?? 1) - 1));

/** The lane that the panels beside the stage tell of: in a plain view, the only one. */
export const mainLane = (state: State): Lane | null => state.session?.lanes[focusedLane(state)] ?? null;

export const mainFrame = (state: State): Frame | null => mainLane(state)?.frame ?? null;

/** The step that led to the cursor; null just after boot. */
export const currentStep = (state: State): StepView | null => mainFrame(state)?.step ?? null;

/**
 * The CPU that keys act on and that is shown in detail: the one that the reader chose, or else the one that acted last, or that was last taken
 * down or brought up.
 */
export function chosenCpu({ cpu, session, outline }: State): number {
  // A machine may have become smaller since.
  if (cpu !== null && (session === null || session.lanes[0]?.frame.cpus[cpu] !== undefined)) return cpu;
  const done = session === null ? 0 : session.at + (session.micro === null ? 0 : 1);
  for (let at = done - 1; at >= 0; at--) {
    const step = outline[at];
    const moved = [...(step?.left ?? []), ...(step?.came ?? [])];
    const [only = null] = moved.length === 1 ? moved : [];
    const acted = only ?? step?.cpu ?? null;
    if (acted !== null) return acted;
  }
  return 0;
}

/** Does the run stand where it was opened, at its end? */
export const hasJustArrived = ({ arrival, session }: State): boolean =>
  arrival !== null && arrival.opening === session?.outline.id && arrival.at === session.at && session.micro === null;

/**
 * What a screen reader is told when the cursor has moved, or could not, or a *why?* was answered, in at most 20 words where possible. Said once:
 * who asks again at the end of the run hears nothing new.
 *
 * @param contrastOf what differs between the lanes, in a sentence: asked where there are several
 */
export function announcement(state: State, contrastOf: (lanes: readonly Lane[]) => string | null = noContrast): string {
  const { session, why, edge } = state;
  if (session === null) return '';
  if (edge?.of === session) return edge.way === 'on' ? 'This is the end of the run.' : 'This is the start of the run.';
  if (why !== null) return answered(why);
  if (hasJustArrived(state)) return `${session.title}: opened at its end, step ${String(session.at)}.`;
  const step = currentStep(state);
  const said = inBranch(state, session, step === null ? 'At the start: the machine has just booted.' : step.sentence);
  const contrast = contrastOf(session.lanes);
  return contrast === null ? said : `${said} ${contrast}`;
}

/** A new future is seen by a button that was not there, and another one by its name. */
function inBranch({ turned }: State, { branch, branches }: Session, said: string): string {
  if (turned === null) return said;
  if (turned === 'begun') return `${said} A new branch begins here; the other is kept.`;
  return `Branch “${branches.find(({ id }) => id === branch)?.name ?? ''}”: ${said}`;
}

const noContrast = (): null => null;

/** The answer itself stands in the story: what is said is that it is there, and its last word. */
function answered({ object, chain }: WhyAnswer): string {
  const last = chain.at(-1);
  if (last === undefined) return `No step of this run has touched ${object}.`;
  const steps = chain.length === 1 ? '1 step' : `${String(chain.length)} steps`;
  return `Why is ${object} so? ${steps}, listed in the story; the last, step ${String(last.step)}, ${last.because}.`;
}

/** The page that operations take: what was chosen, where this machine has it. */
export function chosenPage({ page, session }: State): string {
  const pages = session?.lanes[0]?.frame.pages ?? [];
  return pages.some(({ name }) => name === page) ? page : (pages[0]?.name ?? page);
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

/** The nearest position after (or before) the cursor at which the lanes part; null when there is none. */
export function divergenceBeside({ session }: State, direction: 1 | -1): number | null {
  if (session === null) return null;
  const { divergences, at } = session;
  const found = direction === 1 ? divergences.find((one) => one > at) : divergences.findLast((one) => one < at);
  return found ?? null;
}

/** Would doing something here make a fork? */
export const wouldFork = (state: State): boolean =>
  state.session !== null && (state.session.at < state.session.length || state.session.micro !== null);
