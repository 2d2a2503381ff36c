import { createContext, use } from 'react';
import { useStore } from 'zustand';
import { present } from '../../base/assert.ts';
import type { ExploreCommands } from '../../state/explore-commands.ts';
import type { ExploreState } from '../../state/explore-state.ts';
import { createExploreStore, type ExploreOutside, type ExploreStore } from '../../state/explore-store.ts';
import type { AppStore } from '../../state/store.ts';

/** The explorer's store and commands, for every panel below Explore. */
export const ExploreContext = createContext<ExploreStore | null>(null);

const useExploreStore = (): ExploreStore => present(use(ExploreContext), 'ExploreContext above this panel');

/** What a selector says about the explorer, and again whenever it says something else. */
export function useExplored<T>(selector: (state: ExploreState) => T): T {
  return useStore(useExploreStore().store, selector);
}

export const useExplore = (): ExploreCommands => useExploreStore().commands;

const made = new WeakMap<AppStore, ExploreStore>();

/** The explorer of a page: made when it is first looked at, kept while the panel is closed. */
export function exploreStoreOf(app: AppStore, outside: ExploreOutside): ExploreStore {
  const known = made.get(app);
  if (known !== undefined) return known;
  const store = createExploreStore(app, outside);
  made.set(app, store);
  return store;
}
