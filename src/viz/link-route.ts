import { present } from '../base/assert.ts';
import type { Point } from './mark.ts';
import { frameBox, rowHeight, rowMiddle, rowTop, type StageLayout } from './stage-layout.ts';

/**
 * How lines run on the stage: out of a slot's right edge into the gutter of its strip, down beside the slots, never over them, and only
 * below the table across to a frame. A slot near the top runs further out, so lines of one strip never cross in the gutter.
 */
const GUTTER = 13;

/** The x of the lane in the strip's gutter that belongs to a slot for ever. */
export function laneX(layout: StageLayout, cpu: number, slot: number): number {
  const { right } = present(layout.strips[cpu], `strip of cpu${String(cpu)}`);
  const width = Math.min(GUTTER, layout.columns.gap - 2);
  return right + (width * 3.2) / (slot + 3.2);
}

/** Where a line from this CPU's strip ends at a frame: lines from the left end at its left, so they need not cross. */
export function landing(layout: StageLayout, page: FramePlace, cpu: number): Point {
  const box = page.low === null ? frameBox(layout, page.n) : page.low;
  const share = (cpu + 1) / (layout.columns.x.length + 1);
  const inset = Math.min(14, box.width / 4);
  return { x: box.x + inset + share * (box.width - 2 * inset), y: box.y };
}

/** A frame: highmem page `n`, or the box that stands for all of lowmem. */
export type FramePlace = { readonly n: number; readonly low: StageLayout['frames']['low'] };

/** From the right edge of a slot to its page's frame. */
export function linkRoute(layout: StageLayout, cpu: number, slot: number, to: Point): string {
  const { right } = present(layout.strips[cpu], `strip of cpu${String(cpu)}`);
  const y = rowMiddle(layout, slot);
  const x = laneX(layout, cpu, slot);
  return `M${pt(right, y)}${cornerDown(right, x, y)}${fall(layout, x, to)}`;
}

/** An arrow: its line, and where its tip is and which way it points (radians). */
export type Reach = { readonly line: string; readonly tip: Point; readonly angle: number };

/** Below the panels, and above the name of the table. */
const ABOVE = 4;
const TURN = 12;

/** How far from its way a line goes to pass a name, and how near it comes to its last letter. */
const DETOUR = 48;
const BESIDE_NAME = 4;

/**
 * From a CPU's panel to a slot: in from the side, down the gutter if it must pass other slots, and onto the slot's upper corner.
 * @param nameEnd where the name over the table ends: a line that would fall through its last letters goes round them
 */
export function reachRoute(layout: StageLayout, from: number, cpu: number, slot: number, nameEnd: number): Reach {
  const source = present(layout.strips[from], `strip of cpu${String(from)}`);
  const target = present(layout.strips[cpu], `strip of cpu${String(cpu)}`);
  const right = from > cpu;
  const reach = Math.min(GUTTER + 4, layout.columns.gap - 1);
  const tip = {
    x: right ? target.right - 1 : target.tileX + 1,
    y: rowTop(layout, slot) + Math.min(3, rowHeight(layout, slot) / 2),
  };
  // In the gutter: over the strip itself stand its name and the numbers of its slots.
  const lane = { x: right ? target.right + reach : target.x - Math.min(4, layout.columns.gap / 2), y: tip.y - 12 };
  const start = right ? besideName(source.x + Math.min(28, (source.right - source.x) / 3), nameEnd) : source.x + 10;
  const bend = Math.min(layout.rowsTop - 9, lane.y);
  const way = `M${pt(start, -1)}${descent(layout, start, lane.x, bend, nameEnd)}`;
  const down = lane.y > bend ? `V${String(lane.y)}` : '';
  return { line: `${way}${down}L${pt(tip.x, tip.y)}`, tip, angle: Math.atan2(tip.y - lane.y, tip.x - lane.x) };
}

const besideName = (x: number, nameEnd: number): number =>
  x < nameEnd + BESIDE_NAME && x > nameEnd - DETOUR ? nameEnd + BESIDE_NAME : x;

/** Down to `bend`; where it would fall through the end of the name over the table: past that, and back between it and the names of the strips. */
function descent(layout: StageLayout, start: number, x: number, bend: number, nameEnd: number): string {
  const isFar = Math.abs(x - start) > 4 * TURN;
  const past = besideName(x, nameEnd);
  const [under, over] = [layout.table.y - layout.labelGap + 2, bend - 8];
  if (past !== x && over - under >= 10 && (isFar || start >= past)) {
    const [at, middle] = [isFar ? past : start, (under + over) / 2];
    const fallen = isFar ? along(start, at, under) : `V${String(under)}`;
    return `${fallen}C${pt(at, middle)} ${pt(x, middle)} ${pt(x, over)}V${String(bend)}`;
  }
  // Far to the side it would run along the name.
  if (isFar && (start < x || x < nameEnd)) return along(start, x, bend);
  return `C${pt(start, bend * 0.6)} ${pt(x, bend * 0.35)} ${pt(x, bend)}`;
}

/** Between the panels and the name over the table to the side, and down to `y`. */
function along(start: number, x: number, y: number): string {
  const turn = start < x ? TURN : -TURN;
  const out = `C${pt(start, ABOVE)} ${pt(start, ABOVE)} ${pt(start + turn, ABOVE)}`;
  return `${out}H${String(x - turn)}C${pt(x, ABOVE)} ${pt(x, ABOVE)} ${pt(x, y)}`;
}

/** Past the table in the gutter left of a CPU's strip, to a frame: an access that needs no slot. */
export function bypassRoute(layout: StageLayout, cpu: number, to: Point): Reach {
  const x = present(layout.strips[cpu], `strip of cpu${String(cpu)}`).x - 7;
  const line = `M${pt(x + 22, 0)}C${pt(x + 10, 2)} ${pt(x, 8)} ${pt(x, 20)}${fall(layout, x, to)}`;
  return { line, tip: to, angle: Math.PI / 2 };
}

function cornerDown(from: number, to: number, y: number): string {
  const radius = Math.min(6, to - from);
  return `H${String(to - radius)}Q${pt(to, y)} ${pt(to, y + radius)}`;
}

function fall(layout: StageLayout, x: number, to: Point): string {
  const start = layout.channelTop + 2;
  const bend = (to.y - start) * 0.62;
  return `V${String(start)}C${pt(x, start + bend)} ${pt(to.x, to.y - bend)} ${pt(to.x, to.y - 1)}`;
}

const pt = (x: number, y: number): string => `${String(Math.round(x * 10) / 10)},${String(Math.round(y * 10) / 10)}`;
