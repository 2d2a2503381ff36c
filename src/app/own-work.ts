import type { StoreApi } from 'zustand';
import type { State } from '../state/state.ts';

/**
 * Tells a run that the reader has worked on from one that was only looked at: its steps, branches or kernels are others than when it was
 * opened. Where the cursor stands, and how the run is looked at, is nobody's work.
 */
export function ownWork(store: StoreApi<State>): (state: State) => boolean {
  let opened: { readonly id: number; readonly what: string } | null = null;
  const hear = (state: State): void => {
    const id = state.session?.outline.id;
    if (id !== undefined && id !== opened?.id) opened = { id, what: whatOf(state) };
  };
  hear(store.getState());
  store.subscribe(hear);
  return (state) => state.session?.outline.id !== opened?.id || whatOf(state) !== opened?.what;
}

const whatOf = ({ saved, session }: State): string =>
  JSON.stringify([saved, session?.lanes.map(({ kernel }) => kernel)]);
