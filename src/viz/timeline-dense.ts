import { select, type BaseType, type Selection } from 'd3-selection';
import type { StepOutline } from '../timeline/frame.ts';
import { arcsOf, curve, END, type Arc } from './ipi-arcs.ts';
import { GLYPHS } from './glyphs.ts';
import { placePath } from './place-path.ts';
import { laneY, signScale, stepX, type Bucket, type TimelineLayout } from './timeline-layout.ts';
import { CROSSED, isRequest, signPath, toneOf } from './timeline-signs.ts';

type Layer<P extends BaseType> = Selection<SVGGElement, unknown, P, undefined>;

/** What is drawn alike is one path, whatever it consists of. */
type Drawing = { readonly look: string; readonly d: string };

/**
 * A run of more steps than there is room for: nobody can point at a single sign, so none is a button of its own, and all that look alike are
 * one path. A run of ten thousand steps is drawn with some forty elements.
 */
export const isDense = (drawn: readonly Bucket[]): boolean => drawn.some(({ first, last }) => first !== last);

/** The signs of the steps, by look. */
export function drawDenseSigns<P extends BaseType>(
  layer: Layer<P>,
  layout: TimelineLayout,
  drawn: readonly Bucket[],
): void {
  const scale = signScale(layout);
  draw(
    layer,
    'sign',
    drawn.map(({ first, step }) => ({
      look: lookOf(step),
      d: placePath(signPath(step), stepX(layout, first), laneY(layout, step.cpu), step.cpu === null ? 0.75 : scale),
    })),
  );
}

/** A sign is filled or not, and hollow where nothing came of the step: the same rules of style as where each stands alone. */
function lookOf(step: StepOutline): string {
  const hollow = step.outcome === 'refused' || step.outcome === 'nothing' ? ' nothing' : '';
  return `${toneOf(step)} ${GLYPHS[step.kind].filled ? 'filled' : 'drawn'}${hollow}`;
}

/** The IPIs, and where they did not get to. */
export function drawDenseIpis<P extends BaseType>(
  layer: Layer<P>,
  layout: TimelineLayout,
  drawn: readonly Bucket[],
): void {
  const arcs = drawn.flatMap((bucket) => arcsOf(bucket, layout));
  const look = ({ missed, many }: Arc): string => `${missed ? 'missed ' : ''}${many ? 'many' : ''}`.trim();
  draw(
    layer,
    'ipi',
    arcs.map((arc) => ({ look: look(arc), d: curve(layout, arc) })),
    'curve',
  );
  const ends = arcs.map((arc) => ({
    look: look(arc),
    d: placePath(END[arc.missed ? 'missed' : 'reached'], stepX(layout, arc.n), laneY(layout, arc.to)),
  }));
  draw(layer, 'ipi', ends, 'end');
}

/** What reaches the secure world. */
export function drawDenseWorld<P extends BaseType>(
  layer: Layer<P>,
  layout: TimelineLayout,
  drawn: readonly Bucket[],
): void {
  const reaches = drawn.filter(({ step }) => step.cpu !== null && (step.fault || isRequest(step)));
  const bottom = laneY(layout, layout.cpus);
  const look = (step: StepOutline): string => (step.fault ? 'fault' : '');
  const ways = reaches.map(({ first, step }) => ({
    look: look(step),
    d: `M${stepX(layout, first).toFixed(1)},${laneY(layout, step.cpu).toFixed(1)}V${bottom.toFixed(1)}`,
  }));
  draw(layer, 'call', ways, 'way');
  const signs = reaches.map(({ first, step }) => ({
    look: look(step),
    d: placePath(step.fault ? CROSSED.fault : CROSSED.request, stepX(layout, first), bottom, signScale(layout)),
  }));
  draw(layer, 'call', signs, 'sign-path');
}

/** Where lanes that are compared part; signs that would stand on one another are one. */
export function drawDenseParted<P extends BaseType>(
  layer: Layer<P>,
  layout: TimelineLayout,
  outline: readonly StepOutline[],
  parted: readonly number[],
): void {
  const signs = parted.filter((n, i) => stepX(layout, n) - stepX(layout, parted[i - 1] ?? -Infinity) >= 1);
  const at = (d: string): string =>
    signs
      .map((n) => placePath(d, stepX(layout, n) + 6.5, laneY(layout, outline[n - 1]?.cpu ?? null) - 6.5, 0.75))
      .join('');
  layer
    .selectAll('g.differs-sign')
    .data(signs.length === 0 ? [] : [null])
    .join((enter) => {
      const made = enter.append('g').attr('class', 'differs-sign').attr('aria-hidden', 'true');
      made.append('path').attr('class', 'disc');
      made.append('path').attr('class', 'unequal');
      return made;
    })
    .each(function () {
      select(this).select('.disc').attr('d', at('M-5.5,0a5.5,5.5,0,1,0,11,0a5.5,5.5,0,1,0,-11,0z'));
      select(this).select('.unequal').attr('d', at('M-3,-1.4h6M-3,1.4h6M1.7,-3.4l-3.4,6.8'));
    });
}

/** One group with one path for each look, the paths of all that look so. */
function draw<P extends BaseType>(layer: Layer<P>, kind: string, drawings: readonly Drawing[], part = 'all'): void {
  const byLook = new Map<string, string[]>();
  for (const { look, d } of drawings) {
    const found = byLook.get(look);
    if (found === undefined) byLook.set(look, [d]);
    else found.push(d);
  }
  for (const [look, paths] of [...byLook].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const group = layer.append('g').attr('class', `${kind} ${look}`).attr('aria-hidden', 'true');
    group.append('path').attr('class', part).attr('d', paths.join(''));
  }
}
