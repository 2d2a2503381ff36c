import type { Frame } from '../timeline/frame.ts';
import type { Box, Size } from './mark.ts';
import { rowEdges } from './row-edges.ts';

/** What the geometry of the stage follows from: the machine's sizes, which no step changes. */
export type StageShape = {
  readonly cpus: number;
  readonly slots: number;
  readonly pages: number;
  readonly low: number;
  /** The narrowest that a column may be, where it is not as for text of the usual size. */
  readonly least?: number;
};

/** full: panel with all buttons. medium: panel, fewer buttons. compact: heads only; one CPU is shown in detail elsewhere. */
export type Density = 'full' | 'medium' | 'compact';

export type Columns = {
  readonly density: Density;
  readonly width: number;
  readonly gap: number;
  /** Left edges, by CPU. */
  readonly x: readonly number[];
  /** What all columns need side by side with their margins; more than the room there is when they have to scroll. */
  readonly total: number;
};

export type Strip = { readonly x: number; readonly tileX: number; readonly tileWidth: number; readonly right: number };

/**
 * Where everything on the stage stands, in pixels. It follows from the shape and the room alone, never from what is mapped: nothing that
 * did not change can move.
 *
 *     label            one page table
 *     ┌ table ─────────────────────────────────────────┐
 *     │ head   cpu0's strip       cpu1's strip         │
 *     │ row 0  0 ▐█████████▌ │    0 ▐▨▨▨▨▨▨▨▨▨▌ │      │   gutters at the right of each strip: links run down in them
 *     │ …                    │                  │      │
 *     └──────────────────────┼──────────────────┼──────┘
 *     channel                ╰───────╮   ╭──────╯           links cross here, where nothing else is
 *     memory   ┌ lowmem ┐ ┌ page0 ┐ ┌ page1 ┐ …
 */
export type StageLayout = {
  readonly columns: Columns;
  readonly strips: readonly Strip[];
  readonly table: Box;
  readonly rowsTop: number;
  /** Where the row of each slot begins below `rowsTop`, and where the last one ends: one more than there are slots. */
  readonly edges: readonly number[];
  /** Slots whose row is high enough for words; below them rows are thin. */
  readonly readable: number;
  readonly slots: number;
  readonly channelTop: number;
  readonly memoryTop: number;
  /** Where the names of table and memory stand, above their upper edges. */
  readonly labelGap: number;
  readonly frames: FrameGrid;
  readonly size: Size;
};

export type FrameGrid = {
  /** The extent of table and memory: the columns with a margin at each side. */
  readonly left: number;
  readonly width: number;
  readonly low: Box | null;
  /** `named`: "page 3" and its frame number. `short`: "3". `cell`: no words. */
  readonly detail: 'named' | 'short' | 'cell';
  readonly x: number;
  readonly y: number;
  readonly cell: Size;
  readonly gap: number;
  readonly perRow: number;
  readonly rows: number;
};

const MARGIN = 20;
const FRAME = 44;
const FRAME_CLOSE = 24;
/** Below this width, a phone's or that of a projector with its large text, panels with all their buttons leave no room for the picture. */
const NARROW = 560;
/** Below this much room the parts stand closer and frames are one line high: a projector, with its large text. */
const CLOSE = 260;
/** Where parts stand close and there is less than this beside each other, three lanes in a room: nothing has its name over it (compare-rooms.css). */
const NAMELESS = 220;
/** Where there is even less, four lanes, the frames of highmem have all the room: lowmem is always mapped, in every lane. */
const WITHOUT_LOW = 150;
/** Room that is left over goes between the table and memory, where the lines are. */
const MAX_SPARE = 72;
const MAX_SPARE_FEW = 104;

/** What a finger needs, in pixels of the screen. */
const FINGER = 24;
/** What the eye needs, in pixels of the drawing. */
const LEAST = 12;

/** The narrowest that a column may be where the drawing is so much larger than its pixels. */
export const leastColumn = (scale: number): number => Math.max(LEAST, FINGER / scale);

/** The columns of `cpus` CPUs in this width. The HTML panels above the table stand in the same ones. */
export function stageColumns(width: number, cpus: number, least = FINGER): Columns {
  const fit = (gap: number, margin: number): number => (width - 2 * margin - (cpus - 1) * gap) / cpus;
  const narrow = width < NARROW;
  if (!narrow && fit(20, MARGIN) >= 205)
    return columnsOf('full', Math.min(fit(20, MARGIN), 480), 20, width, cpus, MARGIN);
  if (!narrow && fit(20, MARGIN) >= 166) return columnsOf('medium', fit(20, MARGIN), 20, width, cpus, MARGIN);
  const gap = fit(12, 12) >= 56 ? 12 : 6;
  if (fit(gap, 12) >= FINGER) return columnsOf('compact', fit(gap, 12), gap, width, cpus, 12);
  // As close as they can be before they have to scroll.
  const closest = least < FINGER ? 2.5 : 3;
  return columnsOf('compact', Math.max(fit(closest, 9), least), closest, width, cpus, 9);
}

function columnsOf(density: Density, width: number, gap: number, room: number, cpus: number, margin: number): Columns {
  const used = cpus * width + (cpus - 1) * gap;
  const total = Math.max(room, used + 2 * margin);
  const first = (total - used) / 2;
  return { density, width, gap, x: Array.from({ length: cpus }, (_, cpu) => first + cpu * (width + gap)), total };
}

/** The last geometry of a shape: every mark of a stage asks for the same one, at every step. */
const laidOut = new WeakMap<StageShape, { readonly size: Size; readonly layout: StageLayout }>();

/** The geometry of the whole stage below the CPU panels. It may be higher or wider than the room: then the room scrolls. */
export function stageLayout(size: Size, shape: StageShape): StageLayout {
  const known = laidOut.get(shape);
  if (known?.size.width === size.width && known.size.height === size.height) return known.layout;
  const layout = layOut(size, shape);
  laidOut.set(shape, { size, layout });
  return layout;
}

function layOut(size: Size, shape: StageShape): StageLayout {
  const columns = stageColumns(size.width, shape.cpus, shape.least);
  const compact = columns.density === 'compact';
  const close = size.height < CLOSE;
  const { label, head, foot, channel: least, below } = roomsOf(compact, close, size.width < NAMELESS);
  const strips = columns.x.map((x) => stripOf(x, columns));
  const frames = frameGrid(columns, shape, compact, close);
  const memoryHeight = Math.max(frames.rows * (frames.cell.height + frames.gap) - frames.gap, frames.low?.height ?? 0);
  const fixed = label + head + foot + least + memoryHeight + below;
  const { edges, readable } = rowEdges(size.height - fixed, shape.slots);
  const rows = edges.at(-1) ?? 0;
  const spare = Math.max(0, size.height - fixed - rows);
  const channel = least + Math.min(shape.slots <= 8 ? MAX_SPARE_FEW : MAX_SPARE, spare / 3);
  const tableHeight = head + rows + foot;
  const memoryTop = label + tableHeight + channel;
  const low = frames.low === null ? null : { ...frames.low, y: memoryTop };
  return {
    columns,
    strips,
    table: { x: frames.left + 0.5, y: label + 0.5, width: frames.width - 1, height: tableHeight },
    rowsTop: label + head,
    edges,
    readable,
    slots: shape.slots,
    channelTop: label + tableHeight,
    memoryTop,
    labelGap: close ? 5 : 9,
    frames: { ...frames, low, y: memoryTop },
    size: { width: columns.total, height: memoryTop + memoryHeight + below },
  };
}

/** The heights between the rows of slots and around memory: labels, the head of the table, its foot, where lines cross, the rings of a fault. */
function roomsOf(compact: boolean, close: boolean, nameless: boolean) {
  if (close && nameless) return { label: 5, head: 8, foot: 11, channel: 13, below: 6 };
  if (close) return { label: 17, head: 8, foot: 13, channel: 26, below: 9 };
  return { label: 26, head: compact ? 10 : 24, foot: 15, channel: 42, below: 12 };
}

function stripOf(x: number, { density, width }: Columns): Strip {
  const numbers = density === 'compact' ? 0 : 24;
  return { x, tileX: x + numbers, tileWidth: width - numbers, right: x + width };
}

function frameGrid(
  columns: Columns,
  { pages, low: lowPages }: StageShape,
  compact: boolean,
  close: boolean,
): Omit<FrameGrid, 'y'> {
  const margin = Math.min(compact ? 12 : MARGIN, columns.x[0] ?? 0);
  const left = (columns.x[0] ?? margin) - margin;
  const width = columns.total - 2 * left;
  const lowWidth = compact ? (close ? 57 : 66) : 116;
  const height = close ? FRAME_CLOSE : FRAME;
  const isLowShown = lowPages > 0 && !(close && columns.total < WITHOUT_LOW);
  const low = !isLowShown ? null : { x: left + margin, y: 0, width: lowWidth, height };
  const x = left + margin + (low === null ? 0 : lowWidth + (close ? 8 : 16));
  return { left, width, low, x, ...cellsFor(left + width - margin - x, pages, height) };
}

/**
 * Frames with their names while there is room for names, then numbers, then cells in as many rows as it takes. Where parts stand close, the
 * smallest cells that carry a number come before a second row of larger ones.
 */
function cellsFor(
  room: number,
  pages: number,
  height: number,
): Pick<FrameGrid, 'detail' | 'cell' | 'gap' | 'perRow' | 'rows'> {
  const widthOf = (gap: number): number => (room - (pages - 1) * gap) / pages;
  const oneRow = (detail: FrameGrid['detail'], gap: number, width: number) => ({
    detail,
    cell: { width, height },
    gap,
    perRow: pages,
    rows: 1,
  });
  if (widthOf(8) >= 76 && height === FRAME) return oneRow('named', 8, Math.min(widthOf(8), 220));
  if (widthOf(6) >= 26) return oneRow('short', 6, Math.min(widthOf(6), height === FRAME_CLOSE ? 60 : 76));
  const perRow = (side: number): number => Math.max(1, Math.floor((room + 2) / (side + 2)));
  const most = height === FRAME_CLOSE ? 2 * 20 : 48;
  const fits = (one: number): boolean => perRow(one) * Math.floor(most / (one + 2)) >= pages;
  const side = [22, 18, 14, 10, 8].find(fits) ?? 6;
  const rows = Math.ceil(pages / perRow(side));
  const detail = side >= 18 ? 'short' : 'cell';
  // Rows of few are alike: the last frame does not stand alone.
  const each = detail === 'short' ? Math.ceil(pages / rows) : perRow(side);
  return { detail, cell: { width: side, height: side }, gap: 2, perRow: each, rows };
}

/** The upper edge of a slot's row; of the slot after the last: where the rows end. */
export function rowTop({ rowsTop, edges }: StageLayout, slot: number): number {
  return rowsTop + (edges[Math.min(slot, edges.length - 1)] ?? 0);
}

export function rowHeight(layout: StageLayout, slot: number): number {
  return rowTop(layout, slot + 1) - rowTop(layout, slot);
}

/** The middle of a slot's row: where its line begins. */
export function rowMiddle(layout: StageLayout, slot: number): number {
  return rowTop(layout, slot) + rowHeight(layout, slot) / 2;
}

/** The box of highmem page `n` (0: page0). */
export function frameBox({ frames }: StageLayout, n: number): Box {
  const column = n % frames.perRow;
  const row = Math.floor(n / frames.perRow);
  return {
    x: frames.x + column * (frames.cell.width + frames.gap),
    y: frames.y + row * (frames.cell.height + frames.gap),
    ...frames.cell,
  };
}

/** The shape of the machine that a frame shows; `slots` per CPU comes from its configuration. */
export function shapeOf(frame: Frame, slots: number): StageShape {
  const low = frame.pages.filter((page) => page.low).length;
  return { cpus: frame.cpus.length, slots, pages: frame.pages.length - low, low };
}
