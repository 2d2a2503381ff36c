import { present } from '../../base/assert.ts';
import type { Config, Switches } from '../../model/config.ts';
import { preset } from '../../model/eras.ts';
import { REDUCED, type Operations, type Owner, type Question, type Reductions } from './question.ts';

/** What a person chooses for the free environment; what is left out is as small and as free as it goes. */
export type FreeChoice = {
  readonly kernel: string;
  /** Switches to set beside the preset's. */
  readonly changes?: Partial<Switches>;
  readonly cpus?: number;
  readonly pages?: number;
  readonly slots?: number;
  readonly owner?: Owner;
  readonly operations?: Partial<Operations>;
  readonly hardware?: boolean;
  readonly reductions?: Reductions;
};

/** The question that a choice asks. The kernel is the name of a preset. */
export function freeQuestion(choice: FreeChoice): Question {
  const { kernel, changes = {}, cpus = 2, pages = 2, owner = 'quiesces', hardware = true } = choice;
  const slots = choice.slots ?? usualSlots(kernel);
  return {
    kernel,
    config: smallConfig(kernel, changes, { cpus, pages, slots }),
    chosen: Object.entries(changes).map(([key, value]) => ({ key, value })),
    owner,
    hardware,
    does: { irq: true, hotplug: true, driver: true, ...choice.operations },
    reductions: choice.reductions ?? REDUCED,
  };
}

/** Two nested mappings a CPU; where positions are kept back or skipped (kmap_local), as many slots as that takes. */
export function usualSlots(kernel: string): number {
  const { switches } = present(preset(kernel), `preset ${kernel}`);
  if (switches.index_owner !== 'task') return 2;
  return switches.km_incr === '2' ? 5 : 3;
}

/**
 * A preset on a machine small enough to visit wholly: no lowmem, no pkmap, no tasks beside those that run; the driver flushes the slots if
 * its kernel can. What a refused access does to the non-secure side afterwards is nobody's question here, and multiplies states.
 */
export function smallConfig(
  kernel: string,
  changes: Partial<Switches>,
  sizes: { readonly cpus: number; readonly pages: number; readonly slots: number },
): Config {
  const { switches: own, sizes: usual } = present(preset(kernel), `preset ${kernel}`);
  const switches = { ...own, ...changes };
  return {
    switches: { ...switches, firewall: 'silent_zero', driver_flushes: switches.flush === 'none' ? 'none' : 'atomic' },
    sizes: { ...usual, ...sizes, low: 0, pkmap: 0, tasks: 0, tlb_entries: 0 },
  };
}
