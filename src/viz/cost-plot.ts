import { select } from 'd3-selection';
import { grouped } from './grouped.ts';
import type { Mark, Size } from './mark.ts';
import { drawPlot, makePlot, plotLayout, signPath, type Group, type PlotLayout, type PlotLine } from './plot.ts';

/** What each lane has cost after 0, 1, 2 … steps, and where the cursor stands. */
export type CostPlotData = {
  readonly lanes: readonly { readonly name: string; readonly values: readonly number[] }[];
  readonly at: number;
  /** What the values are: `modelled cycles`. */
  readonly measure: string;
};

/** Cumulative cost over the steps of a run, a line for each lane: told apart by dash, sign and name. */
export const costPlot: Mark<CostPlotData> = (root, size) => {
  const group = select(root).append('g').attr('class', 'plot cost-plot');
  makePlot(group);
  const cursor = group.append('g').attr('class', 'plot-cursor').attr('aria-hidden', 'true');
  cursor.append('line');
  cursor.append('path').attr('class', 'handle').attr('d', 'M-5.5,0h11v4l-5.5,6l-5.5,-6z');
  let shown: Pick<CostPlotData, 'lanes' | 'measure'> | null = null;

  return {
    update(data) {
      const lines = linesOf(data);
      const layout = costPlotLayout(size, data);
      if (shown?.lanes !== data.lanes || shown.measure !== data.measure) {
        drawPlot(group, layout, lines, { x: 'step', y: `${data.measure}, so far`, stepped: true });
        shown = data;
      }
      moveCursor(group, layout, lines, data.at);
    },
    destroy() {
      group.remove();
    },
  };
};

function linesOf({ lanes }: CostPlotData): readonly PlotLine[] {
  return lanes.map(({ name, values }, look) => ({
    name: `${name}  ${grouped(values.at(-1) ?? 0)}`,
    look,
    points: values.map((y, x) => ({ x, y })),
  }));
}

const stepsOf = ({ lanes }: CostPlotData): number => Math.max(1, ...lanes.map(({ values }) => values.length - 1));

export function costPlotLayout(size: Size, data: CostPlotData): PlotLayout {
  return plotLayout(size, linesOf(data), [0, stepsOf(data)]);
}

/** The step, from 0 to the end, that is nearest to a point of the drawing. */
export function costPlotStep(size: Size, data: CostPlotData, x: number): number {
  const step = Math.round(costPlotLayout(size, data).x.invert(x));
  return Math.max(0, Math.min(stepsOf(data), step));
}

/** A line at the cursor, and where each lane stands there. */
function moveCursor(group: Group, layout: PlotLayout, lines: readonly PlotLine[], at: number): void {
  const x = Math.round(layout.x(at)) + 0.5;
  group.select('.plot-cursor').attr('transform', `translate(${String(x)},${String(layout.top - 12)})`);
  group
    .select('.plot-cursor line')
    .attr('y1', 4)
    .attr('y2', layout.bottom - layout.top + 12);
  group
    .select('.plot-above')
    .selectAll<SVGPathElement, PlotLine>('path')
    .data([...lines].reverse(), ({ look }) => look)
    .join('path')
    .attr('class', ({ look }) => `plot-here look${String(look)}`)
    .attr('d', ({ look }) => signPath(look))
    .attr('transform', ({ points }) => `translate(${String(x)},${String(layout.y(points[at]?.y ?? 0))})`);
}
