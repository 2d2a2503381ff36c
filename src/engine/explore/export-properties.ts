import type { Layout } from '../../model/layout.ts';
import type { PropertyName } from '../../model/properties.ts';
import {
  cpuCell,
  cpusOf,
  heldCells,
  ownerCell,
  ownersOf,
  run,
  secureCells,
  stackCells,
  tlbCells,
  topPteCells,
  worldCell,
} from './export-cells.ts';
import type { Slice } from './export-guards.ts';

/**
 * As guards (export-guards.ts): what a property says of every slot, entry or address it says of each alone, and what it looks for in some
 * strip it finds in one. What is asked of each is the property's own predicate. Null: it asks little, all at once.
 */
export function propertyParts(layout: Layout, { byType, switches }: Kind, name: PropertyName): readonly Slice[] | null {
  switch (name) {
    case 'no_pte_maps_secure':
      return [...topPteCells(layout), ...pkmapPtes(layout)].map((cell, i) =>
        slice(`PTE ${i}`, [cell, ...secureCells(layout)]),
      );
    case 'no_tlb_maps_secure':
      return cpusOf(layout).flatMap((cpu) =>
        tlbCells(layout, cpu).map((cell, i) => slice(`cpu${cpu}, place ${i}`, [cell, ...secureCells(layout)])),
      );
    case 'no_live_clobbered':
      return pairsHeld(layout, switches);
    case 'pkmap_counts':
      return pkmapPtes(layout).map((cell, entry) =>
        slice(`entry ${entry}`, [cell, layout.pkmapCounts.at + entry, worldCell(layout, 'kmapLock')]),
      );
    case 'depth_in_bounds':
      return ownersOf(layout).map((owner) => slice(`owner ${owner}`, [ownerCell(layout, owner, 'idx')]));
    case 'stray_exists':
      return topPteCells(layout).map((cell, i) =>
        slice(`slot ${i}`, [
          cell,
          ...depths(layout),
          ...(byType ? addresses(layout, Math.floor(i / layout.slotsPerCpu)) : []),
        ]),
      );
    case 'flush_finds_nothing':
      return cpusOf(layout).map((cpu) => slice(`cpu${cpu}`, [...stackCells(layout, cpu), ...strips(layout, byType)]));
    case 'hook_matters':
      return cpusOf(layout).map((cpu) =>
        slice(`cpu${cpu}`, [cpuCell(layout, cpu, 'state'), ...strips(layout, byType)]),
      );
    case 'no_fault':
    case 'no_bug':
      return null;
  }
}

/** Whether callers choose slots by type; and whether CPUs switch tasks. */
export type Kind = { readonly byType: boolean; readonly switches: boolean };

const slice = (says: string, cells: readonly number[]): Slice => ({ says, cpu: -1, cells: new Set(cells) });

const pkmapPtes = ({ pkmapPtes: { at }, pkmapEntries }: Layout): readonly number[] => run(at, pkmapEntries);

/** How deep everybody is. */
const depths = (layout: Layout): readonly number[] => [
  ...ownersOf(layout).map((owner) => ownerCell(layout, owner, 'idx')),
  ...cpusOf(layout).map((cpu) => cpuCell(layout, cpu, 'task')),
];

const addresses = (layout: Layout, owner: number): readonly number[] =>
  owner < layout.owners ? [ownerCell(layout, owner, 'heldCount'), ...heldCells(layout, owner)] : [];

/** All that tells live slots from strays. */
const strips = (layout: Layout, byType: boolean): readonly number[] => [
  ...topPteCells(layout),
  ...depths(layout),
  ...(byType ? ownersOf(layout).flatMap((owner) => addresses(layout, owner)) : []),
];

/** Two addresses that are held, or one, and what they map: of these one may be lost, or given to both. */
function pairsHeld(layout: Layout, switches: boolean): readonly Slice[] {
  const all = ownersOf(layout).flatMap((owner) => heldCells(layout, owner).map((cell, i) => ({ owner, cell, i })));
  const around = cpusOf(layout).flatMap((cpu) => [cpuCell(layout, cpu, 'task'), ...stackCells(layout, cpu)]);
  return all.flatMap((one, at) =>
    all
      .slice(all.length === 1 ? at : at + 1)
      .map((other) =>
        slice(`address ${one.i} of ${one.owner} and ${other.i} of ${other.owner}`, [
          ...[one.cell, other.cell],
          ...[ownerCell(layout, one.owner, 'heldCount'), ownerCell(layout, other.owner, 'heldCount')],
          ...topPteCells(layout),
          ...(switches ? around : []),
        ]),
      ),
  );
}
