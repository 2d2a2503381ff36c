import { select, type BaseType, type Selection } from 'd3-selection';
import type { StepOutline } from '../timeline/frame.ts';
import { addHatches } from './defs.ts';
import { signDiffers } from './differs.ts';
import { drawForks, type Fork } from './fork-signs.ts';
import { GLYPHS } from './glyphs.ts';
import { drawIpis, flyIpis } from './ipi-arcs.ts';
import type { Mark } from './mark.ts';
import { motionOf, STILL, type Motion } from './motion.ts';
import { placePath } from './place-path.ts';
import { drawDenseIpis, drawDenseParted, drawDenseSigns, drawDenseWorld, isDense } from './timeline-dense.ts';
import {
  awaySpans,
  buckets,
  labelRooms,
  laneY,
  signScale,
  stepX,
  timelineLayout,
  type Away,
  type Bucket,
  type TimelineLayout,
} from './timeline-layout.ts';
import { CROSSED, HEAD_SIGN, isRequest, signPath, toneOf, wordsIn } from './timeline-signs.ts';

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
  let drawn: readonly Bucket[] = [];
  let outline: readonly StepOutline[] | null = null;
  let cpus = -1;
  let parted = '';
  let dense = false;

  return {
    update(data, since) {
      const layout = timelineLayout(size, data.cpus, data.outline.length);
      const anew = outline !== data.outline || cpus !== data.cpus;
      if (anew) {
        drawLanes(group, layout);
        drawAway(group, layout, awaySpans(data.outline), hatch('offline'));
        drawn = buckets(layout, data.outline);
        // What was drawn sign by sign is not what is drawn look by look.
        if (dense || isDense(drawn)) group.selectAll('.arcs > *, .world > *, .signs > *').remove();
        dense = isDense(drawn);
        drawSteps(group, layout, drawn, dense);
      }
      if (anew || parted !== data.parted.join()) {
        if (dense) drawDenseParted(group.select('.signs'), layout, data.outline, data.parted);
        else drawParted(group, layout, data.parted);
        parted = data.parted.join();
      }
      ({ outline, cpus } = data);
      drawForks(group.select('.forks'), layout, data.forks);
      if (dense || !since.some(({ type }) => FLIES.includes(type))) return;
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

/** Sign by sign while there is room for each; else by look. */
function drawSteps(group: Group, layout: TimelineLayout, drawn: readonly Bucket[], dense: boolean): void {
  if (dense) {
    drawDenseIpis(group.select('.arcs'), layout, drawn);
    drawDenseWorld(group.select('.world'), layout, drawn);
    drawDenseSigns(group.select('.signs'), layout, drawn);
  } else {
    drawIpis(group.select('.arcs'), layout, drawn);
    drawWorld(group, layout, drawn);
    drawSigns(group, layout, drawn);
  }
}

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
    .attr('y2', (n) => laneY(layout, n))
    // Lines that would run into each other say less than a few of them.
    .attr('visibility', (n) => (isRuled(layout, n) ? null : 'hidden'));
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

/** The least between two lines that the eye still tells apart. */
const RULED = 3;

function isRuled({ cpus, laneHeight }: TimelineLayout, n: number): boolean {
  const every = Math.ceil(RULED / laneHeight);
  return n === cpus || (n % every === 0 && cpus - n >= every);
}

/** A CPU that is away: its lane is hatched from the step it goes to the step it comes back. */
function drawAway(group: Group, layout: TimelineLayout, spans: readonly Away[], fill: string): void {
  const height = Math.min(14, layout.laneHeight * 0.8);
  const box = ({ cpu, from, to }: Away): string => {
    const width = (to === null ? layout.right : stepX(layout, to)) - stepX(layout, from);
    const y = laneY(layout, cpu) - height / 2;
    return `M${String(stepX(layout, from))},${String(y)}h${String(width)}v${String(height)}h${String(-width)}z`;
  };
  group
    .select('.away')
    .selectAll('path')
    .data(spans.length === 0 ? [] : [spans])
    .join('path')
    .attr('fill', fill)
    .attr('d', (all) => all.map(box).join(''));
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
    .attr('d', ({ step, first }) =>
      placePath(step.fault ? CROSSED.fault : CROSSED.request, stepX(layout, first), bottom, signScale(layout)),
    );
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
      sign.append('text').attr('class', 'sign-words').attr('dy', '0.34em');
      return sign;
    })
    .attr(
      'class',
      ({ step }) => `sign ${toneOf(step)} ${GLYPHS[step.kind].filled ? 'filled' : 'drawn'} ${step.outcome}`,
    )
    .attr('role', 'button')
    .attr('tabindex', -1)
    .attr('data-step', ({ last }) => last);
  const x = ({ first }: Bucket): number => stepX(layout, first);
  const y = ({ step }: Bucket): number => laneY(layout, step.cpu);
  signs
    .select('.hit')
    .attr('x', (sign) => x(sign) - 8)
    .attr('y', (sign) => y(sign) - Math.max(6, layout.laneHeight / 2))
    .attr('width', Math.max(16, Math.min(layout.dx, 40)))
    .attr('height', Math.max(12, layout.laneHeight));
  signs
    .select('path')
    .attr('d', (sign) =>
      placePath(signPath(sign.step), x(sign), y(sign), sign.step.cpu === null ? HEAD_SIGN : signScale(layout)),
    );
  const written = layout.laneHeight >= 13;
  signs
    .select('text')
    .attr('x', (sign) => x(sign) + 11)
    .attr('y', y)
    .text(({ step }, i) => (written && step.cpu !== null ? wordsIn(step.label, rooms[i] ?? 0) : ''));
}

/** Where lanes part: the sign that is on everything that differs. */
function drawParted(group: Group, layout: TimelineLayout, parted: readonly number[]): void {
  group
    .select('.signs')
    .selectAll<SVGGElement, Bucket>('g.sign')
    .each(function (bucket) {
      const parts = parted.includes(bucket.first);
      const at = { x: stepX(layout, bucket.first) + 6.5, y: laneY(layout, bucket.step.cpu) - 6.5 };
      signDiffers(this, parts ? at : null, 9);
      select(this).attr('aria-label', `${spoken(bucket)}${parts ? ', the kernels differ from here' : ''}`);
    });
}

/** `Step 8, cpu0: protect p3`. */
function spoken({ first, step }: Bucket): string {
  const who = step.cpu === null ? '' : `, cpu${String(step.cpu)}`;
  const ended = step.fault ? ', fault' : step.outcome === 'refused' ? ', refused' : '';
  const reach =
    step.missed.length > 0 ? `, does not reach ${step.missed.map((cpu) => `cpu${String(cpu)}`).join(', ')}` : '';
  return `Step ${String(first)}${who}: ${step.label}${ended}${reach}`;
}
