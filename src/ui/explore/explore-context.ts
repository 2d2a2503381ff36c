import { createContext, use } from 'react';
import { useStore } from 'zustand';
import { present } from '../../base/assert.ts';
import type { ExploreCommands } from '../../state/explore-commands.ts';
import type { ExploreState } from '../../state/explore-state.ts';
import { createExploreStore, type ExploreOutside, type ExploreStore } from '../../state/explore-store.ts';
import type { AppStore } from '../../state/store.ts';
import { useCommands, useSelect } from '../shared/app.ts';
import { useAlone } from '../shared/use-alone.ts';

/** The explorer's store and commands, for every panel below Explore. */
export const ExploreContext = createContext<ExploreStore | null>(null);

const useExploreStore = (): ExploreStore => present(use(ExploreContext), 'ExploreContext above this panel');

/** What a selector says about the explorer, and again whenever it says something else. */
export function useExplored<T>(selector: (state: ExploreState) => T): T {
  return useStore(useExploreStore().store, selector);
}

export const useExplore = (): ExploreCommands => useExploreStore().commands;

/** Does this run of the explorer's stand on the stage, and nothing added to it? Null: no run, so it does not. */
export function useIsOnStage(run: string | null): boolean {
  const put = useExplored((state) => (state.opened === run ? state.put : null));
  return useSelect((state) => put !== null && state.session?.text === put);
}

/** Puts a run on the stage; where there is no room for both, the explorer makes way and says how to come back. */
export function useShow(): (show: () => Promise<boolean>) => void {
  const commands = useCommands();
  const alone = useAlone();
  const { store } = useExploreStore();
  const onStage = async (show: () => Promise<boolean>): Promise<void> => {
    if (!(await show()) || !alone) return;
    commands.setExploring(false);
    const where = store.getState().before?.way.type === 'branch' ? ', as a branch of your run' : '';
    commands.showToast(`It is on the stage${where}. Explore (key e) leads back to the answers and to your run.`);
  };
  return (show) => void onStage(show);
}

const made = new WeakMap<AppStore, ExploreStore>();

/** The explorer of a page: made when it is first looked at, kept while the panel is closed. */
export function exploreStoreOf(app: AppStore, outside: ExploreOutside): ExploreStore {
  const known = made.get(app);
  if (known !== undefined) return known;
  const store = createExploreStore(app, outside);
  made.set(app, store);
  return store;
}
