import { present } from '../base/assert.ts';
import type { SlotView } from '../timeline/frame.ts';
import { put, putText } from './put.ts';
import { textSize, type Look } from './slot-look.ts';
import { PAD } from './slot-tiles.ts';
import { slotName } from './stage-data.ts';
import { rowHeight, rowTop, type StageLayout } from './stage-layout.ts';

type Part = 'words' | 'number';

/** What is written on and beside slots, on a sheet. */
export type SlotWords = {
  /** What this slot says from now on. */
  readonly write: (slot: SlotView, look: Look, layout: StageLayout) => void;
  /** The texts of a slot. */
  readonly of: (slot: SlotView) => readonly SVGTextElement[];
  readonly destroy: () => void;
};

/** Of hundreds of slots most are empty: a text is made when there is something to say. Who listens hears it of the cell. */
export function slotWords(sheet: SVGGElement): SlotWords {
  const group = document.createElementNS('http://www.w3.org/2000/svg', 'g');
  put(group, 'class', 'slot-words');
  put(group, 'aria-hidden', 'true');
  sheet.append(group);
  const made = new Map<number, Map<Part, SVGTextElement>>();
  const places = new Map<Element, number>();
  const textOf = (name: Part, slot: SlotView, layout: StageLayout): SVGTextElement => {
    const parts = made.get(slot.index) ?? new Map<Part, SVGTextElement>();
    made.set(slot.index, parts);
    const found = parts.get(name);
    if (found !== undefined) return found;
    const text = textAt(name, slot, layout);
    // They stand in the order of the slots, whichever said something first.
    const place = 2 * slot.index + (name === 'words' ? 0 : 1);
    group.insertBefore(text, [...group.children].find((other) => (places.get(other) ?? 0) > place) ?? null);
    places.set(text, place);
    parts.set(name, text);
    return text;
  };
  const say = (name: Part, said: string, slot: SlotView, layout: StageLayout): SVGTextElement | null => {
    const text = said === '' ? (made.get(slot.index)?.get(name) ?? null) : textOf(name, slot, layout);
    if (text !== null) putText(text, said);
    return text;
  };
  return {
    write: (slot, { words, tile, numbered }, layout) => {
      const written = say('words', words, slot, layout);
      if (written !== null && words !== '') put(written, 'class', `words ${tile}`);
      say('number', numbered ? String(slot.slot) : '', slot, layout);
    },
    of: ({ index }) => [...(made.get(index)?.values() ?? [])],
    destroy: () => group.remove(),
  };
}

/** A text in its place, still without words: those of a tile on it, the number of a slot before it. */
function textAt(name: Part, of: SlotView, layout: StageLayout): SVGTextElement {
  const { cpu, slot } = of;
  const text = document.createElementNS('http://www.w3.org/2000/svg', 'text');
  const { tileX, tileWidth } = present(layout.strips[cpu], 'strip');
  put(text, 'class', name);
  put(text, 'data-of', slotName(of));
  put(text, 'x', String(name === 'words' ? tileX + Math.min(PAD, tileWidth / 5) : tileX - 11));
  put(text, 'y', String(rowTop(layout, slot) + rowHeight(layout, slot) / 2));
  // In a low row what hangs below the line, as in `p3`, needs as much room as what stands above it.
  put(text, 'dy', rowHeight(layout, slot) < 16 ? '0.3em' : '0.36em');
  if (name === 'number') put(text, 'text-anchor', 'end');
  text.style.fontSize = `${String(textSize(layout))}px`;
  return text;
}
