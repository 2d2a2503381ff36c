import { createContext, use } from 'react';
import { useStore } from 'zustand';
import { present } from '../../base/assert.ts';
import type { Commands } from '../../state/commands.ts';
import type { AppStore } from '../../state/store.ts';
import type { State } from '../../state/state.ts';

/** The store and the commands, for every panel below Screen. */
export const AppContext = createContext<AppStore | null>(null);

const useApp = (): AppStore => present(use(AppContext), 'AppContext above this panel');

/** What a selector says about the store, and again whenever it says something else. The selector must return the same object while nothing changed. */
export function useSelect<T>(selector: (state: State) => T): T {
  return useStore(useApp().store, selector);
}

export const useCommands = (): Commands => useApp().commands;

/** The state at the moment of a gesture; not to be read while rendering. */
export function useGetState(): () => State {
  const { store } = useApp();
  return store.getState;
}
