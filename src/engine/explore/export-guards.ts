import type { Action } from '../../model/action.ts';
import type { Layout } from '../../model/layout.ts';
import {
  begunCells,
  cpusOf,
  depthsOf,
  frameCells,
  heldCells,
  ownerCell,
  ownersOf,
  secureCells,
  stackCells,
  topPteCells,
  tlbCells,
  cpuCell,
  run,
} from './export-cells.ts';
import type { GuardName } from './guards.ts';

/**
 * A guard that asks the same of every CPU, frame or address holds where it holds of each alone: of the machine with only this one and
 * everything else at rest. So it is written down part by part, and its size is a sum and not a product. Here is which parts a guard has;
 * what it asks of them is guards.ts' own. Null: it asks little, all at once.
 */
export function partsOf(layout: Layout, cells: number, guard: GuardName, { cpu }: Action): readonly Slice[] | null {
  switch (guard) {
    case 'driver free':
    case 'hotplug free':
      return frames(layout);
    case 'page kept':
      return [...frames(layout), ...programs(layout, cells)].map((slice) => joined(slice, secureCells(layout)));
    case 'page unused':
      return [...held(layout), ...pkmaps(layout), ...frames(layout).map((slice) => joined(slice, tables(layout)))];
    case 'strays settled':
      return frames(layout).map((slice) => joined(slice, tables(layout)));
    case 'page kept by callbacks':
      return [...frames(layout), ...programs(layout, cells)].map((slice) =>
        joined(slice, [...stackCells(layout, cpu), ...secureCells(layout)]),
      );
    case 'strays left alone':
      return [...frames(layout), ...programs(layout, cells)].map((slice) =>
        joined(slice, [...taking(layout, cpu), ...secureCells(layout)]),
      );
    case 'room':
    case 'room for all but one':
    case 'not atomic':
    case 'next type':
    case 'in the TLB':
    case 'not in the TLB':
    case 'one irq':
    case 'from a task':
    case 'call returned':
    case 'target online':
    case 'target dead':
    case 'page secure':
    case 'page not secure':
      return null;
  }
}

/** Cells that stay as they are while all others are at rest. `cpu`: whose, where it matters. */
export type Slice = { readonly says: string; readonly cpu: number; readonly cells: ReadonlySet<number> };

const joined = (slice: Slice, cells: readonly number[]): Slice => ({
  ...slice,
  cells: new Set([...slice.cells, ...cells]),
});

/** How far each CPU's program has come. */
const programs = (layout: Layout, cells: number): readonly Slice[] =>
  begunCells(layout, cells).map((cell, cpu) => ({ says: `cpu${cpu}, its program`, cpu, cells: new Set([cell]) }));

/** Page tables and TLBs: what addresses lead to. */
const tables = (layout: Layout): readonly number[] => [
  ...topPteCells(layout),
  ...run(layout.pkmapPtes.at, layout.pkmapEntries),
  ...cpusOf(layout).flatMap((cpu) => tlbCells(layout, cpu)),
];

/** Each frame there may be. */
function frames(layout: Layout): readonly Slice[] {
  return cpusOf(layout).flatMap((cpu) =>
    depthsOf(layout).map((depth) => ({
      says: `cpu${cpu}, function ${depth}`,
      cpu,
      cells: new Set([cpuCell(layout, cpu, 'frameTop'), ...frameCells(layout, cpu, depth)]),
    })),
  );
}

/** Each address that somebody may hold. */
function held(layout: Layout): readonly Slice[] {
  return ownersOf(layout).flatMap((owner) =>
    [...heldCells(layout, owner), ...remembered(layout, owner)].map((cell, i) => ({
      says: `address ${i} of ${layout.taskOwned ? 'task' : 'cpu'}${owner}`,
      cpu: -1,
      cells: new Set([ownerCell(layout, owner, 'heldCount'), ownerCell(layout, owner, 'idx'), cell, ...tables(layout)]),
    })),
  );
}

const remembered = ({ pteval, taskOwned, slotsPerCpu }: Layout, task: number): readonly number[] =>
  taskOwned ? run(pteval.at + task * pteval.each, slotsPerCpu) : [];

/** Each pkmap entry. */
const pkmaps = ({ pkmapPtes, pkmapCounts, pkmapEntries }: Layout): readonly Slice[] =>
  run(0, pkmapEntries).map((entry) => ({
    says: `pkmap ${entry}`,
    cpu: -1,
    cells: new Set([pkmapPtes.at + entry, pkmapCounts.at + entry]),
  }));

/** What decides which slot a CPU's next line takes. */
const taking = (layout: Layout, cpu: number): readonly number[] => [
  ...stackCells(layout, cpu),
  ...topPteCells(layout),
  ...ownersOf(layout).map((owner) => ownerCell(layout, owner, 'idx')),
  cpuCell(layout, cpu, 'task'),
];
