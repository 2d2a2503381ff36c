import { cpuId } from '../../arm/units.ts';
import { present } from '../../base/assert.ts';
import type { Command, KernelFunction } from '../../model/action.ts';
import { boot } from '../../model/boot.ts';
import { addCost, NO_COSTS, plusCosts, type Costs } from '../../model/cost.ts';
import { preset } from '../../model/eras.ts';
import { buildKernel } from '../../model/kernel.ts';
import { perform } from '../../model/run.ts';
import { flushingSwitches, type FreeChoice } from './free-question.ts';

/** What mapping and unmapping one page costs, handing one page over on an idle machine, and taking down a CPU that has mapped and unmapped. */
export type KernelCosts = { readonly map: Costs; readonly handOver: Costs; readonly takeDown: Costs };

/** What the things that matter cost on this kernel at its usual size. */
export function costsOfKernel({ kernel, changes }: Pick<FreeChoice, 'kernel' | 'changes'>): KernelCosts {
  const { sizes } = present(preset(kernel), `preset ${kernel}`);
  const config = { switches: flushingSwitches(kernel, changes ?? {}), sizes };
  const made = buildKernel(config);
  const m = boot(made);
  const spend = (fn: KernelFunction, a = 0, cpu = 0): Costs => {
    let costs = NO_COSTS;
    const command: Command = { type: 'run', action: { type: 'call', cpu: cpuId(cpu), fn, a, b: 0 } };
    perform(made, m, command, (event) => {
      costs = addCost(costs, event);
    });
    return costs;
  };
  const [mapping, unmapping] = [spend('kmap_atomic', 2), spend('kunmap_atomic')];
  const handOver = spend('secure_buffer_change_chunk', 1);
  spend('kmap_atomic', 2, 1);
  spend('kunmap_atomic', 0, 1);
  return { map: plusCosts(mapping, unmapping), handOver, takeDown: spend('cpu_down', 1) };
}
