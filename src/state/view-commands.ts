import type { StoreApi } from 'zustand/vanilla';
import type { View } from '../share/shared.ts';
import { underWay } from './fetch-part.ts';
import type { Banner, DialogName, Lens, Radix, Speed, State, Theme, Zoom } from './state.ts';
import { chosenPage } from './selectors.ts';
import { SPEEDS } from './state.ts';

/** Choices of view: nothing here asks the engine. */
export type ViewCommands = {
  /** How a sender looked at a run: everything of the view that a link carries, or a part of it. */
  readonly setView: (view: Partial<View>) => void;
  readonly setTheme: (theme: Theme) => void;
  readonly setProjector: (projector: boolean) => void;
  readonly setLens: (lens: Lens) => void;
  readonly setRadix: (radix: Radix) => void;
  readonly setSpeed: (speed: Speed) => void;
  /** The next speed up or down; stays at the ends. */
  readonly changeSpeed: (direction: 1 | -1) => void;
  readonly setZoom: (zoom: Zoom) => void;
  readonly toggleZoom: () => void;
  /** Looks at an object; at the same one again, or null: at none. */
  readonly select: (object: string | null) => void;
  /** The CPU that keys act on and that is shown in detail; chosen once more, none is, and it is the one that acted last again. */
  readonly chooseCpu: (cpu: number) => void;
  readonly followCpu: () => void;
  readonly choosePage: (page: string) => void;
  /** The page after (or before) the chosen one, round and round: its name. */
  readonly changePage: (direction: 1 | -1) => string;
  readonly pause: () => void;
  readonly openDialog: (dialog: DialogName) => void;
  readonly closeDialog: () => void;
  readonly setExploring: (exploring: boolean) => void;
  readonly toggleFold: (panel: string) => void;
  /** Explains the next word on the screen, or the one before. */
  readonly explainWord: (direction: 1 | -1) => void;
  readonly showBanner: (banner: Banner) => void;
  readonly dismissBanner: () => void;
  /** What a banner said holds no longer: it goes, unless another one has taken its place. */
  readonly takeBack: (text: string) => void;
  readonly showToast: (text: string, undo?: boolean) => void;
  readonly dismissToast: () => void;
  readonly clearRefusal: () => void;
  /** While something is fetched for it nobody takes the page for ready, and keys wait their turn. */
  readonly during: <Result>(task: () => Promise<Result>) => Promise<Result>;
};

export function viewCommands(store: StoreApi<State>): ViewCommands {
  const set = store.setState;
  const get = store.getState;
  return {
    setView: (view) => set(view),
    setTheme: (theme) => set({ theme }),
    setProjector: (projector) => set({ projector }),
    setLens: (lens) => set({ lens }),
    setRadix: (radix) => set({ radix }),
    setSpeed: (speed) => set({ speed }),
    changeSpeed: (direction) => set({ speed: SPEEDS[SPEEDS.indexOf(get().speed) + direction] ?? get().speed }),
    setZoom: (zoom) => set({ zoom }),
    toggleZoom: () => set({ zoom: get().zoom === 'calls' ? 'lines' : 'calls' }),
    select: (object) => set({ selection: object === get().selection ? null : object }),
    chooseCpu: (cpu) => set({ cpu: cpu === get().cpu ? null : cpu }),
    followCpu: () => set({ cpu: null }),
    choosePage: (page) => set({ page }),
    changePage: (direction) => {
      const names = (get().session?.lanes[0]?.frame.pages ?? []).map(({ name }) => name);
      const next = (names.indexOf(chosenPage(get())) + direction + names.length) % names.length;
      set({ page: names[next] ?? get().page });
      return get().page;
    },
    pause: () => {
      if (get().playing) set({ playing: false });
    },
    openDialog: (dialog) => set({ dialog, playing: false }),
    closeDialog: () => set({ dialog: null }),
    setExploring: (exploring) => set({ exploring }),
    toggleFold: (panel) => set({ folded: toggled(get().folded, panel) }),
    explainWord: (direction) => set({ word: direction * (Math.abs(get().word) + 1) }),
    showBanner: (banner) => set({ banner }),
    dismissBanner: () => set({ banner: null }),
    takeBack: (text) => {
      if (get().banner?.text === text) set({ banner: null });
    },
    showToast: (text, undo = false) => set({ toast: { id: (get().toast?.id ?? 0) + 1, text, undo } }),
    dismissToast: () => set({ toast: null }),
    clearRefusal: () => set({ refusal: [] }),
    during: (task) => underWay(store, task),
  };
}

function toggled(names: readonly string[], name: string): readonly string[] {
  return names.includes(name) ? names.filter((other) => other !== name) : [...names, name].toSorted();
}
