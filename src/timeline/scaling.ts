import { err, ok, type Result } from '../base/result.ts';
import { cpuId } from '../arm/units.ts';
import type { Command, KernelFunction } from '../model/action.ts';
import { boot } from '../model/boot.ts';
import { addCost, costsBetween, NO_COSTS, type Costs } from '../model/cost.ts';
import { buildKernel, type Kernel } from '../model/kernel.ts';
import { copyMachine, type Machine } from '../model/machine.ts';
import { perform } from '../model/run.ts';
import { elaborateMachine } from '../scenario/elaborate.ts';
import { parse } from '../scenario/parse.ts';
import { LOAD_BOUNDS, loadText, type Load, type Way } from './scaling-load.ts';

/** What a load costs under a way. */
export type Priced = {
  /** The whole scenario with 1, 2, … uses before its flush. */
  readonly runs: readonly Costs[];
  /** The flush alone, after one use. */
  readonly flush: Costs;
};

/**
 * Prices a load by running the model: use after use, and after each the flush, on a copy. Fails with a sentence when the load is out of
 * its bounds.
 */
export function price(way: Way, load: Load): Result<Priced, string> {
  for (const name of ['cpus', 'strays', 'uses'] as const) {
    const { least, most } = LOAD_BOUNDS[name];
    const n = load[name];
    if (!Number.isInteger(n) || n < least || n > most) return err(`${name} is a whole number from ${least} to ${most}`);
  }
  const kernel = kernelFor(way, load);
  const machine = boot(kernel);
  const runs: Costs[] = [];
  let flush = NO_COSTS;
  let costs = NO_COSTS;
  for (let use = 0; use < load.uses; use++) {
    for (let cpu = 0; cpu < load.cpus; cpu++) costs = useOnce(kernel, machine, cpu, load.strays, costs);
    const flushed = call(kernel, copyMachine(machine), 0, 'kmap_atomic_flush_unused', 0, costs);
    if (use === 0) flush = costsBetween(costs, flushed);
    runs.push(flushed);
  }
  return ok({ runs, flush });
}

/** The kernel of the scenario's own machine line: what is priced is what the text says. */
function kernelFor(way: Way, { cpus, strays }: Load): Kernel {
  const { scenario } = parse(loadText({ cpus, strays, uses: 0 }, way));
  return buildKernel(elaborateMachine(scenario).config);
}

function useOnce(kernel: Kernel, m: Machine, cpu: number, strays: number, before: Costs): Costs {
  let costs = before;
  for (let i = 0; i < strays; i++) costs = call(kernel, m, cpu, 'kmap_atomic', i + 1, costs);
  for (let i = 0; i < strays; i++) costs = call(kernel, m, cpu, 'kunmap_atomic', 0, costs);
  return costs;
}

/** One call to its return. A kernel that has no such function does nothing for it, and nothing is what that costs. */
function call(kernel: Kernel, m: Machine, cpu: number, fn: KernelFunction, a: number, before: Costs): Costs {
  let costs = before;
  const command: Command = { type: 'run', action: { type: 'call', cpu: cpuId(cpu), fn, a, b: 0 } };
  perform(kernel, m, command, (event) => {
    costs = addCost(costs, event);
  });
  return costs;
}
