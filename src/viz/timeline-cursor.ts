import { select } from 'd3-selection';
import type { StepOutline } from '../timeline/frame.ts';
import type { Mark } from './mark.ts';
import { stepX, timelineLayout } from './timeline-layout.ts';
import type { TimelineData } from './timeline-ribbon.ts';
import { drawnOn, veilPath, type Lanes } from './timeline-veil.ts';

/**
 * Where one stands in time: a line with a handle, and a veil over what is still to come. A drawing of its own, laid over the run: a run may
 * have thousands of signs, and what moves with every step must not make the browser paint them all again.
 */
export const timelineCursor: Mark<Pick<TimelineData, 'outline' | 'cpus' | 'at' | 'into'>> = (root, size) => {
  const group = select(root).append('g').attr('class', 'ribbon').attr('aria-hidden', 'true');
  const future = group.append('path').attr('class', 'future');
  const line = group.append('line').attr('class', 'now-line').attr('y1', 8);
  const handle = group.append('g').attr('class', 'cursor').append('path').attr('class', 'handle');
  let drawn: readonly StepOutline[] | null = null;
  let lanes: Lanes | null = null;
  return {
    update({ outline, cpus, at, into }) {
      const layout = timelineLayout(size, cpus, outline.length);
      const here = stepX(layout, at);
      const x = Math.round(into === 0 ? here : here + into * (stepX(layout, at + 1) - here)) + 0.5;
      handle.attr('d', `M${String(x - 5.5)},0h11v4l-5.5,6l-5.5,-6z`);
      line
        .attr('x1', x)
        .attr('x2', x)
        .attr('y2', layout.height - 2);
      const ahead = at === layout.steps ? layout.right : stepX(layout, at + 1) - Math.min(9, layout.dx / 2);
      if (lanes === null || drawn !== outline || layout.cpus !== lanes.length - 2) lanes = drawnOn(layout, outline);
      drawn = outline;
      future.attr('d', veilPath(layout, lanes, at, ahead, size.width));
    },
    destroy() {
      group.remove();
    },
  };
};
