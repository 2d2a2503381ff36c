import type { Selection } from 'd3-selection';
import { present } from '../base/assert.ts';
import type { SlotView } from '../timeline/frame.ts';
import type { Hatch } from './defs.ts';
import { put } from './put.ts';
import { letterWidth, type Look } from './slot-look.ts';
import { rowHeight, rowMiddle, rowTop, type StageLayout } from './stage-layout.ts';

type Group = Selection<SVGGElement, unknown, null, undefined>;

/** What a slot may be drawn with, from back to front, by the classes that say how it looks (stage.css). */
const LAYERS = [
  'rule written',
  'rule skipped',
  'tile live',
  'tile stray',
  'tile exposed',
  'tile live exposed',
  'tile emptied',
  'tile emptied written',
  'hatch stray',
  'hatch exposed',
  'plate stray',
  'plate exposed',
  'alarm',
  'alarm live',
  'changed-bar',
] as const;
export type Layer = (typeof LAYERS)[number];

/** One slot's share of each layer it is drawn with, as path data. */
export type Tile = ReadonlyMap<Layer, string>;

/** Around the words of a tile. */
export const PAD = 8;

/** How a slot is drawn that looks like this. */
export function tileOf(look: Look, slot: SlotView, layout: StageLayout): Tile {
  const tile = new Map<Layer, string>();
  const { x, tileX, tileWidth, right } = present(layout.strips[slot.cpu], 'strip');
  const [top, height] = [rowTop(layout, slot.slot), rowHeight(layout, slot.slot)];
  if (look.visit !== null) tile.set(`rule ${look.visit}`, `M${f(tileX)},${f(top + height - 0.5)}h${f(tileWidth)}`);
  const outline = tileBox(slot, layout, 0.5);
  if (look.tile !== 'none') tile.set(look.tile === 'stray exposed' ? 'tile exposed' : `tile ${look.tile}`, outline);
  else if (look.emptied) tile.set(look.visit === 'written' ? 'tile emptied written' : 'tile emptied', outline);
  if (slot.state === 'stray') {
    const kind = slot.exposed ? 'exposed' : 'stray';
    tile.set(`hatch ${kind}`, tileBox(slot, layout, 1));
    const plate = Math.min(look.words.length * letterWidth(layout) + 2 * PAD - 2, tileWidth - 2);
    if (look.words !== '') tile.set(`plate ${kind}`, tileBox(slot, layout, 1, plate));
  }
  const alarmX = right - (look.differs ? 27 : 13);
  if (look.alarm)
    tile.set(slot.state === 'live' ? 'alarm live' : 'alarm', alarmPath(alarmX, rowMiddle(layout, slot.slot)));
  const bar = { x: x - 7, y: top + 2, width: 3, height: Math.max(2, height - 4) };
  if (look.changed) tile.set('changed-bar', roundBox(bar, 1.5));
  return tile;
}

/** The tiles of all slots, still: what looks alike is one path, however many slots that are. */
export type Tiles = {
  /** From now on the slot with this number is drawn so. Seen with the next `show`. */
  readonly lay: (cell: number, tile: Tile) => void;
  readonly show: () => void;
};

export function slotTiles(group: Group, hatch: (name: Hatch) => string): Tiles {
  const root = group.append('g').attr('class', 'tiles').attr('aria-hidden', 'true');
  const layers = LAYERS.map((name) => ({ path: tilePath(name, hatch), shares: [] as string[], stale: false }));
  root.node()?.append(...layers.map(({ path }) => path));
  const laid: Tile[] = [];
  return {
    lay: (cell, tile) => {
      const before = laid[cell];
      laid[cell] = tile;
      LAYERS.forEach((name, n) => {
        const share = tile.get(name) ?? '';
        if (share === (before?.get(name) ?? '')) return;
        const layer = present(layers[n], name);
        layer.shares[cell] = share;
        layer.stale = true;
      });
    },
    show: () => {
      for (const layer of layers) {
        if (!layer.stale) continue;
        put(layer.path, 'd', layer.shares.join('') || null);
        layer.stale = false;
      }
    },
  };
}

/** A path, still empty, that looks like this layer. */
export function tilePath(layer: Layer, hatch: (name: Hatch) => string): SVGPathElement {
  const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  path.setAttribute('class', layer);
  if (layer === 'hatch stray') path.setAttribute('fill', hatch('stray'));
  if (layer === 'hatch exposed') path.setAttribute('fill', hatch('exposed'));
  return path;
}

/** The free edge above and below a tile; a thin row has next to none. */
const rim = (height: number): number => (height < 8 ? 0.5 : 1);

/** The outline of a slot's tile, so much within its edge; all of its width, or so much of it from the left. */
export function tileBox(
  { cpu, slot }: Pick<SlotView, 'cpu' | 'slot'>,
  layout: StageLayout,
  inset: number,
  most?: number,
): string {
  const { tileX, tileWidth } = present(layout.strips[cpu], 'strip');
  const height = rowHeight(layout, slot);
  const box = {
    x: tileX + inset,
    y: rowTop(layout, slot) + rim(height) + inset,
    width: most ?? tileWidth - 2 * inset,
    height: Math.max(1, height - 2 * rim(height) - 2 * inset),
  };
  return roundBox(box, 3);
}

/** A rectangle with round corners, begun where the browser begins that of a `rect`: dashes fall on the same places. */
function roundBox(
  { x, y, width, height }: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  radius: number,
): string {
  const [rx, ry] = [Math.min(radius, width / 2), Math.min(radius, height / 2)];
  const [w, h] = [f(width - 2 * rx), height - 2 * ry];
  const corner = (dx: number, dy: number): string => `a${f(rx)},${f(ry)},0,0,1,${f(dx)},${f(dy)}`;
  return `M${f(x + rx)},${f(y)}h${w}${corner(rx, ry)}v${f(h)}${corner(-rx, ry)}h-${w}${corner(-rx, -ry)}v${f(-h)}${corner(rx, -ry)}z`;
}

/** An exclamation mark in a triangle, 10 pixels wide, as one path with a hole. */
function alarmPath(x: number, y: number): string {
  return `M${f(x)},${f(y - 5)}l5.4,9.6h-10.8zm-.7,3.1v3.3h1.4v-3.3zm0,4.2v1.3h1.4v-1.3z`;
}

/** A number as path data has it, to the thousandth of a pixel. */
const f = (value: number): string => String(Math.round(value * 1000) / 1000);
