import type { StepOutline } from '../timeline/frame.ts';
import { isDense } from './timeline-dense.ts';
import { buckets, labelRooms, laneY, stepX, type TimelineLayout } from './timeline-layout.ts';
import { isRequest, LABEL_LETTER, wordsIn } from './timeline-signs.ts';

/** Something that is drawn on a lane for a step: from the middle of its sign to its end, its words with it. */
type Drawn = { readonly step: number; readonly end: number };

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
    const put = (lane: number, width: number): void => void lanes[lane]?.push({ step: first, end: x + width });
    if (step.cpu === null) {
      put(0, HALF);
      return;
    }
    const words = hasWords ? wordsIn(step.label, rooms[i] ?? 0) : '';
    put(step.cpu + 1, words === '' ? HALF : WORDS + words.length * LABEL_LETTER);
    for (const cpu of step.reached) put(cpu + 1, DOT);
    for (const cpu of step.missed) put(cpu + 1, hasWords && layout.dx >= 26 ? NOT_REACHED : DOT);
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
