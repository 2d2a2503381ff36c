import type { StoreApi } from 'zustand/vanilla';
import { present } from '../base/assert.ts';
import type { Engine } from '../engine/client.ts';
import type { Request } from '../engine/protocol.ts';
import type { CostKind } from '../model/cost.ts';
import { DEFAULT_WEIGHTS, MOST_WEIGHT } from '../model/cycles.ts';
import type { Measure } from '../timeline/measure.ts';
import type { Priced } from '../timeline/scaling.ts';
import { loadText, WAY_KERNELS, type Load } from '../timeline/scaling-load.ts';
import { pricingsOf, remarkFrom, remarkPricings, scaledFrom, type Pricing } from '../timeline/scaling-sweep.ts';
import type { Opening, Outside } from './commands.ts';
import type { CostView } from './cost-state.ts';
import type { State } from './state.ts';

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
  ask: (request: Request) => Promise<boolean>,
  open: (opening: Opening) => Promise<boolean>,
  { calculator, files }: Pick<Outside, 'calculator' | 'files'>,
): CostCommands {
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
    scale: scaler(get, set, calculator),
    openLoad: async (load) => {
      const kernels = [WAY_KERNELS.checked, WAY_KERNELS.unconditional];
      const opened = await open({ text: loadText(load, 'always'), kernels, at: -1 });
      if (opened) set({ open: true });
      return opened;
    },
    saveCosts: (name, text) => files.save(name, text),
  };
}

/** One pricing after the other. What was priced is kept: a load has most of its points in common with the one before it. */
function scaler(
  get: () => CostView,
  set: (change: Partial<CostView>) => void,
  calculator: () => Engine,
): CostCommands['scale'] {
  const known = new Map<string, Priced>();
  let engine: Engine | null = null;
  const price = async (pricing: Pricing): Promise<void> => {
    engine ??= calculator();
    const reply = await engine.ask({ type: 'price', pricing });
    if (reply?.type !== 'price')
      throw new Error(reply?.type === 'refused' ? reply.diagnostics[0]?.message : 'no answer');
    known.set(JSON.stringify(pricing), reply.priced);
  };
  const found = (pricing: Pricing): Priced => present(known.get(JSON.stringify(pricing)), 'a price');
  return async (load) => {
    const first = missingOf(known, remarkPricings(load.cpus));
    const missing = [...first, ...missingOf(known, pricingsOf(load)).filter((one) => !isIn(first, one))];
    const total = missing.length;
    set({ load, problem: null, progress: { done: 0, total } });
    const isOutdated = (): boolean => get().load !== load;
    try {
      for (const [done, pricing] of missing.entries()) {
        if (done === first.length) set({ remark: remarkFrom(load.cpus, found) });
        await price(pricing);
        if (isOutdated()) return false;
        set({ progress: { done: done + 1, total } });
      }
    } catch (error) {
      if (isOutdated()) return false;
      const why = error instanceof Error ? error.message : String(error);
      set({ progress: null, problem: `It could not be worked out: ${why}. Choose again to try once more.` });
      engine?.restart();
      return false;
    }
    set({ remark: remarkFrom(load.cpus, found), scaled: scaledFrom(load, found), progress: null });
    return true;
  };
}

const missingOf = (known: ReadonlyMap<string, Priced>, pricings: readonly Pricing[]): readonly Pricing[] =>
  pricings.filter((pricing) => !known.has(JSON.stringify(pricing)));

const isIn = (pricings: readonly Pricing[], one: Pricing): boolean =>
  pricings.some((other) => JSON.stringify(other) === JSON.stringify(one));
