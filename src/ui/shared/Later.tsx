import { createContext, use, useEffect, useLayoutEffect, useMemo, useState, type ReactNode } from 'react';
import { flushSync } from 'react-dom';
import type { StoreApi } from 'zustand';
import { present } from '../../base/assert.ts';
import { followerOf } from '../../state/follower.ts';
import { isBusy } from '../../state/selectors.ts';
import type { State } from '../../state/state.ts';
import { AT_ONCE, startTurns, WHOLE, type Frames, type Part, type Turns } from '../../state/turns.ts';
import { AppContext } from './app.ts';

/** Who draws in which frame, for everything below a screen. */
const TurnsContext = createContext<Turns | null>(null);

export const useTurns = (): Turns => present(use(TurnsContext), 'a screen that shares out its frames');

/** Who goes first: the stage and time, what is read with them, then what is looked up, then what is said aloud. */
export const RANKS = {
  stage: AT_ONCE,
  memory: WHOLE,
  cpus: 2,
  transport: 3,
  story: 4,
  inspector: 5,
  log: 6,
  announcement: 7,
} as const;

function framesOf(store: StoreApi<State>): Frames {
  // A message that is sent before a frame is drawn arrives after it.
  const { port1, port2 } = new MessageChannel();
  return {
    next: (task) => void requestAnimationFrame(task),
    painted: (task) => {
      port1.onmessage = task;
      port2.postMessage(null);
    },
    nowMs: () => performance.now(),
    isAwaited: () => isBusy(store.getState()),
  };
}

/** Shares out the frames among the parts below it. */
export function Turned({ children }: { readonly children: ReactNode }): ReactNode {
  const { store } = present(use(AppContext), 'AppContext above the parts');
  const turns = useMemo(() => startTurns(framesOf(store)), [store]);
  return <TurnsContext value={turns}>{children}</TurnsContext>;
}

/** A part that follows the stage a few frames later when the cursor has moved, in a frame of its own. `rank`: who goes first. */
export function Later({ rank, children }: { readonly rank: number; readonly children: ReactNode }): ReactNode {
  const { store: leader, commands } = present(use(AppContext), 'AppContext above a part');
  const turns = useTurns();
  const follower = useMemo(() => followerOf(leader, turns, rank, flushSync), [leader, turns, rank]);
  useEffect(() => follower.start(), [follower]);
  const app = useMemo(() => ({ store: follower.store, commands }), [follower, commands]);
  return <AppContext value={app}>{children}</AppContext>;
}

/**
 * The same for one thing that a part is handed: what it was until its turn comes. `isNear`: from what is shown to this it need not wait.
 * `first`: what it is before its first turn.
 */
export function useLater<T>(
  value: T,
  rank: number,
  isNear: (shown: T, value: T) => boolean = never,
  first: T = value,
): T {
  const turns = useTurns();
  // No store: React asks for a task of its own after each change of one.
  const [shown, show] = useState(() => first);
  const [{ part, offer, catchUp }] = useState(() => laterValue(first, rank, show));
  const now = isNear(shown, value);
  useLayoutEffect(() => {
    offer(value);
    if (value !== shown && !now) {
      turns.ask(part);
      return;
    }
    turns.cancel(part);
    if (value !== shown) catchUp();
  }, [turns, part, offer, catchUp, value, shown, now]);
  useEffect(() => () => turns.cancel(part), [turns, part]);
  return now ? value : shown;
}

/** What shows one thing, in a turn of its own. */
export function InTurn<T>({
  value,
  rank,
  isNear = never,
  first = value,
  children,
}: {
  readonly value: T;
  readonly rank: number;
  readonly isNear?: (shown: T, value: T) => boolean;
  readonly first?: T;
  readonly children: (value: T) => ReactNode;
}): ReactNode {
  return children(useLater(value, rank, isNear, first));
}

/**
 * A long list, piece by piece: what comes first with whoever shows it, each further piece in a turn of its own. `of`: what it is a list of;
 * lines of one never stand below those of another.
 */
export function InPieces<T>({
  of,
  list,
  rank,
  isNear = never,
  children,
}: {
  readonly of: string;
  readonly list: readonly T[];
  readonly rank: number;
  readonly isNear?: (shown: readonly T[], value: readonly T[]) => boolean;
  /** Some of the list, and how many come before them. */
  readonly children: (some: readonly T[], before: number) => ReactNode;
}): ReactNode {
  const [first = [], ...rest] = useMemo(() => piecesOf(list), [list]);
  return (
    <>
      {children(first, 0)}
      {rest.map((piece, i) => (
        <InTurn key={`${of} ${String(i)}`} value={piece} rank={rank} isNear={isNear} first={NOTHING}>
          {(some) => children(some, (i + 1) * PIECE)}
        </InTurn>
      ))}
    </>
  );
}

/** So many lines are laid out in a few milliseconds where the machine is slow. */
const PIECE = 4;
const NOTHING: readonly never[] = [];

const piecesOf = <T,>(list: readonly T[]): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(list.length / PIECE) }, (_, i) => list.slice(i * PIECE, (i + 1) * PIECE));

const never = (): boolean => false;

function laterValue<T>(first: T, rank: number, show: (newest: () => T) => void) {
  let newest = first;
  const catchUp = (): void => show(() => newest);
  const part: Part = { rank, draw: () => flushSync(catchUp) };
  const offer = (value: T): void => {
    newest = value;
  };
  return { part, offer, catchUp };
}

/**
 * A ref for the whole screen, which says there whether anything is under way: asked of the engine, or still to be drawn. Written past React:
 * it changes twice with every step, and nothing but this attribute depends on it.
 */
export function useBusy(): (screen: HTMLElement | null) => (() => void) | undefined {
  const { store } = present(use(AppContext), 'AppContext above the screen');
  const turns = useTurns();
  return useMemo(
    () => (screen) => {
      if (screen === null) return undefined;
      const tell = (): void => {
        screen.dataset['busy'] = String(isBusy(store.getState()) || turns.waiting());
      };
      // When everybody has heard: a part asks for its turn when it hears of the same change.
      const later = (): void => queueMicrotask(tell);
      tell();
      const stops = [store.subscribe(later), turns.onQuiet(later)];
      return () => stops.forEach((stop) => stop());
    },
    [store, turns],
  );
}
