import type { Config } from './config.ts';

/** How many things a machine can be in the middle of; the explorer asks for less than a person does. */
export type Limits = {
  /** Addresses one CPU's contexts can hold at once. */
  readonly held: number;
  /** Functions and interrupts that can be nested on one CPU. */
  readonly frames: number;
};

/** A run of cells of one kind. */
export type Field = { readonly at: number; readonly each: number };

/** Cells of one frame of a CPU's stack: the function, the line it is at, its two arguments, a result or local, a loop variable. */
export const FRAME_CELLS = 5;

/**
 * Where each named field of a machine stands in its block of 16-bit cells. Made once per configuration. All slots stand in one run, because
 * there is one page table; a CPU owns a range of it, not a table of its own. TLBs are per CPU.
 *
 *     world | secure pages | top PTEs | pkmap PTEs, counts | per CPU: state, frames, TLB | per owner of an index: index, held, pteval
 */
export type Layout = {
  readonly cpus: number;
  readonly slotsPerCpu: number;
  /** Slots that have a cell: every CPU's strip and one more, which the 17th nesting of the last CPU falls into. */
  readonly windowSlots: number;
  readonly pages: number;
  readonly highPages: number;
  readonly pkmapEntries: number;
  /** CPUs, or tasks where the task owns the index. */
  readonly owners: number;
  readonly limits: Limits;
  readonly taskOwned: boolean;
  /** Places a TLB entry can be for: the window, then pkmap. */
  readonly tlbPlaces: number;

  readonly world: Field;
  readonly secure: Field;
  readonly topPtes: Field;
  readonly pkmapPtes: Field;
  readonly pkmapCounts: Field;
  readonly perCpu: Field;
  readonly frames: Field;
  readonly tlb: Field;
  readonly perOwner: Field;
  readonly held: Field;
  readonly pteval: Field;
  /** Number of cells of the whole block. */
  readonly size: number;
};

/** Cells of the world as a whole, by offset. */
export const WORLD = {
  stopMachine: 0,
  hotplugLock: 1,
  fault: 2,
  faultVa: 3,
  faultCpu: 4,
  bug: 5,
  down: 6,
  lastPkmapNr: 7,
  kmapLock: 8,
} as const;
/** Cells each CPU has, by offset. */
export const CPU = {
  state: 0,
  preempt: 1,
  irqDepth: 2,
  frameTop: 3,
  ipiLow: 4,
  ipiHigh: 5,
  abort: 6,
  tlbVictim: 7,
  task: 8,
  frozen: 9,
} as const;
/** Cells each owner of an index has, by offset. */
export const OWNER = { idx: 0, heldCount: 1, lastCpu: 2 } as const;

const WORLD_CELLS = 9;
const CPU_CELLS = 10;
const OWNER_CELLS = 3;

/** A person may nest past the strip into the neighbour's and be interrupted while a driver flushes: room for that and a little more. */
export function roomyLimits(config: Config): Limits {
  return { held: Math.min(2 * config.sizes.slots + 2, 40), frames: 8 };
}

export function layoutOf(config: Config, limits: Limits = roomyLimits(config)): Layout {
  const { cpus, slots, pages, low, pkmap, tasks } = config.sizes;
  const taskOwned = config.switches.index_owner === 'task';
  const owners = taskOwned ? cpus + tasks : cpus;
  const windowSlots = (cpus + 1) * slots;
  const tlbPlaces = windowSlots + pkmap;
  let size = 0;
  const field = (count: number, each: number): Field => {
    const at = size;
    size += count * each;
    return { at, each };
  };
  return {
    cpus,
    slotsPerCpu: slots,
    windowSlots,
    pages: pages + low,
    highPages: pages,
    pkmapEntries: pkmap,
    owners,
    limits,
    taskOwned,
    tlbPlaces,
    world: field(1, WORLD_CELLS),
    secure: field(pages + low, 1),
    topPtes: field(windowSlots, 1),
    pkmapPtes: field(pkmap, 1),
    pkmapCounts: field(pkmap, 1),
    perCpu: field(cpus, CPU_CELLS),
    frames: field(cpus, limits.frames * FRAME_CELLS),
    tlb: field(cpus, tlbPlaces),
    perOwner: field(owners, OWNER_CELLS),
    held: field(owners, limits.held),
    pteval: field(taskOwned ? owners : 0, slots),
    size,
  };
}
