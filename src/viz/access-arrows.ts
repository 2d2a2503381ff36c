import { select } from 'd3-selection';
import { bypassRoute, landing, linkRoute, reachRoute, type Reach } from './link-route.ts';
import { placeOf } from './links.ts';
import type { Mark, Point } from './mark.ts';
import { STILL, type Motion } from './motion.ts';
import { freeOverTable, tableNameEnd } from './region-label.ts';
import type { StageData } from './stage-data.ts';
import { stageLayout, type StageLayout } from './stage-layout.ts';
import type { Access } from './step-marks.ts';

type Said = Point & { readonly words: string };

type Arrow = {
  readonly access: Access;
  /** From the CPU to the slot; or, out of the TLB or the linear map, past the table to the frame. */
  readonly reach: Reach;
  /** From the slot on to the frame; null when there is none, or nothing is mapped there. */
  readonly onward: string | null;
  /** What is said of it, and where; null where there is no room for words. */
  readonly said: Said | null;
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
        .text(({ said }) => said?.words ?? '');
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
  const nameEnd = tableNameEnd(layout, data.tableLabel);
  return data.marks.accesses.flatMap((access): Arrow[] => {
    const place = placeOf(data, layout, access.page);
    const said = saidOf(access, data, layout);
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
    return [{ access, reach: reachRoute(layout, access.cpu, owner, slot, nameEnd), onward, said }];
  });
}

/** Pixels that a letter of the words takes; and one of the name and the address in the head of a strip. */
const LETTER = 5.8;
const HEAD_LETTER = 7;
/** The line of the name over the table. */
const OVER = 14;
/** Right of where an arrow begins. */
const BESIDE = 38;

/** In as many words as there is room for. */
function saidOf(access: Access, data: StageData, layout: StageLayout): Said | null {
  for (const words of wordsOf(access)) {
    const room = roomFor(words, access.cpu, data, layout);
    if (room !== null) return { ...room, words };
  }
  return null;
}

/** Over the table, beside its name; else in the head of the strip, between its name and its address. */
function roomFor(words: string, cpu: number, { tableLabel }: StageData, layout: StageLayout): Point | null {
  const strip = layout.strips[cpu];
  if (strip === undefined || layout.columns.density === 'compact') return null;
  const width = words.length * LETTER;
  const beside = strip.x + BESIDE;
  const [from, to] = freeOverTable(layout, tableLabel);
  const free = Math.max(beside, from);
  if (free + width <= Math.min(strip.right, to)) return { x: free, y: OVER };
  const x = strip.x + `cpu${String(cpu)}`.length * HEAD_LETTER + 10;
  const end = strip.right - '0xfff00000'.length * HEAD_LETTER - 8;
  return x + width <= end ? { x, y: layout.rowsTop - 8 } : null;
}

/** All of it, then what matters most of it. */
function wordsOf({ via, refused, speculative }: Access): readonly string[] {
  const does = speculative ? 'speculates' : 'reads';
  if (via === 'none') return [`${does}: no translation`, 'no translation'];
  const how = via === 'tlb' ? ' out of its TLB' : '';
  return [`${does}${how}${refused ? ': refused' : ''}`, refused ? 'refused' : does];
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
