import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Engine } from '../engine/client.ts';
import { commandsFor, type Commands, type Outside } from './commands.ts';
import { INITIAL_STATE, type State } from './state.ts';

/** What every panel is handed: the store to read from, and the commands to act with. */
export type AppStore = { readonly store: StoreApi<State>; readonly commands: Commands };

/** Makes the store. Engine and browser come from outside, so a test hands in an engine that runs in the same thread. */
export function createAppStore(engine: Engine, outside: Outside, view: Partial<State> = {}): AppStore {
  const store = createStore<State>(() => ({ ...INITIAL_STATE, ...view }));
  return { store, commands: commandsFor(store, engine, outside) };
}
