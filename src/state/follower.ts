import { createStore, type StoreApi } from 'zustand/vanilla';
import type { State } from './state.ts';
import type { Part, Turns } from './turns.ts';

/** The store as a part of the screen sees it that need not be drawn in the same frame as the stage. */
export type Follower = { readonly store: StoreApi<State>; readonly start: () => () => void };

/**
 * A copy of the store that is whole at every moment and, where the cursor has moved, a few frames old: it catches up when its turn comes.
 * Everything else that happens (a panel is folded, another object looked at) it knows at once, but not that something is under way: that
 * changes twice with every step, and no part shows it.
 *
 * @param drawn carries out a change of the copy, and returns when what shows it has been drawn
 */
export function followerOf(
  leader: StoreApi<State>,
  turns: Turns,
  rank: number,
  drawn: (change: () => void) => void,
): Follower {
  const store = createStore<State>(() => leader.getState());
  const catchUp = (): void => store.setState(leader.getState(), true);
  const part: Part = { rank, draw: () => drawn(catchUp) };
  const hear = (now: State, before: State): void => {
    if (isOnlyUnderWay(now, before)) return;
    const shown = store.getState().session;
    const { session } = now;
    if (shown !== null && session !== null && shown !== session) {
      turns.ask(part);
      return;
    }
    turns.cancel(part);
    catchUp();
  };
  return {
    store,
    start: () => {
      catchUp();
      const unsubscribe = leader.subscribe(hear);
      return () => {
        unsubscribe();
        turns.cancel(part);
      };
    },
  };
}

function isOnlyUnderWay(now: State, before: State): boolean {
  const names = Object.keys(now) as (keyof State)[];
  return names.every((name) => name === 'pending' || now[name] === before[name]);
}
