import type { Selection } from 'd3-selection';
import type { SlotView } from '../timeline/frame.ts';
import type { StageData } from './stage-data.ts';
import { tileBox } from './slot-tiles.ts';
import { rowHeight, rowTop, type StageLayout } from './stage-layout.ts';
import type { Visit } from './step-marks.ts';

type Group = Selection<SVGGElement, unknown, null, undefined>;
/** A slot, its group, and what is written on it. */
export type Cell = { readonly slot: SlotView; readonly element: SVGGElement; readonly said: readonly SVGTextElement[] };

/**
 * When each CPU starts to sweep its strip: the CPUs that were called go at the same time, and the caller itself only when they have
 * answered (kernel/smp.c, on_each_cpu).
 */
export function sweepStarts({ marks, frame }: StageData, slotMs: number): ReadonlyMap<Visit, number> {
  const caller = frame.step?.cpu ?? null;
  const others = marks.visits.filter(({ cpu }) => cpu !== caller);
  const answeredMs = Math.max(0, ...others.map(({ first, end }) => (end - first) * slotMs));
  return new Map(marks.visits.map((visit) => [visit, visit.cpu === caller ? answeredMs : 0]));
}

/** When the bar of a flush passes a slot; 0 for slots that no flush wrote. */
export function writtenAfterMs(data: StageData, slotMs: number): (slot: SlotView) => number {
  const starts = sweepStarts(data, slotMs);
  return ({ cpu, slot }) => {
    const visit = data.marks.visits.find(({ of, written }) => of === cpu && written.includes(slot));
    return visit === undefined ? 0 : (starts.get(visit) ?? 0) + (slot - visit.first) * slotMs;
  };
}

/** A flush as it happens: a bar down each strip; a written slot flashes as it passes; a skipped one keeps the rule it has, dashed. */
export function sweep(group: Group, cells: readonly Cell[], layout: StageLayout, data: StageData): void {
  const { slotMs, letGoMs } = data.motion;
  group.selectAll('.sweep').remove();
  const starts = sweepStarts(data, slotMs);
  ruleBehindBars(group, layout, starts, slotMs);
  for (const [visit, startMs] of starts) {
    runBar(group, layout, visit, startMs, slotMs);
    for (const { slot, element, said } of cells) {
      if (slot.cpu !== visit.of || slot.slot < visit.first || slot.slot >= visit.end) continue;
      const wrote = visit.written.includes(slot.slot);
      const delay = startMs + (slot.slot - visit.first) * slotMs;
      const timing = { duration: letGoMs * 2, delay, fill: 'backwards' } as const;
      const words = said.find((one) => one.classList.contains('words') && one.textContent !== '');
      // A slot that is skipped maps nothing: there is only what it says. And every animation costs every frame that it lasts.
      if (!wrote) {
        words?.animate(DIM, timing);
        continue;
      }
      for (const one of [element, ...said]) one.animate(FLASH, timing);
      // Tiles are drawn for all slots together: over its own there is light for as long as the bar passes.
      lightUp(element, tileBox(slot, layout, 0), timing);
      words?.animate(APPEAR, { duration: letGoMs, delay, fill: 'backwards' });
    }
    const lastMs = startMs + (visit.end - visit.first) * slotMs;
    group.selectAll<SVGGElement, Visit>(`.strip[data-cpu="${String(visit.of)}"] .bracket`).each(function () {
      this.animate(APPEAR, { duration: letGoMs, delay: lastMs, fill: 'backwards' });
    });
  }
}

/** The rules of slots that a flush looked at look otherwise from then on: those that its bars have passed. */
function ruleBehindBars(group: Group, layout: StageLayout, starts: ReadonlyMap<Visit, number>, slotMs: number): void {
  const runs = [...starts].flatMap(([{ of, first, end }, startMs]) => {
    const strip = layout.strips[of];
    return strip === undefined || end <= first
      ? []
      : [{ strip, end, startMs, endMs: startMs + (end - first) * slotMs }];
  });
  const times = [...new Set([0, ...runs.flatMap(({ startMs, endMs }) => [startMs, endMs])])].toSorted((a, b) => a - b);
  const duration = times.at(-1) ?? 0;
  if (duration === 0) return;
  const passedAt = (ms: number): string =>
    runs
      .map(({ strip: { tileX, right }, end, startMs, endMs }) => {
        const part = Math.min(1, Math.max(0, (ms - startMs) / (endMs - startMs)));
        // One upper edge for all: what joins one strip's part to the next has no area then.
        const top = layout.rowsTop;
        const y = top + part * (rowTop(layout, end) - top);
        return [
          [tileX, top],
          [tileX, y],
          [right, y],
          [right, top],
        ]
          .map((at) => at.map((n) => `${String(n)}px`).join(' '))
          .join(', ');
      })
      .join(', ');
  const passing = times.map((ms) => ({ offset: ms / duration, clipPath: `polygon(${passedAt(ms)}) view-box` }));
  group.selectAll<SVGPathElement, unknown>('.tiles .rule').each(function () {
    this.animate(passing, { duration });
  });
}

function lightUp(cell: SVGGElement, outline: string, timing: KeyframeAnimationOptions): void {
  const veil = document.createElementNS('http://www.w3.org/2000/svg', 'path');
  veil.setAttribute('class', 'veil');
  veil.setAttribute('d', outline);
  cell.prepend(veil);
  const pass = veil.animate([{ opacity: 0 }, { opacity: 0.65, offset: 0.3 }, { opacity: 0 }], timing);
  pass.addEventListener('finish', () => veil.remove());
}

function runBar(group: Group, layout: StageLayout, { of, first, end }: Visit, startMs: number, slotMs: number): void {
  const strip = layout.strips[of];
  if (strip === undefined || end <= first) return;
  const bar = group
    .append('rect')
    .attr('class', 'sweep')
    .attr('x', strip.tileX)
    .attr('width', strip.tileWidth)
    .attr('height', rowHeight(layout, first));
  const at = (slot: number): Keyframe => ({
    transform: `translateY(${String(rowTop(layout, slot))}px)`,
    opacity: 0.35,
  });
  const run = bar.node()?.animate([at(first), at(end - 1)], { duration: (end - first) * slotMs, delay: startMs });
  run?.addEventListener('finish', () => bar.remove());
  run?.addEventListener('cancel', () => bar.remove());
}

/** A new mapping drops from its CPU to its slot: a tile falls past the head of the strip into place. */
export function drop(group: Group, layout: StageLayout, { frame, marks, motion }: StageData): void {
  const { dropMs } = motion;
  group.selectAll('.falling').remove();
  for (const slot of frame.slots) {
    const before = marks.before.get(slot.index);
    const strip = layout.strips[slot.cpu];
    if (before === undefined || before === slot.page || slot.page === 0 || strip === undefined) continue;
    const tile = group
      .append('rect')
      .attr('class', 'falling')
      .attr('x', strip.tileX + 1)
      .attr('width', strip.tileWidth - 2)
      .attr('height', Math.max(2, rowHeight(layout, slot.slot) - 2))
      .attr('rx', 3);
    const at = (y: number, opacity: number): Keyframe => ({ transform: `translateY(${String(y)}px)`, opacity });
    const fall = tile
      .node()
      ?.animate([at(-8, 0.2), at(rowTop(layout, slot.slot) + 1, 0.9)], { duration: dropMs, easing: 'ease-in' });
    fall?.addEventListener('finish', () => tile.remove());
  }
}

const FLASH: Keyframe[] = [
  { filter: 'brightness(1)' },
  { filter: 'brightness(1.8)', offset: 0.25 },
  { filter: 'none' },
];
const DIM: Keyframe[] = [{ opacity: 1 }, { opacity: 0.35, offset: 0.3 }, { opacity: 1 }];
const APPEAR: Keyframe[] = [{ opacity: 0 }, { opacity: 1 }];
