import type { StepOutline } from '../timeline/frame.ts';
import { isDense } from './timeline-dense.ts';
import { buckets, labelRooms, laneY, stepX, type TimelineLayout } from './timeline-layout.ts';
import { isRequest, LABEL_LETTER, wordsIn } from './timeline-signs.ts';

/** Something that is drawn on a lane for a step: to its end, its words with it; and where these begin, or the end where it has none. */
type Drawn = { readonly step: number; readonly words: number; readonly end: number };

/** What is drawn on each lane, in the order of the steps: that of nobody, one for each CPU, that of the secure world. */
export type Lanes = readonly (readonly Drawn[])[];

/** Half a sign, the end of an arc, and where the words beside them begin. */
const HALF = 7;
const DOT = 4;
const WORDS = 12;
const NOT_REACHED = 'not reached'.length * 5.6 + 10;

/** What a done step has drawn stands clear, also where it reaches over into what is still to come. */
export function drawnOn(layout: TimelineLayout, outline: readonly StepOutline[]): Lanes {
  const lanes: Drawn[][] = Array.from({ length: layout.cpus + 2 }, () => []);
  const drawn = buckets(layout, outline);
  const dense = isDense(drawn);
  const rooms = dense ? [] : labelRooms(layout, drawn);
  const hasWords = !dense && layout.laneHeight >= 13;
  drawn.forEach(({ first, step }, i) => {
    const x = stepX(layout, first);
    const put = (lane: number, width: number, words = width): void =>
      void lanes[lane]?.push({ step: first, words: x + words, end: x + width });
    if (step.cpu === null) {
      put(0, HALF);
      return;
    }
    const words = hasWords ? wordsIn(step.label, rooms[i] ?? 0) : '';
    if (words === '') put(step.cpu + 1, HALF);
    else put(step.cpu + 1, WORDS + words.length * LABEL_LETTER, WORDS);
    for (const cpu of step.reached) put(cpu + 1, DOT);
    for (const cpu of step.missed)
      if (hasWords && layout.dx >= 26) put(cpu + 1, NOT_REACHED, DOT);
      else put(cpu + 1, DOT);
    if (step.fault || isRequest(step)) put(layout.cpus + 1, HALF);
  });
  return lanes;
}

/** The veil over what is still to come: from `ahead` on; on a lane on which something of a done step ends later, from there. */
export function veilPath(layout: TimelineLayout, lanes: Lanes, at: number, ahead: number, width: number): string {
  const { cpus, lanesTop, laneHeight, height } = layout;
  const rows = lanes.map((lane, i) => ({
    from: Math.max(ahead, lane[countUntil(lane, at) - 1]?.end ?? ahead),
    bottom: i === 0 ? lanesTop : i === cpus + 1 ? height : laneY(layout, i - 1) + laneHeight / 2,
  }));
  const edge = rows.map(({ from, bottom }) => `H${from.toFixed(1)}V${bottom.toFixed(1)}`).join('');
  return `M${String(width)},0${edge}H${String(width)}z`;
}

/** Half the height of words, with a little air. */
const HALF_WORDS = 7.5;

/**
 * The line of time is broken where it would cross words: lengths of the line and of its gaps in turn, from `top` on, as `stroke-dasharray`
 * takes them; null: it crosses none.
 */
export function lineGaps(layout: TimelineLayout, lanes: Lanes, at: number, x: number, top: number): string | null {
  let drawnTo = top;
  const lengths = lanes.flatMap((lane, i) => {
    const last = lane[countUntil(lane, at) - 1];
    if (last === undefined || x < last.words || x > last.end) return [];
    const y = laneY(layout, i - 1);
    const from = Math.max(drawnTo, y - HALF_WORDS);
    const until = y + HALF_WORDS;
    const both = [from - drawnTo, until - from];
    drawnTo = until;
    return both;
  });
  return lengths.length === 0 ? null : [...lengths, layout.height].map((length) => length.toFixed(1)).join(' ');
}

/** How many of a lane's things belong to steps up to `at`. */
function countUntil(lane: readonly Drawn[], at: number): number {
  let [low, high] = [0, lane.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((lane[middle]?.step ?? Infinity) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}
