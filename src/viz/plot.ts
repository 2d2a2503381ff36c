import { scaleLinear, type ScaleLinear } from 'd3-scale';
import type { Selection } from 'd3-selection';
import {
  curveLinear,
  curveStepAfter,
  line,
  symbol,
  symbolCircle,
  symbolDiamond,
  symbolSquare,
  symbolTriangle,
} from 'd3-shape';
import { grouped } from './grouped.ts';
import type { Point, Size } from './mark.ts';

/** What plots of numbers have in common: two axes, lines that differ in dash and sign (so that no colour is needed), words at their ends. */
export type PlotLine = {
  readonly name: string;
  readonly points: readonly Point[];
  /** Which of LOOKS it wears. */
  readonly look: number;
};

export type PlotLayout = {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleLinear<number, number>;
  /** Where the names of lines stand: behind their ends, or above the plot where there is no room there. */
  readonly names: 'right' | 'top';
};

export type Group = Selection<SVGGElement, unknown, null, undefined>;

/** How lines are told apart. */
export const LOOKS = [
  { dash: null, sign: symbolCircle },
  { dash: '7 3', sign: symbolSquare },
  { dash: '2 3', sign: symbolTriangle },
  { dash: '10 3 2 3', sign: symbolDiamond },
] as const;

const SIGN_AREA = 46;
/** Pixels from one name to the next, and of the longest letter of a name. */
const NAME_HEIGHT = 15;
const LETTER = 6.7;
/** Pixels that a plot must have left beside names for these to stand there. */
const LEAST_PLOT = 170;

export const lookOf = (look: number): (typeof LOOKS)[number] => LOOKS[look % LOOKS.length] ?? LOOKS[0];

/** The path of the sign that stands for a line, around 0,0. */
export const signPath = (look: number): string => symbol(lookOf(look).sign, SIGN_AREA)() ?? '';

/** @param xs the first and the last x there is */
export function plotLayout(
  { width, height }: Size,
  lines: readonly PlotLine[],
  xs: readonly [number, number],
): PlotLayout {
  const longest = Math.max(0, ...lines.map(({ name }) => name.length)) * LETTER + 18;
  const names = width - longest - 50 < LEAST_PLOT ? 'top' : 'right';
  const most = Math.max(1, ...lines.flatMap(({ points }) => points.map(({ y }) => y)));
  const y = scaleLinear([0, most], [height - 34, names === 'top' ? lines.length * NAME_HEIGHT + 24 : 24]).nice(4);
  const widest = Math.max(...y.ticks(4).map((tick) => short(tick, most).length));
  const left = Math.max(34, widest * LETTER + 14);
  const right = names === 'top' ? width - 14 : width - longest - 10;
  const [top = 0, bottom = 0] = [y.range()[1], y.range()[0]];
  return { left, right, top, bottom, x: scaleLinear(xs, [left + 4, right]), y, names };
}

/** A tick of an axis that goes up to `most`: `800`, `1,200`, `12k`, `1.5M`; the unit is that of all. */
export function short(n: number, most: number): string {
  if (n === 0 || most < 10_000) return grouped(n);
  return most < 1_000_000 ? `${String(n / 1000)}k` : `${String(n / 1_000_000)}M`;
}

/** Everything but what is above the lines. `stepped`: a value holds until the next one. */
export function drawPlot(
  group: Group,
  layout: PlotLayout,
  lines: readonly PlotLine[],
  words: { readonly x: string; readonly y: string; readonly stepped: boolean },
): void {
  drawAxes(group, layout, words);
  const path = line<Point>(
    ({ x }) => layout.x(x),
    ({ y }) => layout.y(y),
  ).curve(words.stepped ? curveStepAfter : curveLinear);
  group
    .select('.plot-lines')
    .selectAll<SVGPathElement, PlotLine>('path')
    .data([...lines].reverse(), ({ look }) => look)
    .join('path')
    .attr('class', ({ look }) => `plot-line look${String(look)}`)
    .attr('stroke-dasharray', ({ look }) => lookOf(look).dash)
    .attr('d', ({ points }) => path(points));
  drawNames(group, layout, lines);
}

function drawAxes(group: Group, layout: PlotLayout, words: { readonly x: string; readonly y: string }): void {
  const { left, right, bottom, x, y } = layout;
  const rows = group
    .select('.plot-y')
    .selectAll<SVGGElement, number>('g')
    .data(y.ticks(4))
    .join((enter) => {
      const row = enter.append('g');
      row.append('line');
      row.append('text').attr('text-anchor', 'end').attr('dy', '0.34em');
      return row;
    })
    .attr('transform', (tick) => `translate(0,${String(y(tick))})`);
  rows.select('line').attr('x1', left).attr('x2', right);
  rows
    .select('text')
    .attr('x', left - 6)
    .text((tick) => short(tick, y.domain()[1] ?? 0));
  const most = Math.max(2, Math.floor((right - left) / 56));
  const columns = group
    .select('.plot-x')
    .selectAll<SVGGElement, number>('g')
    .data(columnsOf(x, most))
    .join((enter) => {
      const column = enter.append('g');
      column.append('line').attr('y2', 4);
      column.append('text').attr('text-anchor', 'middle').attr('y', 16);
      return column;
    })
    .attr('transform', (tick) => `translate(${String(x(tick))},${String(bottom)})`);
  columns.select('text').text(String);
  group
    .select('.plot-x-title')
    .attr('x', right)
    .attr('y', bottom + 31)
    .attr('text-anchor', 'end')
    .text(words.x);
  group
    .select('.plot-y-title')
    .attr('x', 0)
    .attr('y', layout.names === 'top' ? layout.top - 10 : 11)
    .text(words.y);
}

/** Whole numbers, the first one always; one that would stand too close to it is left out. */
function columnsOf(x: PlotLayout['x'], most: number): readonly number[] {
  const first = x.domain()[0] ?? 0;
  const ticks = x.ticks(most).filter((tick) => Number.isInteger(tick) && x(tick) - x(first) > 18);
  return [first, ...ticks];
}

/** The name of each line with its sign: at its end, moved apart where ends are close; or one below the other above the plot. */
function drawNames(group: Group, layout: PlotLayout, lines: readonly PlotLine[]): void {
  const ends = lines.map(({ points }) => layout.y(points.at(-1)?.y ?? 0));
  const rows = layout.names === 'top' ? lines.map((_, i) => 8 + i * NAME_HEIGHT) : apart(ends, layout);
  const names = group
    .select('.plot-names')
    .selectAll<SVGGElement, PlotLine>('g')
    .data(lines, ({ look }) => look)
    .join((enter) => {
      const name = enter.append('g');
      name.append('path').attr('class', 'end');
      name.append('path').attr('class', 'lead');
      name.append('path').attr('class', 'key');
      name.append('text').attr('dy', '0.34em');
      return name;
    })
    .attr('class', ({ look }) => `plot-name look${String(look)}`);
  const atEnd = (i: number): string => `translate(${String(layout.right)},${String(ends[i] ?? 0)})`;
  names
    .select('.end')
    .attr('d', ({ look }) => signPath(look))
    .attr('transform', (_, i) => atEnd(i));
  const isTop = layout.names === 'top';
  names.select('.lead').attr('d', (_, i) => {
    if (isTop || Math.abs((rows[i] ?? 0) - (ends[i] ?? 0)) < 3) return null;
    return `M${String(layout.right + 6)},${String(ends[i])}L${String(layout.right + 13)},${String(rows[i])}`;
  });
  names
    .select('.key')
    .attr('d', ({ look }) => (isTop ? signPath(look) : null))
    .attr('transform', (_, i) => `translate(6,${String(rows[i] ?? 0)})`);
  names
    .select('text')
    .attr('x', isTop ? 16 : layout.right + 16)
    .attr('y', (_, i) => rows[i] ?? 0)
    .text(({ name }) => name);
}

/** Heights for names, in their order from top to bottom, no two closer than a line of text and none outside the plot. */
export function apart(
  wanted: readonly number[],
  { top, bottom }: { readonly top: number; readonly bottom: number },
): readonly number[] {
  const order = wanted.map((_, i) => i).toSorted((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0) || a - b);
  const placed: number[] = [];
  let least = top;
  for (const i of order) {
    const y = Math.max(wanted[i] ?? 0, least);
    placed[i] = y;
    least = y + NAME_HEIGHT;
  }
  let most = bottom;
  for (const i of order.toReversed()) {
    const y = Math.min(placed[i] ?? 0, most);
    placed[i] = y;
    most = y - NAME_HEIGHT;
  }
  return placed;
}

/** The groups that drawPlot fills, in the order in which they are painted. */
export function makePlot(group: Group): void {
  for (const name of ['plot-y', 'plot-x', 'plot-lines', 'plot-above', 'plot-names']) {
    group.append('g').attr('class', name);
  }
  group.append('text').attr('class', 'plot-x-title');
  group.append('text').attr('class', 'plot-y-title');
}
