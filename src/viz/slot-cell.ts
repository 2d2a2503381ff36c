import type { Selection } from 'd3-selection';
import { present } from '../base/assert.ts';
import type { SlotView } from '../timeline/frame.ts';
import { signDiffers } from './differs.ts';
import { put, putText } from './put.ts';
import { textSize, type Look } from './slot-look.ts';
import { PAD, tileBox } from './slot-tiles.ts';
import { slotName } from './stage-data.ts';
import { rowHeight, rowMiddle, rowTop, type StageLayout } from './stage-layout.ts';

/** What a cell may be made of, from back to front. Of hundreds of cells most are empty: a part is made when it is needed first. */
const PARTS = ['hit', 'ring', 'words', 'number'] as const;
type Part = (typeof PARTS)[number];

type Slot = { readonly cpu: number; readonly slot: number };

/** Makes the cell of each slot, with what every cell has. Where it stands is in every part: a transform would have each painted apart. */
export function makeCells(rows: Selection<SVGGElement, SlotView, SVGGElement, unknown>, layout: StageLayout): void {
  rows
    .append('g')
    .attr('role', 'gridcell')
    .attr('class', 'cell')
    .attr('data-object', slotName)
    .attr('data-cpu', (slot) => slot.cpu)
    .attr('data-slot', (slot) => slot.slot)
    .attr('tabindex', (slot) => (slot.index === 0 ? 0 : -1))
    .each(function (slot) {
      partOf(this, 'hit', slot, layout);
    });
}

/** The ring of a cell that has the focus: there is none before it is looked at. */
export function ringOf(cell: SVGGElement, layout: StageLayout): void {
  partOf(cell, 'ring', { cpu: Number(cell.dataset['cpu']), slot: Number(cell.dataset['slot']) }, layout);
}

/** Writes what is other than before into the cell of a slot: its name, its words and its ring. Its tile is drawn with the others. */
export function wear(cell: SVGGElement, slot: SlotView, look: Look, layout: StageLayout): void {
  const { words, spoken, selected, numbered, differs } = look;
  put(cell, 'data-term', slot.exposed ? 'exposed' : slot.state === 'none' ? 'slot' : slot.state);
  put(cell, 'class', selected ? 'cell selected' : 'cell');
  put(cell, 'aria-selected', String(selected));
  put(cell, 'aria-label', spoken);
  const { tileWidth: tile, right } = present(layout.strips[slot.cpu], 'strip');
  const text = (name: 'words' | 'number', said: string): Element | null => {
    const element = said === '' ? (partsOf(cell).get(name) ?? null) : partOf(cell, name, slot, layout);
    if (element !== null) putText(element, said);
    return element;
  };
  const written = text('words', words);
  if (written !== null && words !== '') put(written, 'class', `words ${look.tile}`);
  text('number', numbered ? String(slot.slot) : '');
  if (selected) partOf(cell, 'ring', slot, layout);
  const at = { x: right - Math.min(11, tile / 4), y: rowMiddle(layout, slot.slot) };
  signDiffers(cell, differs ? at : null, rowHeight(layout, slot.slot));
}

/** The parts that a cell has: they are asked for at every step, and to look through its children by class takes longer than to write. */
const made = new WeakMap<Element, Map<Part, SVGElement>>();

function partsOf(cell: Element): Map<Part, SVGElement> {
  const found = made.get(cell) ?? new Map<Part, SVGElement>();
  made.set(cell, found);
  return found;
}

/** The part of a cell; made, where it stands, if there is none yet. */
function partOf(cell: Element, name: Part, slot: Slot, layout: StageLayout): SVGElement {
  const parts = partsOf(cell);
  const found = parts.get(name);
  if (found !== undefined) return found;
  const isText = name === 'words' || name === 'number';
  const part = document.createElementNS('http://www.w3.org/2000/svg', isText ? 'text' : 'path');
  part.setAttribute('class', name);
  const attributes = placeOf(name, slot, layout);
  for (const [attribute, value] of Object.entries(attributes)) part.setAttribute(attribute, String(value));
  if (isText) part.style.fontSize = `${String(textSize(layout))}px`;
  const inFront = PARTS.slice(PARTS.indexOf(name) + 1).find((one) => parts.has(one));
  const sign = cell.querySelector(':scope > .differs-sign');
  cell.insertBefore(part, (inFront === undefined ? sign : parts.get(inFront)) ?? null);
  parts.set(name, part);
  return part;
}

function placeOf(name: Part, at: Slot, layout: StageLayout): Readonly<Record<string, number | string>> {
  const { x, tileX, tileWidth } = present(layout.strips[at.cpu], 'strip');
  const [top, height] = [rowTop(layout, at.slot), rowHeight(layout, at.slot)];
  // In a low row what hangs below the line, as in `p3`, needs as much room as what stands above it.
  const text = { y: top + height / 2, dy: height < 16 ? '0.3em' : '0.36em' };
  switch (name) {
    case 'hit':
      return {
        d: `M${String(x - 2)},${String(top)}H${String(tileX + tileWidth + 1)}v${String(height)}H${String(x - 2)}z`,
      };
    case 'ring':
      return { d: tileBox(at, layout, -1.5) };
    case 'words':
      return { x: tileX + Math.min(PAD, tileWidth / 5), ...text };
    case 'number':
      return { x: tileX - 11, 'text-anchor': 'end', ...text };
  }
}
