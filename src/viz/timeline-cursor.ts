import { select } from 'd3-selection';
import type { StepOutline } from '../timeline/frame.ts';
import type { Mark } from './mark.ts';
import { placePath } from './place-path.ts';
import { laneY, stepX, timelineLayout } from './timeline-layout.ts';
import type { TimelineData } from './timeline-ribbon.ts';
import { HEAD_SIGN, signPath } from './timeline-signs.ts';
import { drawnOn, lineGaps, veilPath, type Lanes } from './timeline-veil.ts';

/** Where the line of time begins: on the handle. */
const TOP = 8;

/**
 * Where one stands in time: a line with a handle, and a veil over what is still to come. A drawing of its own, laid over the run: a run may
 * have thousands of signs, and what moves with every step must not make the browser paint them all again. The handle stands where the signs
 * of nobody do: the one that it would cover is seen on it.
 */
export const timelineCursor: Mark<Pick<TimelineData, 'outline' | 'cpus' | 'at' | 'into'>> = (root, size) => {
  const group = select(root).append('g').attr('class', 'ribbon').attr('aria-hidden', 'true');
  const future = group.append('path').attr('class', 'future');
  const line = group.append('line').attr('class', 'now-line').attr('y1', TOP);
  const cursor = group.append('g').attr('class', 'cursor');
  const handle = cursor.append('path').attr('class', 'handle');
  const held = cursor.append('path').attr('class', 'held');
  let drawn: readonly StepOutline[] | null = null;
  let lanes: Lanes | null = null;
  return {
    update({ outline, cpus, at, into }) {
      const layout = timelineLayout(size, cpus, outline.length);
      const here = stepX(layout, at);
      const x = Math.round(into === 0 ? here : here + into * (stepX(layout, at + 1) - here)) + 0.5;
      handle.attr('d', `M${String(x - 7)},1.5q0,-1.5 1.5,-1.5h11q1.5,0 1.5,1.5v11l-7,4.5l-7,-4.5z`);
      const step = into === 0 ? outline[at - 1] : undefined;
      const sign = step === undefined || step.cpu !== null ? null : signPath(step);
      held.attr('d', sign === null ? null : placePath(sign, x, laneY(layout, null) - 1.5, HEAD_SIGN));
      const ahead = at === layout.steps ? layout.right : stepX(layout, at + 1) - Math.min(9, layout.dx / 2);
      if (lanes === null || drawn !== outline || layout.cpus !== lanes.length - 2) lanes = drawnOn(layout, outline);
      drawn = outline;
      line
        .attr('x1', x)
        .attr('x2', x)
        .attr('y2', layout.height - 2)
        .attr('stroke-dasharray', lineGaps(layout, lanes, at, x, TOP));
      future.attr('d', veilPath(layout, lanes, at, ahead, size.width));
    },
    destroy() {
      group.remove();
    },
  };
};
