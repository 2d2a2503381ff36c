import { present } from '../../base/assert.ts';
import type { Config, Sizes, Switches } from '../../model/config.ts';
import { preset, PRESETS } from '../../model/eras.ts';
import {
  ALL_HARDWARE,
  REDUCED,
  USUAL_OPERATIONS,
  type Hardware,
  type Operations,
  type Owner,
  type Question,
  type Reductions,
} from './question.ts';

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
  readonly hardware?: Partial<Hardware>;
  readonly reductions?: Reductions;
};

/** As many as are worth trying: beyond it no memory is enough. */
const MOST = { cpus: 4, pages: 4, slots: 8 } as const;

/** Why a choice cannot be explored, as a sentence; null when it can. */
export function choiceMistake(choice: FreeChoice): string | null {
  if (preset(choice.kernel) === undefined) {
    const what = choice.kernel === '' ? 'no kernel is named' : `there is no kernel ${choice.kernel}`;
    return `${what}: there are ${PRESETS.map(({ name }) => name).join(', ')}`;
  }
  for (const key of ['cpus', 'pages', 'slots'] as const) {
    const asked = choice[key];
    const least = key === 'slots' ? leastSlots(choice) : 1;
    if (asked === undefined || (Number.isInteger(asked) && asked >= least && asked <= MOST[key])) continue;
    const why =
      Number.isInteger(asked) && asked < least
        ? 'with fewer nothing can be mapped'
        : 'every interleaving of more does not fit into a computer';
    return `${key} is ${least} to ${MOST[key]} here: ${why}`;
  }
  return null;
}

/** As few as let one mapping be made. */
const leastSlots = (choice: Pick<FreeChoice, 'kernel' | 'changes'>): number => slotsFor(choice, 1);

/** The question that a choice asks. The kernel is the name of a preset. */
export function freeQuestion(choice: FreeChoice): Question {
  const { kernel, changes = {}, cpus = 2, pages = 2, owner = 'quiesces' } = choice;
  const slots = choice.slots ?? slotsFor(choice, USUAL_NESTING);
  const does = { ...USUAL_OPERATIONS, ...choice.operations };
  const low = does.driver && does.lowmem ? 1 : 0;
  return {
    kernel,
    config: smallConfig(kernel, changes, { cpus, pages, slots, low }),
    chosen: Object.entries(changes).map(([key, value]) => ({ key, value })),
    owner,
    hardware: { ...ALL_HARDWARE, ...choice.hardware },
    does,
    reductions: choice.reductions ?? REDUCED,
  };
}

/** Mappings that a CPU nests unless somebody asks for more: a task's and an interrupt's. */
export const USUAL_NESTING = 2;

/** As many slots as so many nested mappings take: kmap_local keeps the last position back, and with guards uses every second one. */
export function slotsFor({ kernel, changes = {} }: Pick<FreeChoice, 'kernel' | 'changes'>, nesting: number): number {
  const switches = { ...present(preset(kernel), `preset ${kernel}`).switches, ...changes };
  return nesting * perNesting(switches) + keptBack(switches);
}

/** How many mappings a CPU can nest in so many slots: the inverse of `slotsFor`. */
export const nestingsIn = (switches: Switches, slots: number): number =>
  Math.floor((slots - keptBack(switches)) / perNesting(switches));

const perNesting = ({ index_owner, km_incr }: Switches): number => (index_owner === 'task' ? Number(km_incr) : 1);
const keptBack = ({ nesting_check }: Switches): number => (nesting_check === 'always' ? 1 : 0);

/**
 * A preset on a machine small enough to visit wholly: no lowmem beside what is handed over, no pkmap, no tasks beside those that run; the driver flushes the slots if
 * its kernel can. What a refused access does to the non-secure side afterwards is nobody's question here, and multiplies states.
 */
export function smallConfig(
  kernel: string,
  changes: Partial<Switches>,
  sizes: Pick<Sizes, 'cpus' | 'pages' | 'slots' | 'low'>,
): Config {
  const { sizes: usual } = present(preset(kernel), `preset ${kernel}`);
  return {
    switches: { ...flushingSwitches(kernel, changes), firewall: 'silent_zero' },
    sizes: { ...usual, ...sizes, pkmap: 0, tasks: 0, tlb_entries: 0 },
  };
}

/** The switches of a preset with changes, and a driver that flushes the slots if its kernel can. */
export function flushingSwitches(kernel: string, changes: Partial<Switches>): Switches {
  const { switches } = present(preset(kernel), `preset ${kernel}`);
  const changed = { ...switches, ...changes };
  return { ...changed, driver_flushes: changes.driver_flushes ?? (changed.flush === 'none' ? 'none' : 'atomic') };
}
