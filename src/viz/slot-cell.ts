import type { Selection } from 'd3-selection';
import { present } from '../base/assert.ts';
import type { SlotView } from '../timeline/frame.ts';
import { signDiffers } from './differs.ts';
import { put } from './put.ts';
import type { Look } from './slot-look.ts';
import { tileBox } from './slot-tiles.ts';
import { slotName } from './stage-data.ts';
import { rowHeight, rowMiddle, rowTop, type StageLayout } from './stage-layout.ts';

type Slot = { readonly cpu: number; readonly slot: number };

/** Makes the cell of each slot: what can be pointed at. Where it stands is in its parts: a transform would have each painted apart. */
export function makeCells(rows: Selection<SVGGElement, SlotView, SVGGElement, unknown>, layout: StageLayout): void {
  rows
    .append('g')
    .attr('role', 'gridcell')
    .attr('class', 'cell')
    .attr('data-object', slotName)
    .attr('data-cpu', (slot) => slot.cpu)
    .attr('data-slot', (slot) => slot.slot)
    .attr('tabindex', (slot) => (slot.index === 0 ? 0 : -1))
    .append('path')
    .attr('class', 'hit')
    .attr('d', (slot) => groundPath(slot, layout));
}

/** All that belongs to a slot, its number and the edge beside it too. */
function groundPath(slot: Slot, layout: StageLayout): string {
  const { x, tileX, tileWidth } = present(layout.strips[slot.cpu], 'strip');
  const [top, height] = [rowTop(layout, slot.slot), rowHeight(layout, slot.slot)];
  return `M${String(x - 2)},${String(top)}H${String(tileX + tileWidth + 1)}v${String(height)}H${String(x - 2)}z`;
}

/** Of hundreds of cells most are never looked at: the ring is made when it is needed first. */
const rings = new WeakSet<Element>();

/** The ring of a cell that is looked at, or has the focus: there is none before. */
export function ringOf(cell: SVGGElement, layout: StageLayout): void {
  if (rings.has(cell)) return;
  rings.add(cell);
  const ring = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  ring.setAttribute('class', 'ring');
  const slot = { cpu: Number(cell.dataset['cpu']), slot: Number(cell.dataset['slot']) };
  ring.setAttribute('d', tileBox(slot, layout, -1.5));
  cell.insertBefore(ring, cell.querySelector(':scope > .differs-sign'));
}

/** Writes what is other than before into the cell of a slot: its name and its ring. Its tile and its words are drawn with the others. */
export function wear(cell: SVGGElement, slot: SlotView, look: Look, layout: StageLayout): void {
  const { spoken, selected, differs } = look;
  put(cell, 'data-term', slot.exposed ? 'exposed' : slot.state === 'none' ? 'slot' : slot.state);
  put(cell, 'class', selected ? 'cell selected' : 'cell');
  put(cell, 'aria-selected', String(selected));
  put(cell, 'aria-label', spoken);
  if (selected) ringOf(cell, layout);
  const { tileWidth: tile, right } = present(layout.strips[slot.cpu], 'strip');
  const at = { x: right - Math.min(11, tile / 4), y: rowMiddle(layout, slot.slot) };
  signDiffers(cell, differs ? at : null, rowHeight(layout, slot.slot));
}
