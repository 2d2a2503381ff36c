import { select, type Selection } from 'd3-selection';
import { present } from '../base/assert.ts';
import type { SlotView } from '../timeline/frame.ts';
import { addHatches } from './defs.ts';
import type { MarkInPieces, Piece } from './mark.ts';
import { STILL } from './motion.ts';
import { put } from './put.ts';
import { makeCells, ringOf, wear } from './slot-cell.ts';
import { slotWords, type SlotWords } from './slot-words.ts';
import { letGoOf } from './slot-ghost.ts';
import { looksOf, type Look } from './slot-look.ts';
import { slotTiles, tileBox, tileOf, type Tile, type Tiles } from './slot-tiles.ts';
import type { StageData } from './stage-data.ts';
import type { StageSheets } from './stage-sheets.ts';
import { rowMiddle, rowTop, stageLayout, type StageLayout, type Strip } from './stage-layout.ts';
import type { Visit } from './step-marks.ts';
import { drop, sweep, writtenAfterMs, type Cell } from './sweep.ts';

type Group = Selection<SVGGElement, unknown, null, undefined>;

/**
 * The one page table: a strip for each CPU, a row for each slot. An empty slot is only a rule; what is mapped stands on it. What the
 * current step did stays visible at rest: a changed slot carries a bar, a flush a bracket along the rows it looked at.
 *
 * In pieces: how slots look, then what those on each sheet of words say.
 */
export const slotGrid: MarkInPieces<StageData, Pick<StageSheets, 'table' | 'words'>> = (sheets, size) => {
  const group = select(sheets.table).append('g').attr('class', 'slot-grid');
  const written = sheets.words.map(slotWords);
  const hatch = addHatches(group);
  let drawn: { readonly elements: readonly SVGGElement[]; readonly tiles: Tiles } | null = null;
  const worn: Worn[] = [];
  /** Cells that do not say yet what they are to say. */
  const unsaid = new Map<SVGGElement, { readonly slot: SlotView; readonly look: Look }>();
  let addresses: StageData['stripAddresses'] | null = null;
  let visited = false;

  const looks: Piece<StageData> = (data) => {
    const layout = stageLayout(size, data.shape);
    // Slots past the last strip have no cell.
    const slots = data.frame.slots.filter(({ cpu }) => cpu < data.shape.cpus);
    if (drawn === null) {
      drawTable(group, layout);
      const tiles = slotTiles(group, hatch);
      drawStrips(group, layout);
      drawn = { elements: cellsOf(group, layout, slots), tiles };
    }
    const { elements, tiles } = drawn;
    const still = data.motion === STILL;
    group.classed('still', still);
    if (addresses !== data.stripAddresses) drawHeads(group, layout, data);
    addresses = data.stripAddresses;
    const redrawn = dress(slots, layout, data, worn);
    for (const { n, now, slot, look } of redrawn) {
      tiles.lay(n, now);
      unsaid.set(present(elements[n], 'a cell'), { slot, look });
    }
    tiles.show();
    drawPointers(group, layout, data);
    // Most steps flush nothing.
    if (visited || data.marks.visits.length > 0) drawVisits(group, layout, data);
    visited = data.marks.visits.length > 0;
    if (still) return;
    // What moves are the words too.
    say.forEach((words) => words(data));
    drop(group, layout, data);
    const dressed = slots.map((slot, n): Cell => {
      const said = sheetOf(slot.cpu, data.shape.cpus)?.of(slot) ?? [];
      return { slot, element: present(elements[n], 'a cell'), said };
    });
    sweep(group, dressed, layout, data);
    const passes = writtenAfterMs(data, data.motion.slotMs);
    for (const { n, before, now, slot } of redrawn) {
      const timing = { duration: data.motion.letGoMs, delay: passes(slot) };
      letGoOf(present(elements[n], 'a cell'), { before, now, ground: tileBox(slot, layout, 0.5) }, hatch, timing);
    }
  };
  const sheetOf = (cpu: number, cpus: number): SlotWords | undefined =>
    written[Math.floor((written.length * cpu) / cpus)];
  const say = written.map((sheet) => ({ shape }: StageData): void => {
    const layout = stageLayout(size, shape);
    for (const [cell, { slot, look }] of unsaid) {
      if (sheetOf(slot.cpu, shape.cpus) !== sheet) continue;
      wear(cell, slot, look, layout);
      sheet.write(slot, look, layout);
      unsaid.delete(cell);
    }
  });
  const destroy = (): void => {
    group.remove();
    for (const sheet of written) sheet.destroy();
  };
  return { pieces: [looks, ...say], destroy };
};

function drawTable(group: Group, layout: StageLayout): void {
  const { table } = layout;
  group
    .append('rect')
    .attr('class', 'table')
    .attr('x', table.x)
    .attr('y', table.y)
    .attr('width', table.width)
    .attr('height', table.height)
    .attr('rx', 10);
  group.append('path').attr('class', 'rules').attr('d', rulesPath(layout));
}

/** A strip for each CPU: what is written over it, its cells, and the marks beside them. */
function drawStrips(group: Group, layout: StageLayout): void {
  // The ring of the focus is seen before anything is drawn anew. What hears of the focus would be a place to stop at with Tab.
  group.attr('tabindex', -1).on('focusin', ({ target }: FocusEvent) => {
    const cell = target instanceof Element ? target.closest<SVGGElement>('g.cell') : null;
    if (cell !== null) ringOf(cell, layout);
  });
  group
    .selectAll('g.strip')
    .data(layout.strips)
    .join('g')
    .attr('class', 'strip')
    .attr('data-cpu', (_, cpu) => cpu)
    .attr('role', 'grid')
    .attr('aria-label', (_, cpu) => `cpu${String(cpu)}'s strip of the page table`)
    .call((strips) => {
      strips.append('text').attr('class', 'strip-name');
      strips.append('text').attr('class', 'strip-address');
      strips.append('g').attr('class', 'cells').attr('role', 'presentation');
      strips.append('g').attr('class', 'bracket').attr('aria-hidden', 'true');
      strips.append('path').attr('class', 'pointer').attr('aria-hidden', 'true');
    });
  const y = layout.rowsTop - 8;
  group
    .selectAll<SVGTextElement, Strip>('.strip-name')
    .data(layout.strips)
    .attr('x', ({ x }) => x)
    .attr('y', y);
  group
    .selectAll<SVGTextElement, Strip>('.strip-address')
    .data(layout.strips)
    .attr('x', ({ right }) => right)
    .attr('y', y)
    .attr('text-anchor', 'end');
}

/** The hairline below each slot. */
function rulesPath(layout: StageLayout): string {
  const below = Array.from({ length: layout.slots }, (_, slot) => rowTop(layout, slot + 1) - 0.5);
  return layout.strips
    .flatMap(({ tileX, tileWidth }) => below.map((y) => `M${String(tileX)},${String(y)}h${String(tileWidth)}`))
    .join('');
}

/** Whose strip it is, and where it begins; where there is no room the heads above the strips say whose. */
function drawHeads(group: Group, { columns }: StageLayout, data: StageData): void {
  const words = columns.density !== 'compact';
  group
    .selectAll<SVGTextElement, unknown>('.strip-name')
    .data(data.frame.cpus)
    .text(({ cpu }) => (words ? `cpu${String(cpu)}` : ''));
  group
    .selectAll<SVGTextElement, unknown>('.strip-address')
    .data(data.stripAddresses)
    .text((address) => (words ? address : ''));
}

/** One cell per slot, made once: a slot keeps its element for the life of the mark. They stand in the order of the slots. */
function cellsOf(group: Group, layout: StageLayout, slots: readonly SlotView[]): readonly SVGGElement[] {
  group.selectAll<SVGGElement, Strip>('g.strip .cells').each(function (_, cpu) {
    select(this)
      .selectAll<SVGGElement, SlotView>('g.row')
      .data(slots.filter((slot) => slot.cpu === cpu))
      .join('g')
      .attr('class', 'row')
      .attr('role', 'row')
      .call(makeCells, layout);
  });
  return group.selectAll<SVGGElement, SlotView>('g.cell').nodes();
}

/** What a cell was dressed for, and the tile it was given. */
type Worn = { readonly slot: SlotView; readonly circumstances: string; readonly tile: Tile };

const BARE: Tile = new Map();

/** A slot that looks different now: how its tile was and is, and its looks. */
type Redrawn = {
  readonly n: number;
  readonly slot: SlotView;
  readonly look: Look;
  readonly before: Tile;
  readonly now: Tile;
};

/** The slots that look different now; of hundreds, a step changes a few. */
function dress(slots: readonly SlotView[], layout: StageLayout, data: StageData, worn: Worn[]): readonly Redrawn[] {
  const looks = looksOf(data, present(layout.strips[0], 'a strip').tileWidth, layout);
  return slots.flatMap((slot, n) => {
    const before = worn[n];
    const circumstances = looks.circumstances(slot);
    if (before?.slot === slot && before.circumstances === circumstances) return [];
    const look = looks.look(slot);
    const tile = tileOf(look, slot, layout);
    worn[n] = { slot, circumstances, tile };
    return [{ n, slot, look, before: before?.tile ?? BARE, now: tile }];
  });
}

/** The CPU's own count of slots in use, as a stack pointer: what lies below it is nobody's. It glides from where it was. */
function drawPointers(group: Group, layout: StageLayout, { frame, shape, motion }: StageData): void {
  group
    .selectAll<SVGPathElement, unknown>('path.pointer')
    .data(frame.cpus)
    .each(function ({ cpu, depth }) {
      const { tileX, right } = present(layout.strips[cpu], 'strip');
      // In the gutter, and no wider than that is: what stands left of it is another strip.
      const width = Math.max(2, Math.min(5, layout.columns.gap - 3));
      const end = tileX - Math.min(4, layout.columns.gap / 3);
      const [x, from] = [String(end - width), String(end)];
      const y = rowTop(layout, Math.min(depth, shape.slots));
      const before = Number(this.dataset['y'] ?? y);
      put(
        this,
        'd',
        `M${x},${String(y - 3.5)}l${String(width)},3.5l-${String(width)},3.5zM${from},${String(y - 0.5)}H${String(right)}v1H${from}z`,
      );
      put(this, 'class', depth === 0 ? 'pointer at-rest' : 'pointer');
      put(this, 'data-y', String(y));
      if (before === y || motion === STILL) return;
      const glide = [{ transform: `translateY(${String(before - y)}px)` }, { transform: 'none' }];
      this.animate(glide, { duration: motion.letGoMs, easing: 'ease' });
    });
}

/** The bracket of a flush: a line along the rows it looked at, a square where it wrote, a ring where it skipped. */
function drawVisits(group: Group, layout: StageLayout, { marks }: StageData): void {
  group.selectAll<SVGGElement, Strip>('g.bracket').each(function ({ x, tileX, right }, cpu) {
    const visit = marks.visits.find(({ of }) => of === cpu);
    const at = Math.round(tileX) - 4.5;
    const bracket = select(this)
      .selectAll<SVGGElement, Visit>('g')
      .data(visit === undefined ? [] : [visit])
      .join('g');
    bracket
      .selectAll('line')
      .data((one) => (one.end > one.first ? [one] : []))
      .join('line')
      .attr('x1', at)
      .attr('x2', at)
      .attr('y1', ({ first }) => rowTop(layout, first) + 2)
      .attr('y2', ({ end }) => rowTop(layout, end) - 2);
    bracket
      .selectAll('rect')
      .data(({ written }) => written)
      .join('rect')
      .attr('x', at - 3)
      .attr('y', (slot) => rowMiddle(layout, slot) - 3)
      .attr('width', 6)
      .attr('height', 6);
    bracket
      .selectAll('text')
      .data((one) => [one])
      .join('text')
      .attr('x', tileX)
      .attr('y', layout.table.y + layout.table.height - 3.5)
      .text((one) => visitText(one, right - x));
  });
}

function visitText({ first, end, written }: Visit, width: number): string {
  const looked = Math.max(0, end - first);
  const long = `${String(looked)} looked at · ${String(written.length)} written`;
  return long.length * 6.4 < width - 24 ? long : `${String(written.length)}/${String(looked)}`;
}
