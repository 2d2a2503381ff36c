import { present } from '../base/assert.ts';
import { CPU, FRAME_CELLS, OWNER, WORLD, type Layout } from './layout.ts';
import { ROUTINE_NAMES, type RoutineName } from './routine.ts';
import { slotVa, vaIndex, vaKind } from './va.ts';

/** Other names for CPUs and pages: CPU c becomes cpus[c], page code p becomes pages[p]; pages[0] is 0. */
export type Renaming = { readonly cpus: readonly number[]; readonly pages: readonly number[] };

/** Writes the block `from` under other names into `to`. */
export type Rename = (from: Uint16Array, to: Uint16Array) => void;

/** What a cell holds, as far as names stand in it. */
const PLAIN = 0;
const PAGE = 1;
const THE_CPU = 2;
/** 1 + a CPU, 0 for none. */
const CPU_OR_NONE = 3;
const CPU_BITS = 4;
const VA = 5;
/** An index into the strip of the CPU that the frame's `a` names, once the function's first line has set it. */
const SLOT_OF_A = 6;
type Kind = 0 | 1 | 2 | 3 | 4 | 5 | 6;

/** What the two arguments of a function's frame hold; its local names nobody. Absent: functions in which an order of names matters. */
const ARGUMENTS: { readonly [R in RoutineName]?: readonly [Kind, Kind] } = {
  kmap_atomic: [PAGE, PLAIN],
  kmap_atomic_pfn: [PAGE, PLAIN],
  kunmap_atomic: [VA, PLAIN],
  kmap_local_page: [PAGE, PLAIN],
  kunmap_local: [VA, PLAIN],
  kmap_flush_unused: [PLAIN, PLAIN],
  flush_all_zero_pkmaps: [PLAIN, PLAIN],
  kmap_atomic_flush_unused: [PLAIN, PLAIN],
  kmap_remove_unused_cpu: [THE_CPU, SLOT_OF_A],
  handle_IPI: [THE_CPU, PLAIN],
  irq: [PLAIN, PLAIN],
  read: [VA, PLAIN],
  cpu_down: [THE_CPU, PLAIN],
  take_cpu_down: [THE_CPU, PLAIN],
  cpu_up: [THE_CPU, PLAIN],
  secondary_start_kernel: [PLAIN, PLAIN],
  secure_protect: [PAGE, PLAIN],
  secure_unprotect: [PAGE, PLAIN],
  secure_buffer_change_chunk: [PAGE, PLAIN],
};

/** Where each cell outside the frames goes, and what it holds. */
type Plan = { readonly to: Uint16Array; readonly kinds: Uint8Array };

/**
 * Makes a renaming of whole machines: every name that stands in a cell is translated, and what belongs to a CPU or a page moves to where that
 * name has it. For machines without pkmap and tasks beside those that run, on which nobody nests beyond his strip.
 *
 * @param tlbSets TLB cells hold sets of pages whose names stay
 */
export function renamer(layout: Layout, renaming: Renaming, tlbSets: boolean): Rename {
  const plan = planOf(layout, renaming, tlbSets);
  const translate = translator(layout, renaming);
  const { frames, cpus, limits } = layout;
  const renameFrames = (from: Uint16Array, to: Uint16Array): void => {
    for (let cpu = 0; cpu < cpus; cpu++) {
      const source = frames.at + cpu * frames.each;
      const target = frames.at + (renaming.cpus[cpu] as number) * frames.each;
      for (let i = 0; i < limits.frames * FRAME_CELLS; i += FRAME_CELLS) {
        const fn = from[source + i] as number;
        const [a, b] = fn === 0 ? NOTHING : argumentsOf(fn);
        const pc = from[source + i + 1] as number;
        const given = from[source + i + 2] as number;
        to[target + i] = fn;
        to[target + i + 1] = pc;
        to[target + i + 2] = translate(a, given, given);
        to[target + i + 3] = translate(b === SLOT_OF_A && pc === 0 ? PLAIN : b, from[source + i + 3] as number, given);
        to[target + i + 4] = from[source + i + 4] as number;
      }
    }
  };
  return (from, to) => {
    for (let cell = 0; cell < layout.size; cell++) {
      const kind = plan.kinds[cell] as Kind;
      const value = from[cell] as number;
      to[plan.to[cell] as number] = kind === PLAIN ? value : translate(kind, value, 0);
    }
    renameFrames(from, to);
  };
}

const NOTHING: readonly [Kind, Kind] = [PLAIN, PLAIN];

function argumentsOf(fn: number): readonly [Kind, Kind] {
  const name = present(ROUTINE_NAMES[fn - 1], 'a function');
  return present(ARGUMENTS[name], `the arguments of ${name} under other names`);
}

function translator(layout: Layout, { cpus, pages }: Renaming): (kind: Kind, value: number, a: number) => number {
  const { slotsPerCpu, cpus: count } = layout;
  const slot = (index: number): number => {
    const cpu = Math.floor(index / slotsPerCpu);
    return cpu < count ? (cpus[cpu] as number) * slotsPerCpu + (index % slotsPerCpu) : index;
  };
  return (kind, value, a) => {
    switch (kind) {
      case PLAIN:
        return value;
      case PAGE:
        return pages[value] as number;
      case THE_CPU:
        return cpus[value] as number;
      case CPU_OR_NONE:
        return value === 0 ? 0 : 1 + (cpus[value - 1] as number);
      case CPU_BITS:
        return cpus.reduce((bits, to, cpu) => (((value >> cpu) & 1) === 0 ? bits : bits | (1 << to)), 0);
      case VA:
        return vaKind(value) === 'slot' ? slotVa(slot(vaIndex(value))) : value;
      case SLOT_OF_A:
        return value + ((cpus[a] as number) - a) * slotsPerCpu;
    }
  };
}

function planOf(layout: Layout, { cpus, pages }: Renaming, tlbSets: boolean): Plan {
  const to = Uint16Array.from({ length: layout.size }, (_, cell) => cell);
  const kinds = new Uint8Array(layout.size);
  const put = (cell: number, goes: number, kind: Kind): void => {
    to[cell] = goes;
    kinds[cell] = kind;
  };
  const slots = slotsGo(layout, cpus);
  const { world, secure, topPtes, perCpu, tlb, perOwner, held, pteval } = layout;
  for (const cell of [WORLD.stopMachine, WORLD.hotplugLock, WORLD.kmapLock])
    put(world.at + cell, world.at + cell, CPU_OR_NONE);
  put(world.at + WORLD.fault, world.at + WORLD.fault, PAGE);
  for (let page = 1; page <= layout.pages; page++)
    put(secure.at + page - 1, secure.at + (pages[page] as number) - 1, PLAIN);
  slots.forEach((goes, index) => put(topPtes.at + index, topPtes.at + goes, PAGE));
  cpus.forEach((goes, cpu) => {
    const moved = (field: { readonly at: number; readonly each: number }, i: number, kind: Kind, j = i): void =>
      put(field.at + cpu * field.each + i, field.at + goes * field.each + j, kind);
    for (let i = 0; i < perCpu.each; i++) moved(perCpu, i, CPU_KINDS.get(i) ?? PLAIN);
    if (layout.taskOwned) moved(perCpu, CPU.task, THE_CPU);
    slots.forEach((place, index) => moved(tlb, index, tlbSets ? PLAIN : PAGE, place));
    for (let i = 0; i < perOwner.each; i++) moved(perOwner, i, i === OWNER.lastCpu ? CPU_OR_NONE : PLAIN);
    for (let i = 0; i < held.each; i++) moved(held, i, VA);
    for (let i = 0; layout.taskOwned && i < pteval.each; i++) moved(pteval, i, PAGE);
  });
  return { to, kinds };
}

const CPU_KINDS: ReadonlyMap<number, Kind> = new Map([[CPU.ipiLow, CPU_BITS]]);

/** Where each slot of the window goes; the strip beyond the last CPU's stays. */
function slotsGo({ windowSlots, slotsPerCpu }: Layout, cpus: readonly number[]): readonly number[] {
  return Array.from({ length: windowSlots }, (_, index) => {
    const cpu = cpus[Math.floor(index / slotsPerCpu)];
    return cpu === undefined ? index : cpu * slotsPerCpu + (index % slotsPerCpu);
  });
}
