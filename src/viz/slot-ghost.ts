import type { Hatch } from './defs.ts';
import { put } from './put.ts';
import { tilePath, type Layer, type Tile } from './slot-tiles.ts';

/** What a mapping is drawn with: the outline of an emptied slot only says that it was written. */
const MAPPED = /^(tile (live|stray|exposed)|hatch|plate)/;

const looksIn = (tile: Tile): readonly [Layer, string][] => [...tile].filter(([layer]) => MAPPED.test(layer));

/**
 * Where a slot looks otherwise than before: what it was, laid over what it is, lets go of it. The tiles themselves are drawn at their end at
 * once. Of nothing there is the bare ground, so that what is new comes up through it.
 *
 * @param cell the slot's own group
 * @param ground the outline of its tile, as path data
 */
export function letGoOf(
  cell: SVGGElement,
  { before, now, ground }: { readonly before: Tile; readonly now: Tile; readonly ground: string },
  hatch: (name: Hatch) => string,
  timing: { readonly duration: number; readonly delay: number },
): void {
  const [was, is] = [looksIn(before), looksIn(now)];
  if (was.map(([layer]) => layer).join() === is.map(([layer]) => layer).join()) return;
  const ghost = document.createElementNS('http://www.w3.org/2000/svg', 'g');
  ghost.setAttribute('class', 'ghost');
  if (was.length === 0) {
    const bare = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    bare.setAttribute('class', 'ground');
    bare.setAttribute('d', ground);
    ghost.append(bare);
  }
  for (const [layer, share] of was) {
    const path = tilePath(layer, hatch);
    put(path, 'd', share);
    ghost.append(path);
  }
  cell.prepend(ghost);
  const fade = ghost.animate([{ opacity: 1 }, { opacity: 0 }], { ...timing, fill: 'both' });
  fade.addEventListener('finish', () => ghost.remove());
}
