import { select } from 'd3-selection';
import type { Point, Mark } from './mark.ts';
import { drawPlot, makePlot, plotLayout, type PlotLine } from './plot.ts';

/** One small plot: what each way to be without strays costs, over one size of the load. */
export type ScalingPlotData = {
  readonly ways: readonly { readonly name: string; readonly points: readonly Point[] }[];
  /** What stands below and above: `CPUs`, `modelled cycles`. */
  readonly over: string;
  readonly measure: string;
  /** The load's own value. */
  readonly at: number;
  /** Where the last of the ways begins, or ceases, to cost no more than the first; null when that is nowhere. */
  readonly breakEven: number | null;
};

/** A line for each way, a mark where the flush on demand begins to be the cheaper one, and one at what is chosen. */
export const scalingPlot: Mark<ScalingPlotData> = (root, size) => {
  const group = select(root).append('g').attr('class', 'plot scaling-plot');
  makePlot(group);
  const even = group.select('.plot-above').append('g').attr('class', 'break-even');
  even.append('line');
  even.append('circle').attr('r', 6);
  even.append('text').attr('text-anchor', 'middle');
  const chosen = group.append('path').attr('class', 'chosen').attr('d', 'M0,0l5,8h-10z');

  return {
    update({ ways, over, measure, at, breakEven }) {
      const lines = ways.map(({ name, points }, look): PlotLine => ({ name, points, look }));
      const xs = lines[0]?.points.map(({ x }) => x) ?? [];
      const layout = plotLayout(size, lines, [Math.min(...xs), Math.max(...xs)]);
      drawPlot(group, layout, lines, { x: over, y: measure, stepped: false });
      const { x, y, bottom, top, left, right } = layout;
      chosen.attr('transform', `translate(${String(x(at))},${String(bottom + 1)})`);
      const meets = lines.at(-1)?.points.find((point) => point.x === breakEven);
      even.attr('display', meets === undefined ? 'none' : null);
      if (meets === undefined) return;
      const column = x(meets.x);
      even.select('line').attr('x1', column).attr('x2', column).attr('y1', y(meets.y)).attr('y2', bottom);
      even.select('circle').attr('cx', column).attr('cy', y(meets.y));
      even
        .select('text')
        .attr('x', Math.max(left + 46, Math.min(right - 46, column)))
        .attr('y', Math.max(top + 10, y(meets.y) - 12))
        .text(`break-even: ${String(meets.x)}`);
    },
    destroy() {
      group.remove();
    },
  };
};
