import type { BaseType, Selection } from 'd3-selection';
import type { Motion } from './motion.ts';
import { placePath } from './place-path.ts';
import { laneY, stepX, type Bucket, type TimelineLayout } from './timeline-layout.ts';

export type Arc = {
  readonly n: number;
  readonly from: number;
  readonly to: number;
  readonly missed: boolean;
  readonly words: boolean;
  /** Among so many of the same step that each is to be thin. */
  readonly many: boolean;
};

const MANY = 8;

/** The end of an arc: a dot where it arrives, a cross where it does not. */
export const END = { reached: 'M-3,0a3,3,0,1,0,6,0a3,3,0,1,0,-6,0z', missed: 'M-3,-3l6,6M3,-3l-6,6' } as const;

/** An IPI is an arc from lane to lane; where it would have gone, had the CPU been online, it breaks off and says so. */
export function drawIpis<P extends BaseType>(
  group: Selection<SVGGElement, unknown, P, undefined>,
  layout: TimelineLayout,
  drawn: readonly Bucket[],
): void {
  const arcs = group
    .selectAll<SVGGElement, Arc>('g')
    .data(
      drawn.flatMap((bucket) => arcsOf(bucket, layout)),
      ({ n, to }) => `${String(n)}.${String(to)}`,
    )
    .join((enter) => {
      const arc = enter.append('g');
      arc.append('path').attr('class', 'curve');
      arc.append('path').attr('class', 'end');
      arc.append('text').attr('dy', '0.34em');
      return arc;
    })
    .attr('class', ({ missed, many }) => `ipi${missed ? ' missed' : ''}${many ? ' many' : ''}`);
  arcs.select('.curve').attr('d', (arc) => curve(layout, arc));
  arcs
    .select('.end')
    .attr('d', ({ missed, n, to }) =>
      placePath(END[missed ? 'missed' : 'reached'], stepX(layout, n), laneY(layout, to)),
    );
  arcs
    .select('text')
    .attr('x', ({ n }) => stepX(layout, n) + 9)
    .attr('y', ({ to }) => laneY(layout, to))
    .text(({ missed, words }) => (missed && words ? 'not reached' : ''));
}

/** The IPIs of a step as they fly: each arc grows from the sender to the CPU it reaches, and only then is its end there. */
export function flyIpis<P extends BaseType>(
  group: Selection<SVGGElement, unknown, P, undefined>,
  step: number,
  { dropMs }: Motion,
): void {
  group
    .selectAll<SVGGElement, Arc>('g.ipi:not(.missed)')
    .filter(({ n }) => n === step)
    .each(function () {
      const [curve, end] = [this.querySelector('.curve'), this.querySelector('.end')];
      curve?.setAttribute('pathLength', '1');
      curve?.animate(
        [
          { strokeDasharray: '1 1', strokeDashoffset: 1 },
          { strokeDasharray: '1 1', strokeDashoffset: 0 },
        ],
        { duration: dropMs },
      );
      end?.animate([{ opacity: 0 }, { opacity: 1 }], { duration: 1, delay: dropMs, fill: 'backwards' });
    });
}

export function arcsOf({ first, step }: Bucket, layout: TimelineLayout): readonly Arc[] {
  const { cpu, reached, missed } = step;
  if (cpu === null) return [];
  const words = layout.laneHeight >= 13 && layout.dx >= 26;
  const many = reached.length + missed.length > MANY;
  return [
    ...reached.map((to) => ({ n: first, from: cpu, to, missed: false, words, many })),
    ...missed.map((to) => ({ n: first, from: cpu, to, missed: true, words, many })),
  ];
}

export function curve(layout: TimelineLayout, { n, from, to }: Arc): string {
  const x = stepX(layout, n);
  const [y0, y1] = [laneY(layout, from), laneY(layout, to)];
  const bulge = Math.min(8 + Math.abs(y1 - y0) * 0.18, Math.max(4, layout.dx * 0.45));
  return `M${String(x)},${String(y0)}C${String(x - bulge)},${String(y0)} ${String(x - bulge)},${String(y1)} ${String(x)},${String(y1)}`;
}
