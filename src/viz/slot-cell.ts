import { select, type Selection } from 'd3-selection';
import { present } from '../base/assert.ts';
import type { SlotView } from '../timeline/frame.ts';
import type { Hatch } from './defs.ts';
import { signDiffers } from './differs.ts';
import { put, putText } from './put.ts';
import { LETTER, type Look } from './slot-look.ts';
import { slotName } from './stage-data.ts';
import { rowHeight, rowMiddle, rowTop, type StageLayout } from './stage-layout.ts';

/** Around the words of a tile. */
const PAD = 8;

/** What a cell may be made of, from back to front. Of hundreds of cells most are empty: a part is made when it is needed first. */
const PARTS = ['hit', 'rule', 'tile', 'hatch', 'plate', 'ring', 'words', 'alarm', 'number', 'changed-bar'] as const;
type Part = (typeof PARTS)[number];
const TAGS: { readonly [P in Part]: 'rect' | 'line' | 'path' | 'text' } = {
  hit: 'rect',
  rule: 'line',
  tile: 'rect',
  hatch: 'rect',
  plate: 'rect',
  ring: 'rect',
  words: 'text',
  alarm: 'path',
  number: 'text',
  'changed-bar': 'rect',
};

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
      for (const part of ['hit', 'tile'] as const) partOf(this, part, slot, layout);
    });
}

/** The ring of a cell that has the focus: there is none before it is looked at. */
export function ringOf(cell: SVGGElement, layout: StageLayout): void {
  partOf(cell, 'ring', select<SVGGElement, SlotView>(cell).datum(), layout);
}

/** Writes what is other than before into the cell of a slot. */
export function wear(
  cell: SVGGElement,
  slot: SlotView,
  look: Look,
  layout: StageLayout,
  hatch: (name: Hatch) => string,
): void {
  const { classes, words, spoken, selected, numbered, alarm, differs } = look;
  put(cell, 'data-term', slot.exposed ? 'exposed' : slot.state === 'none' ? 'slot' : slot.state);
  put(cell, 'class', `cell ${classes}`);
  put(cell, 'aria-selected', String(selected));
  put(cell, 'aria-label', spoken);
  const { tileWidth: tile, right } = present(layout.strips[slot.cpu], 'strip');
  const middle = rowMiddle(layout, slot.slot);
  // The same part, if it is needed now or was before.
  const part = (name: Part, needed: boolean): Element | null =>
    needed ? partOf(cell, name, slot, layout) : (partsOf(cell).get(name) ?? null);
  const write = (name: Part, attribute: string, value: string): void => {
    put(partOf(cell, name, slot, layout), attribute, value);
  };
  const text = (name: Part, said: string): void => {
    const element = part(name, said !== '');
    if (element !== null) putText(element, said);
  };
  // From when something is mapped: the hatching is to grow out of nothing when it is left behind.
  if (slot.state !== 'none') write('hatch', 'fill', hatch(slot.exposed ? 'exposed' : 'stray'));
  part('plate', slot.state !== 'none');
  const plate = words === '' ? 0 : Math.min(words.length * LETTER + 2 * PAD - 2, tile - 2);
  if (slot.state === 'stray') write('plate', 'width', String(plate));
  if (alarm) write('alarm', 'd', alarmPath(right - (differs ? 27 : 13), middle));
  text('words', words);
  text('number', numbered ? String(slot.slot) : '');
  part('rule', /written|skipped/.test(classes));
  part('changed-bar', /changed/.test(classes));
  part('ring', selected);
  signDiffers(cell, differs ? { x: right - Math.min(11, tile / 4), y: middle } : null, rowHeight(layout, slot.slot));
}

/** An exclamation mark in a triangle, 10 pixels wide, as one path with a hole. */
function alarmPath(x: number, y: number): string {
  return `M${String(x)},${String(y - 5)}l5.4,9.6h-10.8zm-.7,3.1v3.3h1.4v-3.3zm0,4.2v1.3h1.4v-1.3z`;
}

/** The parts that a cell has: they are asked for at every step, and to look through its children by class takes longer than to write. */
const made = new WeakMap<Element, Map<Part, SVGElement>>();

function partsOf(cell: Element): Map<Part, SVGElement> {
  const found = made.get(cell) ?? new Map<Part, SVGElement>();
  made.set(cell, found);
  return found;
}

/** The part of a cell; made, where it stands, if there is none yet. */
function partOf(cell: Element, name: Part, slot: SlotView, layout: StageLayout): SVGElement {
  const parts = partsOf(cell);
  const found = parts.get(name);
  if (found !== undefined) return found;
  const part = document.createElementNS('http://www.w3.org/2000/svg', TAGS[name]);
  part.setAttribute('class', name);
  const attributes = placeOf(name, slot, layout);
  for (const [attribute, value] of Object.entries(attributes)) part.setAttribute(attribute, String(value));
  if (TAGS[name] === 'text') part.style.fontSize = `${String(Math.min(11.5, rowHeight(layout, 0) - 1))}px`;
  const inFront = PARTS.slice(PARTS.indexOf(name) + 1).find((one) => parts.has(one));
  const sign = cell.querySelector(':scope > .differs-sign');
  cell.insertBefore(part, (inFront === undefined ? sign : parts.get(inFront)) ?? null);
  parts.set(name, part);
  return part;
}

/** The free edge above and below a tile; a thin row has next to none. */
const rim = (height: number): number => (height < 8 ? 0.5 : 1);

function placeOf(name: Part, { cpu, slot }: SlotView, layout: StageLayout): Readonly<Record<string, number | string>> {
  const { x, tileX, tileWidth } = present(layout.strips[cpu], 'strip');
  const [top, height] = [rowTop(layout, slot), rowHeight(layout, slot)];
  const tile = (inset: number) => ({
    x: tileX + inset,
    y: top + rim(height) + inset,
    width: tileWidth - 2 * inset,
    height: Math.max(1, height - 2 * rim(height) - 2 * inset),
    rx: 3,
  });
  const text = { y: top + height / 2, dy: '0.36em' };
  switch (name) {
    case 'hit':
      return { x, y: top, width: tileX + tileWidth - x, height };
    case 'rule':
      return { x1: tileX, x2: tileX + tileWidth, y1: top + height - 0.5, y2: top + height - 0.5 };
    case 'tile':
      return tile(0.5);
    case 'hatch':
    case 'plate':
      return tile(1);
    case 'ring':
      return tile(-1.5);
    case 'words':
      return { x: tileX + Math.min(PAD, tileWidth / 5), ...text };
    case 'number':
      return { x: tileX - 11, 'text-anchor': 'end', ...text };
    case 'changed-bar':
      return { x: x - 7, y: top + 2, width: 3, height: Math.max(2, height - 4), rx: 1.5 };
    case 'alarm':
      return {};
  }
}
