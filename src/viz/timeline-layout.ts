import { present } from '../base/assert.ts';
import type { StepOutline } from '../timeline/frame.ts';
import type { Size } from './mark.ts';

/**
 * The band of time: a lane per CPU, one for the secure world at the bottom, one for words (notes, expectations) at the top; a step at a
 * fixed distance from the one before. The distance comes from a short list, so appending a step moves nothing until the band is full.
 */
export type TimelineLayout = {
  readonly left: number;
  readonly right: number;
  readonly dx: number;
  readonly steps: number;
  readonly laneHeight: number;
  readonly lanesTop: number;
  readonly cpus: number;
  readonly height: number;
};

const HEAD = 16;
const MAX_LANE = 22;
/** Distances between steps, in pixels: a third less each time, so that a growing run moves its signs seldom. */
const DISTANCES = [120, 96, 80, 64, 52, 40, 32, 24, 18, 14, 10, 7];

export function timelineLayout({ width, height }: Size, cpus: number, steps: number): TimelineLayout {
  const left = width < 480 ? 34 : 64;
  const right = width - 12;
  const laneHeight = Math.max(0, Math.min(MAX_LANE, (height - HEAD - 4) / (cpus + 1)));
  const room = right - left - 8;
  const dx = DISTANCES.find((distance) => distance * steps <= room) ?? room / steps;
  return { left, right, dx, steps, laneHeight, lanesTop: HEAD, cpus, height: HEAD + laneHeight * (cpus + 1) + 4 };
}

/** Where the sign of step `n` (from 1) stands; 0: the start. */
export function stepX({ left, dx }: TimelineLayout, n: number): number {
  return n === 0 ? left + 2 : left + 2 + (n - 0.5) * dx;
}

/** The step, from 0 to the end, whose sign is nearest to x. */
export function stepAt(layout: TimelineLayout, x: number): number {
  const nearest = Math.round((x - layout.left - 2) / layout.dx + 0.5);
  return Math.max(0, Math.min(layout.steps, x < layout.left + 2 + layout.dx / 4 ? 0 : nearest));
}

/** The middle of a CPU's lane; the secure world's is lane `cpus`; steps of nobody (null) stand in the head. */
export function laneY({ lanesTop, laneHeight }: TimelineLayout, lane: number | null): number {
  return lane === null ? lanesTop - 7 : lanesTop + (lane + 0.5) * laneHeight;
}

/** How large signs are, of their full size: lanes may be lower than they are high. */
export const signScale = ({ laneHeight }: TimelineLayout): number =>
  laneHeight >= 13 ? 1 : Math.max(0.45, laneHeight / 12);

/** When a CPU was away: after step `from` up to step `to` (null: to the end of the run). */
export type Away = { readonly cpu: number; readonly from: number; readonly to: number | null };

export function awaySpans(outline: readonly StepOutline[]): readonly Away[] {
  const open = new Map<number, number>();
  const spans: Away[] = [];
  outline.forEach(({ left, came }, i) => {
    for (const cpu of left) open.set(cpu, i + 1);
    for (const cpu of came) {
      const from = open.get(cpu);
      if (from !== undefined) spans.push({ cpu, from, to: i + 1 });
      open.delete(cpu);
    }
  });
  return [...spans, ...[...open].map(([cpu, from]) => ({ cpu, from, to: null }))];
}

/** Steps that fall on the same few pixels of the same lane, drawn as one sign: that of the weightiest. */
export type Bucket = { readonly first: number; readonly last: number; readonly step: StepOutline };

const ROOM_PER_SIGN = 9;

export function buckets(layout: TimelineLayout, outline: readonly StepOutline[]): readonly Bucket[] {
  const latest = new Map<number | null, number>();
  const found: Bucket[] = [];
  outline.forEach((step, i) => {
    const n = i + 1;
    const at = latest.get(step.cpu);
    const bucket = at === undefined ? undefined : found[at];
    if (at === undefined || bucket === undefined || stepX(layout, n) - stepX(layout, bucket.first) >= ROOM_PER_SIGN) {
      latest.set(step.cpu, found.push({ first: n, last: n, step }) - 1);
    } else {
      found[at] = { ...bucket, last: n, step: weight(step) > weight(bucket.step) ? step : bucket.step };
    }
  });
  return found;
}

/** What must not be lost when signs are merged. */
function weight({ kind, fault, outcome }: StepOutline): number {
  if (fault || kind === 'bug' || kind === 'abort') return 5;
  if (outcome === 'expect_failed' || outcome === 'refused') return 4;
  if (kind === 'cpu_down' || kind === 'cpu_up' || kind === 'protect' || kind === 'unprotect') return 3;
  return kind === 'flush' ? 2 : kind === 'tick' ? 0 : 1;
}

/** How many pixels the words of a sign may take: up to the next sign on its lane. */
export function labelRooms(layout: TimelineLayout, drawn: readonly Bucket[]): readonly number[] {
  const touches = ({ step }: Bucket, lane: number | null): boolean =>
    step.cpu === lane || (lane !== null && (step.reached.includes(lane) || step.missed.includes(lane)));
  return drawn.map((bucket, i) => {
    const next = drawn.findIndex((later, j) => j > i && j < i + 40 && touches(later, bucket.step.cpu));
    const end = next < 0 ? layout.right : stepX(layout, present(drawn[next], 'a later sign').first) - 8;
    return end - stepX(layout, bucket.first) - 10;
  });
}
