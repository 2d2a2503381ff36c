import { select, type Selection } from 'd3-selection';
import type { Frame, PageView, SlotView } from '../timeline/frame.ts';
import { addHatches, type Hatch } from './defs.ts';
import type { Box, Mark, Size } from './mark.ts';
import { slotLook } from './stage-data.ts';

type Group = Selection<SVGGElement, unknown, null, undefined>;

const PAD = 10;
const HEAD = 9;
const GAP = 6;
const PAGE = 16;
/** Rows that are shown: as many as are used, never fewer than look like a strip, never more than can be told apart. */
const ROWS = { least: 4, most: 8 };

/** The stage without a word, as small as a stamp: CPUs, their strips, the pages, and which slot maps which. */
export const thumbnail: Mark<Frame> = (root, size) => {
  const group = select(root).append('g').attr('class', 'thumbnail');
  const hatch = addHatches(group);
  const parts = ['heads', 'slots', 'pages', 'maps'].map((name) => group.append('g').attr('class', name));
  return {
    update(frame) {
      const places = placesIn(frame, size);
      const [heads, slots, pages, maps] = parts;
      if (heads !== undefined) drawHeads(heads, frame, places, hatch);
      if (slots !== undefined) drawSlots(slots, frame, places, hatch);
      if (pages !== undefined) drawPages(pages, frame, places);
      if (maps !== undefined) drawMaps(maps, frame, places);
    },
    destroy() {
      group.remove();
    },
  };
};

type Places = {
  readonly rows: number;
  readonly strip: (cpu: number) => { readonly x: number; readonly width: number };
  readonly slot: (slot: SlotView) => Box;
  readonly page: (page: number) => Box | null;
  /** Around all pages. */
  readonly memory: Box;
};

function placesIn(frame: Frame, { width, height }: Size): Places {
  const used = Math.max(0, ...frame.slots.map(({ slot, state }) => (state === 'none' ? 0 : slot + 1)));
  const rows = Math.max(ROWS.least, Math.min(ROWS.most, used));
  const cpus = frame.cpus.length;
  const gap = cpus > 8 ? 2 : GAP;
  const column = (width - 2 * PAD - (cpus - 1) * gap) / cpus;
  const top = PAD + HEAD + 5;
  const bottom = height - PAD - PAGE;
  const row = Math.min(13, (bottom - top - 24) / rows);
  const shown = frame.pages.filter(({ low }) => !low);
  const pageGap = shown.length > 16 ? 1 : 4;
  const each = Math.min(34, (width - 2 * PAD - (shown.length - 1) * pageGap) / Math.max(1, shown.length));
  const left = (width - shown.length * each - (shown.length - 1) * pageGap) / 2;
  const strip = (cpu: number) => ({ x: PAD + cpu * (column + gap), width: column });
  return {
    rows,
    strip,
    slot: ({ cpu, slot }) => ({ ...strip(cpu), y: top + slot * row, height: row - 1.5 }),
    memory: { x: left, y: bottom, width: width - 2 * left, height: PAGE },
    page: (page) => {
      const n = shown.findIndex((one) => one.page === page);
      return n < 0 ? null : { x: left + n * (each + pageGap), y: bottom, width: each, height: PAGE };
    },
  };
}

function drawHeads(group: Group, frame: Frame, { strip }: Places, hatch: (name: Hatch) => string): void {
  group
    .selectAll('rect')
    .data(frame.cpus)
    .join('rect')
    .attr('class', ({ state }) => (state === 'online' ? 'cpu-head' : 'cpu-head away'))
    .attr('fill', ({ state }) => (state === 'online' ? null : hatch('offline')))
    .attr('x', ({ cpu }) => strip(cpu).x + 0.5)
    .attr('y', PAD + 0.5)
    .attr('width', ({ cpu }) => strip(cpu).width - 1)
    .attr('height', HEAD)
    .attr('rx', 2.5);
}

function drawSlots(group: Group, frame: Frame, { rows, slot }: Places, hatch: (name: Hatch) => string): void {
  const shown = frame.slots.filter((one) => one.slot < rows);
  const cells = group
    .selectAll<SVGGElement, SlotView>('g')
    .data(shown)
    .join((enter) => {
      const cell = enter.append('g');
      cell.append('rect').attr('class', 'tile');
      cell.append('rect').attr('class', 'over');
      return cell;
    })
    .attr('class', (one) => `stamp ${slotLook(one)}`);
  cells
    .selectAll<SVGRectElement, SlotView>('rect')
    .attr('x', (one) => slot(one).x + 0.5)
    .attr('y', (one) => slot(one).y + 0.5)
    .attr('width', (one) => slot(one).width - 1)
    .attr('height', (one) => Math.max(2, slot(one).height - 1))
    .attr('rx', 2);
  cells.select('.over').attr('fill', (one) => {
    if (one.state === 'none' || (one.state === 'live' && !one.exposed)) return 'none';
    return hatch(one.exposed ? 'exposed' : 'stray');
  });
}

/** Of hundreds of pages only those that something maps, or that are secure, can be told apart. */
function isWorthABox(frame: Frame, { page, secure }: PageView): boolean {
  return frame.pages.length < 64 || secure || frame.slots.some((slot) => slot.page === page);
}

function drawPages(group: Group, frame: Frame, { page: place, memory }: Places): void {
  group
    .selectAll('rect.ground')
    .data([memory])
    .join('rect')
    .attr('class', 'ground')
    .attr('x', ({ x }) => x - 3)
    .attr('y', ({ y }) => y - 3.5)
    .attr('width', ({ width }) => width + 6)
    .attr('height', PAGE + 6)
    .attr('rx', 5);
  const boxes = group
    .selectAll<SVGRectElement, PageView>('rect.page')
    .data(frame.pages.filter((one) => isWorthABox(frame, one) && place(one.page) !== null))
    .join('rect')
    .attr('class', ({ secure }) => (secure ? 'page secure' : 'page'))
    .attr('rx', 2.5);
  boxes.attr('x', ({ page }) => (place(page)?.x ?? 0) + 0.5).attr('y', ({ page }) => (place(page)?.y ?? 0) - 0.5);
  boxes.attr('width', ({ page }) => Math.max(3, (place(page)?.width ?? 0) - 1)).attr('height', PAGE);
  const struck = frame.fault === null ? null : place(frame.fault.page);
  group
    .selectAll('rect.struck')
    .data(struck === null ? [] : [struck])
    .join('rect')
    .attr('class', 'struck')
    .attr('x', ({ x }) => x - 3)
    .attr('y', ({ y }) => y - 4)
    .attr('width', ({ width }) => width + 6)
    .attr('height', PAGE + 7)
    .attr('rx', 5);
}

function drawMaps(group: Group, frame: Frame, places: Places): void {
  const mapping = frame.slots.filter((one) => one.state !== 'none' && one.slot < places.rows);
  group
    .selectAll('path')
    .data(mapping)
    .join('path')
    .attr('class', (one) => `line ${slotLook(one)}`)
    .attr('d', (one) => {
      const to = places.page(one.page);
      if (to === null) return null;
      const from = places.slot(one);
      const [x, y, toX] = [from.x + from.width, from.y + from.height / 2, to.x + to.width / 2];
      return `M${String(x)},${String(y)}C${String(x + 8)},${String(to.y - 10)} ${String(toX)},${String(to.y - 26)} ${String(toX)},${String(to.y - 1)}`;
    });
}
