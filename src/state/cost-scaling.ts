import { present } from '../base/assert.ts';
import type { Engine } from '../engine/client.ts';
import type { Priced } from '../timeline/scaling.ts';
import { loadText, WAY_KERNELS, type Load } from '../timeline/scaling-load.ts';
import { pricingsOf, remarkFrom, remarkPricings, scaledFrom, type Pricing } from '../timeline/scaling-sweep.ts';
import type { Opening } from './commands.ts';
import type { CostCommands } from './cost-commands.ts';
import type { CostView } from './cost-state.ts';

/** What is priced as a run, under the ways beside each other. */
export function loadOpening(load: Load): Opening {
  const kernels = [WAY_KERNELS.checked, WAY_KERNELS.unconditional];
  return { text: loadText(load, 'always'), kernels, at: -1 };
}

/** One pricing after the other. What was priced is kept: a load has most of its points in common with the one before it. */
export function scaler(
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
