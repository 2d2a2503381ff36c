import type { Line, Scenario, Statement, Step } from '../scenario/syntax.ts';
import type { PtDump } from './ptdump.ts';
import { bestLayout, LEAVING, type SlotLayout } from './slot-layout.ts';

/**
 * A run that leaves the slots as a page-table dump shows them: on every CPU as many nested mappings as its strip has PTEs, and then as many
 * unmappings. That is the way such a strip comes about: a CPU takes its positions from 0 up, and nothing clears a lower one and keeps a
 * higher one (arch/arm/mm/highmem.c). What does not fit that is left out and said.
 */
export function ptdumpScenario({ fixmap, pkmapPages }: PtDump): Scenario {
  const layout = layoutOf(fixmap);
  const strips = stripsOf(fixmap, layout);
  const shown = strips.reduce((sum, { length }) => sum + length, 0);
  const lines = strips.flatMap((strip, cpu): readonly Step[] => {
    const before = strips.slice(0, cpu).reduce((sum, { length }) => sum + length, 0);
    const maps = strip.map((_, slot): Step => {
      const page = { low: false, n: before + slot };
      return { type: 'call', cpu, fn: 'kmap_atomic', args: [{ type: 'page', page }], enter: false };
    });
    return [...maps, ...strip.map((): Step => ({ type: 'call', cpu, fn: 'kunmap_atomic', args: [], enter: false }))];
  });
  const sizes = [
    // Two at least: what makes a stray dangerous is somebody else's access.
    { key: 'cpus', value: String(Math.max(2, strips.length)) },
    { key: 'pages', value: String(Math.max(8, shown)) },
  ];
  const head: readonly Statement[] = [
    { type: 'title', text: 'Slots of a page-table dump' },
    { type: 'machine', settings: [...layout.settings, ...sizes] },
    { type: 'note', text: noteOf(layout, strips, fixmap.length - shown, pkmapPages) },
  ];
  return { version: 1, lines: [...head, ...lines].map((statement): Line => ({ statement, comment: null })) };
}

/** Addresses from 0xfff00000 on can only be the old window's: the newer ones end there. Below, the layout that explains most. */
function layoutOf(fixmap: readonly number[]): SlotLayout {
  const old = fixmap.some((address) => address >= 0xfff00000);
  const candidates = LEAVING.filter(({ config }) => (config.switches.layout === 'up_fff00000') === old);
  return fixmap.length === 0
    ? bestLayout(LEAVING, () => 0)
    : bestLayout(candidates, (layout) => explained(fixmap, layout));
}

/** Slots that are taken from 0 up, less the ones that are not. */
function explained(fixmap: readonly number[], layout: SlotLayout): number {
  const shown = stripsOf(fixmap, layout).reduce((sum, { length }) => sum + length, 0);
  return 2 * shown - fixmap.filter((address) => layout.placeOf(address) !== null).length;
}

/** Per CPU the addresses of its positions 0, 1, …, up to the first that is not mapped. */
function stripsOf(fixmap: readonly number[], layout: SlotLayout): readonly (readonly number[])[] {
  const strips: number[][] = [];
  const places = fixmap.flatMap((address) => {
    const place = layout.placeOf(address);
    return place === null ? [] : [{ ...place, address }];
  });
  for (const { cpu, slot, address } of places.toSorted((a, b) => a.cpu - b.cpu || a.slot - b.slot)) {
    while (strips.length <= cpu) strips.push([]);
    if (strips[cpu]?.length === slot) strips[cpu].push(address);
  }
  while (strips.length > 0 && strips.at(-1)?.length === 0) strips.pop();
  return strips;
}

function noteOf(layout: SlotLayout, strips: readonly (readonly number[])[], left: number, pkmapPages: number): string {
  const shown = strips.reduce((sum, { length }) => sum + length, 0);
  const cpus = strips.filter(({ length }) => length > 0).length;
  const found =
    shown === 0
      ? 'No kmap slot holds a PTE in this page-table dump: nothing was left behind.'
      : `${shown} ${shown === 1 ? 'kmap slot' : 'kmap slots'} of ${cpus} ${cpus === 1 ? 'CPU' : 'CPUs'} ${shown === 1 ? 'holds' : 'hold'} a PTE in this page-table dump. The run maps and unmaps until the slots are as they are there: how they came to be so is not in a dump.`;
  const known = shown === 0 ? '' : `Known by the addresses: ${layout.known}.`;
  const unknown =
    'Not in the dump: the frames (each slot has a page of its own here), whether a slot was in use at that moment, the number of CPUs, their TLBs, and whether this kernel has a flush. Choose the kernel in the machine menu.';
  const omitted =
    left === 0
      ? ''
      : `Left out: ${left} mapped ${left === 1 ? 'page' : 'pages'} of the fixmap that no run of kmap_atomic explains.`;
  const pkmap =
    pkmapPages === 0
      ? ''
      : `Also left out: ${pkmapPages} mapped ${pkmapPages === 1 ? 'page' : 'pages'} in the window of kmap(), in use or left behind.`;
  return [found, known, unknown, omitted, pkmap].filter((sentence) => sentence !== '').join('\n');
}
