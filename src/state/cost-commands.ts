import type { StoreApi } from 'zustand/vanilla';
import { present } from '../base/assert.ts';
import type { Engine } from '../engine/client.ts';
import type { Request } from '../engine/protocol.ts';
import type { CostKind } from '../model/cost.ts';
import { DEFAULT_WEIGHTS, MOST_WEIGHT } from '../model/cycles.ts';
import type { Measure } from '../timeline/measure.ts';
import { loadText, WAY_KERNELS, type Load, type Priced } from '../timeline/scaling.ts';
import { pricingsOf, scaledFrom, type Pricing } from '../timeline/scaling-sweep.ts';
import type { Opening } from './commands.ts';
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
};

/** @param calculator starts another engine: what it is asked keeps nobody waiting who looks at the run */
export function costCommands(
  store: StoreApi<State>,
  ask: (request: Request) => Promise<boolean>,
  open: (opening: Opening) => Promise<boolean>,
  calculator: () => Engine,
): CostCommands {
  const set = (change: Partial<CostView>): void => store.setState({ costs: { ...store.getState().costs, ...change } });
  const get = (): CostView => store.getState().costs;
  return {
    showCosts: (isOpen) => set({ open: isOpen }),
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
  return async (load) => {
    const missing = pricingsOf(load).filter((pricing) => !known.has(JSON.stringify(pricing)));
    set({ load, problem: null, progress: { done: 0, total: missing.length } });
    try {
      for (const [done, pricing] of missing.entries()) {
        await price(pricing);
        if (get().load !== load) return false;
        set({ progress: { done: done + 1, total: missing.length } });
      }
    } catch (error) {
      if (get().load !== load) return false;
      const why = error instanceof Error ? error.message : String(error);
      set({ progress: null, problem: `It could not be worked out: ${why}. Choose again to try once more.` });
      engine?.restart();
      return false;
    }
    const scaled = scaledFrom(load, (pricing) => present(known.get(JSON.stringify(pricing)), 'a price'));
    set({ scaled, progress: null });
    return true;
  };
}
