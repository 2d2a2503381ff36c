import type { SlotView } from '../timeline/frame.ts';
import { spokenDiffers } from './differs.ts';
import { shortPage, slotLook, slotName, slotSpoken, slotWords, type SlotLook, type StageData } from './stage-data.ts';
import { rowHeight, rowTop, type StageLayout } from './stage-layout.ts';
import type { Visit } from './step-marks.ts';

/** How one slot looks and what it says: everything about its cell that can differ from one frame to the next. */
export type Look = {
  readonly tile: SlotLook;
  /** What the flush of this step did to it. */
  readonly visit: 'written' | 'skipped' | null;
  readonly changed: boolean;
  /** Written to nothing by this step. */
  readonly emptied: boolean;
  readonly words: string;
  readonly spoken: string;
  readonly selected: boolean;
  readonly numbered: boolean;
  readonly alarm: boolean;
  /** Not the same in every lane. */
  readonly differs: boolean;
};

/** The size of a tile's text where there is room for it, in pixels, and how wide its letters are then. */
const TEXT = 11.5;
const LETTER = 6.7;

/** The size of a tile's text: as large as the row lets it be, for rows are low where the reader is far away. */
export const textSize = (layout: StageLayout): number => Math.min(TEXT, rowHeight(layout, 0) - 1);

/** Pixels a letter of it takes. */
export const letterWidth = (layout: StageLayout): number => (LETTER * textSize(layout)) / TEXT;

/** Room that the sign of what differs takes of a tile. */
const SIGN = 13;

export type Looks = {
  /** What the look of a slot depends on beside the slot itself, in few letters: where both are as they were, the look is too. */
  readonly circumstances: (slot: SlotView) => string;
  readonly look: (slot: SlotView) => Look;
};

/** The look of every slot of a frame, on tiles of this width. */
export function looksOf(data: StageData, tile: number, layout: StageLayout): Looks {
  const { frame, marks, changed, selection, differs } = data;
  const visited = visitedSlots(marks.visits, layout.slots);
  const touched = touchedSlots(data, visited, layout.slots);
  const circumstances = (slot: SlotView): string => {
    if (!touched.has(slot.index)) return '';
    const name = slotName(slot);
    const before = marks.before.get(slot.index);
    return [name === selection, changed.has(name), before, visited.get(slot.index), differs.get(name)].join();
  };
  const compact = layout.columns.density === 'compact';
  const isReadable = (slot: number): boolean => slot < layout.readable;
  const numbered = numberedSlots(layout);
  const look = (slot: SlotView): Look => {
    const visit = visited.get(slot.index);
    const name = slotName(slot);
    const written = hasChanged(marks, slot);
    return {
      tile: slotLook(slot),
      visit: visit ?? null,
      changed: changed.has(name) || written,
      emptied: written && slot.state === 'none',
      words: isReadable(slot.slot) ? fitting(wordsOf(data, slot), tile - (differs.has(name) ? SIGN : 0)) : '',
      spoken: slotSpoken(frame, slot) + spokenVisit(visit) + spokenDiffers(differs.get(name)),
      selected: name === selection,
      numbered: !compact && (numbered.has(slot.slot) || (isReadable(slot.slot) && slot.state !== 'none')),
      alarm: slot.exposed && tile > 90 && isReadable(slot.slot),
      differs: differs.has(name),
    };
  };
  return { circumstances, look };
}

/** Every fourth slot has its number; of those in thin rows only as many as do not touch each other. */
function numberedSlots(layout: StageLayout): ReadonlySet<number> {
  const found: number[] = [];
  for (let slot = 0; slot < layout.slots; slot += layout.slots <= 8 ? 1 : 4) {
    const above = found.at(-1);
    if (above === undefined || rowTop(layout, slot) - rowTop(layout, above) >= NUMBER) found.push(slot);
  }
  return new Set(found);
}

/** The height of a number with the least room around it. */
const NUMBER = 13;

/** Was it written in this step, with something else than it held? */
function hasChanged({ before }: StageData['marks'], slot: SlotView): boolean {
  const page = before.get(slot.index);
  return page !== undefined && page !== slot.page;
}

/** A slot emptied by this step says what it held. */
function wordsOf({ frame, marks }: StageData, slot: SlotView): string {
  if (slot.state !== 'none') return slotWords(frame, slot);
  const before = marks.before.get(slot.index);
  return before === undefined || before === 0 ? '' : `was ${shortPage(frame, before)}`;
}

/** The words, or only the page where the tile is narrow, or nothing. */
function fitting(words: string, width: number): string {
  const room = Math.floor((width - 14) / LETTER);
  if (words.length <= room) return words;
  const first = words.split(' ').at(words.startsWith('was') ? 1 : 0) ?? '';
  return first.length <= room ? first : '';
}

type Visited = ReadonlyMap<number, 'written' | 'skipped'>;

/** What a flush of this step did to slots, by index. */
function visitedSlots(visits: readonly Visit[], slots: number): Visited {
  const found = new Map<number, 'written' | 'skipped'>();
  for (const { of, first, end, written } of visits) {
    for (let slot = first; slot < end; slot++)
      found.set(of * slots + slot, written.includes(slot) ? 'written' : 'skipped');
  }
  return found;
}

/** The slots that anything is said about beside what they map, by index: of hundreds they are a few. */
function touchedSlots({ marks, changed, selection, differs }: StageData, visited: Visited, slots: number) {
  const named = [...changed, ...differs.keys(), selection ?? ''].flatMap((name) => {
    const [, cpu, slot] = /^cpu(\d+)\.slot(\d+)$/.exec(name) ?? [];
    return cpu === undefined || slot === undefined ? [] : [Number(cpu) * slots + Number(slot)];
  });
  return new Set([...named, ...visited.keys(), ...marks.before.keys()]);
}

function spokenVisit(visit: 'written' | 'skipped' | undefined): string {
  if (visit === undefined) return '';
  return visit === 'written' ? ', written by the flush' : ', skipped by the flush: already 0';
}
