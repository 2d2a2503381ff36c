import { createStore, type StoreApi } from 'zustand/vanilla';
import type { KeptExplorer } from '../engine/explore-keeper.ts';
import type { Channel } from '../engine/port.ts';
import { preset } from '../model/eras.ts';
import { exploreCommands, type ExploreCommands } from './explore-commands.ts';
import { NOTHING_EXPLORED, type ExploreState } from './explore-state.ts';
import type { Outside } from './commands.ts';
import type { AppStore } from './store.ts';

/** What the explorer needs of the browser, handed in by whoever has one. */
export type ExploreOutside = Pick<Outside, 'copy' | 'addressOf'> & {
  /** Workers that explore side by side: kernels and changes are shared out among them, and in a large question all help the first one. */
  readonly explorers: readonly [KeptExplorer, ...KeptExplorer[]];
  /** Makes a channel for one of them to help another one by. */
  readonly channel: () => Channel;
};

export type ExploreStore = { readonly store: StoreApi<ExploreState>; readonly commands: ExploreCommands };

/**
 * Makes the explorer's store: the question is about the kernel on the stage until another one is chosen; where switches of it are set by
 * hand, about the preset that they change.
 */
export function createExploreStore(app: AppStore, outside: ExploreOutside): ExploreStore {
  const [named = ''] = (app.store.getState().session?.lanes[0]?.kernel ?? '').split(' ');
  const kernel = preset(named)?.name ?? NOTHING_EXPLORED.chosen.kernel;
  const store = createStore<ExploreState>(() => ({
    ...NOTHING_EXPLORED,
    chosen: { ...NOTHING_EXPLORED.chosen, kernel },
  }));
  const commands = exploreCommands(store, app, outside);
  commands.countStates();
  return { store, commands };
}
