import { select, type BaseType, type Selection } from 'd3-selection';
import type { StepOutline } from '../timeline/frame.ts';
import { addHatches } from './defs.ts';
import { signDiffers } from './differs.ts';
import { drawForks, type Fork } from './fork-signs.ts';
import { GLYPHS } from './glyphs.ts';
import { drawIpis, flyIpis } from './ipi-arcs.ts';
import type { Mark } from './mark.ts';
import { motionOf, STILL, type Motion } from './motion.ts';
import {
  awaySpans,
  buckets,
  labelRooms,
  laneY,
  stepX,
  timelineLayout,
  type Away,
  type Bucket,
  type TimelineLayout,
} from './timeline-layout.ts';

type Group = Selection<SVGGElement, unknown, null, undefined>;

export type TimelineData = {
  readonly outline: readonly StepOutline[];
  readonly cpus: number;
  /** Steps done; and how far into the next one (0 … 1) when the cursor stands inside it. */
  readonly at: number;
  readonly into: number;
  /** Other futures, where they part from this one. */
  readonly forks: readonly Fork[];
  /** Steps after which lanes that are compared differ in something new. */
  readonly parted: readonly number[];
};

/** What is seen to go from lane to lane. */
const FLIES: readonly string[] = ['ipi_send', 'secure', 'violation'];

/** The run at a glance: a lane per CPU and one for the secure world, a sign per step, IPIs as arcs. Where one stands in it: timeline-cursor.ts. */
export const timelineRibbon: Mark<TimelineData> = (root, size) => {
  const group = select(root).append('g').attr('class', 'ribbon');
  const hatch = addHatches(group);
  for (const name of ['lanes', 'away', 'arcs', 'world']) group.append('g').attr('class', name);
  group.append('g').attr('class', 'signs');
  group.append('g').attr('class', 'forks');
  let outline: readonly StepOutline[] | null = null;
  let cpus = -1;
  let parted = '';

  return {
    update(data, since) {
      const layout = timelineLayout(size, data.cpus, data.outline.length);
      if (outline !== data.outline || cpus !== data.cpus) {
        drawLanes(group, layout);
        drawAway(group, layout, awaySpans(data.outline, data.cpus), hatch('offline'));
        const drawn = buckets(layout, data.outline);
        drawIpis(group.select('.arcs'), layout, drawn);
        drawWorld(group, layout, drawn);
        drawSigns(group, layout, drawn);
      }
      if (outline !== data.outline || cpus !== data.cpus || parted !== data.parted.join()) {
        drawParted(group, data.parted);
        parted = data.parted.join();
      }
      ({ outline, cpus } = data);
      drawForks(group.select('.forks'), layout, data.forks);
      if (!since.some(({ type }) => FLIES.includes(type))) return;
      const motion = motionOf(root);
      if (motion === STILL) return;
      const told = toldAt(data);
      flyIpis(group.select('.arcs'), told, motion);
      crossOver(group.select('.world'), told, motion);
    },
    destroy() {
      group.remove();
    },
  };
};

function drawLanes(group: Group, layout: TimelineLayout): void {
  const lanes = Array.from({ length: layout.cpus + 1 }, (_, lane) => lane);
  const rows = group
    .select('.lanes')
    .selectAll<SVGGElement, number>('g')
    .data(lanes)
    .join((enter) => {
      const lane = enter.append('g').attr('class', (n) => (n === layout.cpus ? 'lane secure-world' : 'lane'));
      lane.append('line');
      lane.append('text').attr('dy', '0.34em');
      lane
        .filter((n) => n === layout.cpus)
        .select('text')
        .attr('class', 'term')
        .attr('data-term', 'secure world')
        .attr('tabindex', -1);
      return lane;
    });
  rows
    .select('line')
    .attr('x1', layout.left)
    .attr('x2', layout.right)
    .attr('y1', (n) => laneY(layout, n))
    .attr('y2', (n) => laneY(layout, n));
  const every = Math.ceil(12 / layout.laneHeight);
  const narrow = layout.left < 50;
  rows
    .select('text')
    .attr('x', 0)
    .attr('y', (n) => laneY(layout, n))
    .text((n) => {
      if (n === layout.cpus) return narrow ? 'tz' : 'secure';
      return n % every === 0 && layout.cpus - n >= every ? `cpu${String(n)}` : '';
    });
}

/** A CPU that is away: its lane is hatched from the step it goes to the step it comes back. */
function drawAway(group: Group, layout: TimelineLayout, spans: readonly Away[], fill: string): void {
  const height = Math.min(14, layout.laneHeight - 2);
  group
    .select('.away')
    .selectAll('rect')
    .data(spans)
    .join('rect')
    .attr('fill', fill)
    .attr('x', ({ from }) => stepX(layout, from))
    .attr('width', ({ from, to }) => (to === null ? layout.right : stepX(layout, to)) - stepX(layout, from))
    .attr('y', ({ cpu }) => laneY(layout, cpu) - height / 2)
    .attr('height', height);
}

/** What reaches the secure world: the request that hands over a page, and the access its firewall refuses. */
function drawWorld(group: Group, layout: TimelineLayout, drawn: readonly Bucket[]): void {
  const reaches = drawn.filter(({ step }) => step.cpu !== null && (step.fault || isRequest(step)));
  const bottom = laneY(layout, layout.cpus);
  const calls = group
    .select('.world')
    .selectAll<SVGGElement, Bucket>('g')
    .data(reaches)
    .join((enter) => {
      const call = enter.append('g');
      call.append('line');
      call.append('path');
      return call;
    })
    .attr('class', ({ step }) => (step.fault ? 'call fault' : 'call'));
  calls
    .select('line')
    .attr('x1', ({ first }) => stepX(layout, first))
    .attr('x2', ({ first }) => stepX(layout, first))
    .attr('y1', ({ step }) => laneY(layout, step.cpu))
    .attr('y2', bottom);
  calls
    .select('path')
    .attr('d', ({ step }) => (step.fault ? 'M-4,-4l8,8M4,-4l-8,8' : 'M-4.5,-4.5h9v9h-9z'))
    .attr('transform', ({ first }) => `translate(${String(stepX(layout, first))},${String(bottom)})${scaled(layout)}`);
}

/** The step that is told at the cursor: expectations that came true after it are told with it. */
function toldAt({ outline: steps, at, into }: TimelineData): number {
  let told = into === 0 ? at : at + 1;
  while (steps[told - 1]?.outcome === 'expect_ok') told--;
  return told;
}

/** What reaches the secure world in a step, as it goes there: the line first, then the sign at its end. */
function crossOver<P extends BaseType>(
  group: Selection<SVGGElement, unknown, P, undefined>,
  step: number,
  { dropMs }: Motion,
): void {
  group
    .selectAll<SVGGElement, Bucket>('g.call')
    .filter(({ first }) => first === step)
    .each(function () {
      const line = this.querySelector('line');
      line?.animate([{ transform: 'scaleY(0)' }, { transform: 'none' }], { duration: dropMs });
      this.querySelector('path')?.animate([{ opacity: 0 }, { opacity: 1 }], {
        duration: 1,
        delay: dropMs,
        fill: 'backwards',
      });
    });
}

const isRequest = ({ kind, outcome }: StepOutline): boolean =>
  (kind === 'protect' || kind === 'unprotect') && outcome === 'done';

const scaled = ({ laneHeight }: TimelineLayout): string =>
  laneHeight >= 13 ? '' : ` scale(${String(Math.max(0.45, laneHeight / 12))})`;

function drawSigns(group: Group, layout: TimelineLayout, drawn: readonly Bucket[]): void {
  const rooms = labelRooms(layout, drawn);
  const signs = group
    .select('.signs')
    .selectAll<SVGGElement, Bucket>('g.sign')
    .data(drawn, ({ first }) => first)
    .join((enter) => {
      const sign = enter.append('g');
      sign.append('rect').attr('class', 'hit');
      sign.append('path');
      sign.append('text').attr('x', 11).attr('dy', '0.34em');
      return sign;
    })
    .attr(
      'class',
      ({ step }) => `sign ${toneOf(step)} ${GLYPHS[step.kind].filled ? 'filled' : 'drawn'} ${step.outcome}`,
    )
    .attr('role', 'button')
    .attr('tabindex', -1)
    .attr('data-step', ({ last }) => last)
    .attr(
      'transform',
      ({ first, step }) => `translate(${String(stepX(layout, first))},${String(laneY(layout, step.cpu))})`,
    );
  signs
    .select('.hit')
    .attr('x', -8)
    .attr('y', -Math.max(6, layout.laneHeight / 2))
    .attr('width', Math.max(16, Math.min(layout.dx, 40)))
    .attr('height', Math.max(12, layout.laneHeight));
  signs
    .select('path')
    .attr('d', ({ step }) => (step.outcome === 'expect_failed' ? 'M-4,-4l8,8M4,-4l-8,8' : GLYPHS[step.kind].d))
    .attr('transform', ({ step }) => (step.cpu === null ? 'scale(.75)' : scaled(layout)));
  const written = layout.laneHeight >= 13;
  signs.select('text').text(({ step, first, last }, i) => {
    if (!written || step.cpu === null || first !== last) return '';
    return step.label.length * 6.7 <= (rooms[i] ?? 0) ? step.label : '';
  });
}

function toneOf(step: StepOutline): string {
  return step.fault || step.outcome === 'expect_failed' ? 'exposed' : GLYPHS[step.kind].tone;
}

/** Where lanes part: the sign that is on everything that differs. */
function drawParted(group: Group, parted: readonly number[]): void {
  group
    .select('.signs')
    .selectAll<SVGGElement, Bucket>('g.sign')
    .each(function (bucket) {
      const parts = parted.some((step) => step >= bucket.first && step <= bucket.last);
      signDiffers(this, parts ? { x: 6.5, y: -6.5 } : null, 9);
      select(this).attr('aria-label', `${spoken(bucket)}${parts ? ', the kernels differ from here' : ''}`);
    });
}

/** `Step 8, cpu0: protect p3`; `Steps 120 to 131, cpu0`. */
function spoken({ first, last, step }: Bucket): string {
  const who = step.cpu === null ? '' : `, cpu${String(step.cpu)}`;
  if (first !== last) return `Steps ${String(first)} to ${String(last)}${who}: ${step.label} and others`;
  const ended = step.fault ? ', fault' : step.outcome === 'refused' ? ', refused' : '';
  const reach =
    step.missed.length > 0 ? `, does not reach ${step.missed.map((cpu) => `cpu${String(cpu)}`).join(', ')}` : '';
  return `Step ${String(first)}${who}: ${step.label}${ended}${reach}`;
}
