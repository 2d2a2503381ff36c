import type { StoreApi } from 'zustand/vanilla';
import { comparedKernels, focusedLane } from './selectors.ts';
import type { State } from './state.ts';

/** Comparing: which kernels run the scenario beside its own, and which lane the panels beside the stage tell of. */
export type CompareCommands = {
  /** Presets to run the same schedule under, beside its own; none for the plain view. */
  readonly compare: (kernels: readonly string[]) => Promise<boolean>;
  /** Another kernel in a lane beside the first: `v3.9`, `rfc-v2 flush=unconditional`. */
  readonly replaceLane: (lane: number, kernel: string) => Promise<boolean>;
  /** One lane less; the first is the scenario's own and stays. */
  readonly removeLane: (lane: number) => Promise<boolean>;
  readonly focusLane: (lane: number) => void;
  /** To the lane at the right (or left), round and round. */
  readonly turnLane: (direction: 1 | -1) => void;
};

export function compareCommands(
  store: StoreApi<State>,
  ask: (kernels: readonly string[]) => Promise<boolean>,
): CompareCommands {
  const kernels = (): readonly string[] => comparedKernels(store.getState().session);
  const lanes = (): number => store.getState().session?.lanes.length ?? 1;
  return {
    compare: ask,
    replaceLane: async (lane, kernel) => {
      const done = await ask(kernels().with(lane - 1, kernel));
      // An answer is of the lane that is told of, and of its kernel.
      if (done && lane === focusedLane(store.getState())) store.setState({ why: null });
      return done;
    },
    removeLane: async (lane) => {
      const told = focusedLane(store.getState());
      const done = await ask(kernels().toSpliced(lane - 1, 1));
      if (!done) return false;
      // The panels go on telling of the lane they told of, which may have another place now.
      if (lane < told) store.setState({ lane: told - 1 });
      else if (lane === told) store.setState({ lane: Math.min(told, lanes() - 1), why: null });
      return true;
    },
    focusLane: (lane) => {
      if (lane !== store.getState().lane) store.setState({ lane, why: null });
    },
    turnLane: (direction) => {
      if (lanes() < 2) return;
      const lane = Math.min(store.getState().lane, lanes() - 1);
      store.setState({ lane: (lane + direction + lanes()) % lanes(), why: null });
    },
  };
}
