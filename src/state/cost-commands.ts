import type { StoreApi } from 'zustand/vanilla';
import type { Request } from '../engine/protocol.ts';
import type { CostKind } from '../model/cost.ts';
import { DEFAULT_WEIGHTS, MOST_WEIGHT } from '../model/weights.ts';
import type { Measure } from '../timeline/measure.ts';
import type { Load } from '../timeline/scaling-load.ts';
import type { Opening, Outside } from './commands.ts';
import type { CostView } from './cost-state.ts';
import { fetchPart } from './fetch-part.ts';
import type { scaler } from './cost-scaling.ts';
import type { State } from './state.ts';
import type { ViewCommands } from './view-commands.ts';

export type CostCommands = {
  readonly showCosts: (open: boolean) => void;
  /** Asks what every step of every lane costs; to be asked again when the run or its kernels change. */
  readonly countCosts: () => Promise<boolean>;
  readonly setMeasure: (measure: Measure) => void;
  /** A whole number from 0 to a million; anything else is brought within. */
  readonly setWeight: (kind: CostKind, cycles: number) => void;
  readonly resetWeights: () => void;
  /** Prices a load and everything around it on an engine of its own, piece by piece; a newer load takes its place. */
  readonly scale: (load: Load) => Promise<boolean>;
  /** Opens what was priced as a run under the ways beside each other. */
  readonly openLoad: (load: Load) => Promise<boolean>;
  /** Numbers or a drawing as a file to keep: `costs.csv`, `costs.svg`. */
  readonly saveCosts: (name: string, text: string) => void;
};

/** @param outside its calculator is another engine: what that is asked keeps nobody waiting who looks at the run */
export function costCommands(
  store: StoreApi<State>,
  view: ViewCommands,
  ask: (request: Request) => Promise<boolean>,
  open: (opening: Opening) => Promise<boolean>,
  { calculator, files }: Pick<Outside, 'calculator' | 'files'>,
): CostCommands {
  const fetchScaling = () =>
    fetchPart(view, 'The part of the page that prices loads', () => import('./cost-scaling.ts'));
  let scale: ReturnType<typeof scaler> | null = null;
  const set = (change: Partial<CostView>): void => store.setState({ costs: { ...store.getState().costs, ...change } });
  const get = (): CostView => store.getState().costs;
  return {
    showCosts: (isOpen) => {
      set({ open: isOpen });
      if (isOpen) store.setState({ exploring: false });
    },
    countCosts: () => ask({ type: 'costs' }),
    setMeasure: (measure) => set({ measure }),
    setWeight: (kind, cycles) => {
      const weight = Math.min(MOST_WEIGHT, Math.max(0, Math.round(cycles) || 0));
      set({ weights: { ...get().weights, [kind]: weight } });
    },
    resetWeights: () => set({ weights: DEFAULT_WEIGHTS }),
    scale: async (load) => {
      const part = await fetchScaling();
      if (part === null) return false;
      scale ??= part.scaler(get, set, calculator);
      return scale(load);
    },
    openLoad: async (load) => {
      const part = await fetchScaling();
      const opened = part !== null && (await open(part.loadOpening(load)));
      if (opened) set({ open: true });
      return opened;
    },
    saveCosts: (name, text) => files.save(name, text),
  };
}
