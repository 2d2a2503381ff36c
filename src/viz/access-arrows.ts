import { select } from 'd3-selection';
import { bypassRoute, landing, linkRoute, reachRoute, type Reach } from './link-route.ts';
import { placeOf } from './links.ts';
import type { Mark, Point } from './mark.ts';
import { STILL, type Motion } from './motion.ts';
import { tableLabelEnd } from './region-label.ts';
import type { StageData } from './stage-data.ts';
import { stageLayout, type StageLayout } from './stage-layout.ts';
import type { Access } from './step-marks.ts';

type Arrow = {
  readonly access: Access;
  /** From the CPU to the slot; or, out of the TLB or the linear map, past the table to the frame. */
  readonly reach: Reach;
  /** From the slot on to the frame; null when there is none, or nothing is mapped there. */
  readonly onward: string | null;
  /** Where it is said in words; null where there is no room for them. */
  readonly said: Point | null;
};

/**
 * Accesses of the current step: a dashed arrow from the CPU, in from the side, through a slot to a frame. "Per-CPU" is only a convention,
 * and this is where one sees it.
 */
export const accessArrows: Mark<StageData> = (root, size) => {
  const group = select(root).append('g').attr('class', 'accesses').attr('aria-hidden', 'true');

  return {
    update(data) {
      const layout = stageLayout(size, data.shape);
      const still = data.motion === STILL;
      group.selectAll('*').remove();
      const arrows = group
        .selectAll('g')
        .data(arrowsOf(data, layout))
        .join('g')
        .attr(
          'class',
          ({ access }) =>
            `access ${access.refused ? 'refused' : access.via} ${access.speculative ? 'speculative' : ''}`,
        );
      arrows
        .append('path')
        .attr('class', 'halo')
        .attr('d', ({ reach }) => reach.line);
      arrows
        .append('path')
        .attr('class', 'onward')
        .attr('d', ({ onward }) => onward);
      arrows
        .append('path')
        .attr('class', 'reach')
        .attr('d', ({ reach }) => reach.line);
      arrows.append('path').attr('class', 'head').attr('d', headOf);
      arrows
        .append('text')
        .attr('class', ({ said }) => (said?.y === OVER ? 'said' : 'said inside'))
        .attr('x', ({ said }) => said?.x ?? 0)
        .attr('y', ({ said }) => said?.y ?? 0)
        .text(({ access, said }) => (said === null ? '' : wordsOf(access)));
      if (!still)
        arrows.each(function () {
          shoot(this as SVGGElement, data.motion);
        });
    },
    destroy() {
      group.remove();
    },
  };
};

function arrowsOf(data: StageData, layout: StageLayout): readonly Arrow[] {
  return data.marks.accesses.flatMap((access): Arrow[] => {
    const place = placeOf(data, layout, access.page);
    const said = roomFor(wordsOf(access), access.cpu, data, layout);
    const to = place === null ? null : landing(layout, place, access.cpu);
    if (layout.strips[access.cpu] === undefined) return [];
    if (access.slot === null || access.via === 'tlb') {
      return to === null ? [] : [{ access, reach: bypassRoute(layout, access.cpu, to), onward: null, said }];
    }
    const owner = Math.floor(access.slot / layout.slots);
    const slot = access.slot % layout.slots;
    if (layout.strips[owner] === undefined) return [];
    const end = place === null ? null : landing(layout, place, owner);
    const onward = end === null ? null : linkRoute(layout, owner, slot, end);
    return [{ access, reach: reachRoute(layout, access.cpu, owner, slot), onward, said }];
  });
}

/** Pixels that a letter of the words takes; and one of the name and the address in the head of a strip. */
const LETTER = 5.8;
const HEAD_LETTER = 7;
/** The line of the name over the table. */
const OVER = 14;
/** Right of where an arrow begins. */
const BESIDE = 38;

/** Over the table, beside its name; else in the head of the strip, between its name and its address. */
function roomFor(words: string, cpu: number, { tableLabel }: StageData, layout: StageLayout): Point | null {
  const strip = layout.strips[cpu];
  if (strip === undefined || layout.columns.density === 'compact') return null;
  const width = words.length * LETTER;
  const beside = strip.x + BESIDE;
  const free = Math.max(beside, tableLabelEnd(layout, tableLabel));
  if (free === beside || free + width <= strip.right) return { x: free, y: OVER };
  const x = strip.x + `cpu${String(cpu)}`.length * HEAD_LETTER + 10;
  const end = strip.right - '0xfff00000'.length * HEAD_LETTER - 8;
  return x + width <= end ? { x, y: layout.rowsTop - 8 } : null;
}

function wordsOf({ via, refused, speculative }: Access): string {
  const does = speculative ? 'speculates' : 'reads';
  if (via === 'none') return `${does}: no translation`;
  return `${does}${via === 'tlb' ? ' out of its TLB' : ''}${refused ? ': refused' : ''}`;
}

/** The tip of the arrow, on the slot or on the frame. */
function headOf({ reach: { tip, angle } }: Arrow): string {
  const corner = (turn: number): string =>
    `${String(tip.x - 9 * Math.cos(angle + turn))},${String(tip.y - 9 * Math.sin(angle + turn))}`;
  return `M${String(tip.x)},${String(tip.y)}L${corner(0.42)}L${corner(-0.42)}z`;
}

/** The access as it happens: first to the slot, then on to the frame. */
function shoot(node: SVGGElement, { dropMs }: Motion): void {
  const appear = (name: string, delay: number): void => {
    node
      .querySelector(name)
      ?.animate([{ opacity: 0 }, { opacity: 1 }], { duration: dropMs, delay, fill: 'backwards', easing: 'ease-out' });
  };
  appear('.reach', 0);
  appear('.head', dropMs / 2);
  appear('.onward', dropMs);
}
