import { select, type Selection } from 'd3-selection';
import { present } from '../base/assert.ts';
import type { PageCode } from '../model/action.ts';
import type { Frame, PageView } from '../timeline/frame.ts';
import { signDiffers, spokenDiffers } from './differs.ts';
import type { Box, MarkInPieces, Piece, Point } from './mark.ts';
import { STILL, type Motion } from './motion.ts';
import { put, putText } from './put.ts';
import { pageSpoken, type StageData } from './stage-data.ts';
import { frameBox, stageLayout, type StageLayout } from './stage-layout.ts';

type Group = Selection<SVGGElement, unknown, null, undefined>;
type Frames = Selection<SVGGElement, PageView, SVGGElement, unknown>;

/**
 * Physical memory: lowmem as one box (it is always mapped), each highmem page as a frame; a secure one wears a lock. In pieces: half of the
 * frames each, and with the first half whatever else there is.
 */
export const pageMap: MarkInPieces<StageData> = (root, size) => {
  const group = select(root).append('g').attr('class', 'page-map');
  const worn = new WeakMap<Element, Worn>();
  let drawn: { readonly frames: Frames; readonly pages: Frame['pages'] } | null = null;
  let low: Frame['pages'] | null = null;

  /** Any piece may be the first to hear of other pages. */
  const framesOf = (data: StageData, layout: StageLayout): Frames => {
    const { pages } = data.frame;
    if (drawn === null) drawGround(group, layout);
    if (drawn?.pages !== pages) drawn = { frames: drawFrames(group, layout, data), pages };
    return drawn.frames;
  };
  const drawRest = (data: StageData, layout: StageLayout): void => {
    if (low !== data.frame.pages) drawLow(group, layout, data);
    low = data.frame.pages;
    drawFault(group, layout, data);
  };
  return {
    pieces: Array.from({ length: PIECES }, (_, piece): Piece<StageData> => (data) => {
      const layout = stageLayout(size, data.shape);
      group.classed('still', data.motion === STILL);
      dress(framesOf(data, layout), piece, layout, data, worn);
      if (piece === 0) drawRest(data, layout);
    }),
    destroy: () => group.remove(),
  };
};

/** Half of the frames of a usual machine are drawn in a few milliseconds where the computer is slow. */
const PIECES = 2;

function drawGround(group: Group, layout: StageLayout): void {
  const memory = group.append('g').attr('role', 'grid').attr('aria-label', 'Physical memory');
  const row = memory.append('g').attr('role', 'row').attr('class', 'frames').attr('aria-label', 'frames');
  const { low } = layout.frames;
  if (low === null) return;
  const inset = low.width < 60 ? 5 : 10;
  const box = row.append('g').attr('class', 'lowmem').attr('role', 'gridcell').attr('data-term', 'lowmem');
  box
    .append('rect')
    .attr('class', 'box')
    .attr('rx', 6)
    .attr('x', low.x)
    .attr('y', low.y)
    .attr('width', low.width)
    .attr('height', low.height);
  box
    .append('text')
    .attr('class', 'name')
    .attr('x', low.x + inset)
    .attr('y', low.y + Math.min(19, low.height / 2 + 4.5));
  box
    .append('text')
    .attr('class', 'pfn')
    .attr('x', low.x + inset)
    .attr('y', low.y + 35);
  box
    .append('path')
    .attr('class', 'lock')
    .attr('d', lockPath(low.x + low.width - 17, low.y + 9));
}

function drawLow(group: Group, layout: StageLayout, { frame }: StageData): void {
  const pages = frame.pages.filter((page) => page.low);
  const secure = pages.filter((page) => page.secure);
  const narrow = (layout.frames.low?.width ?? 0) < 90;
  const box = group.select<SVGGElement>('.lowmem').node();
  if (box === null) return;
  put(box, 'class', secure.length > 0 ? 'lowmem secure' : 'lowmem');
  const told = secure.map(({ name }) => `, ${name} is secure`).join('');
  put(box, 'aria-label', `lowmem: ${String(pages.length)} pages, always mapped${told}`);
  const taken = secure.map(({ name }) => name).join(' ');
  const low = (layout.frames.low?.height ?? 0) < 40;
  const words = low ? '' : taken !== '' ? taken : narrow ? 'linear' : 'always mapped';
  for (const part of box.children) {
    if (part.classList.contains('name')) putText(part, 'lowmem');
    if (part.classList.contains('pfn')) putText(part, words);
  }
}

function drawFrames(group: Group, layout: StageLayout, { frame }: StageData): Frames {
  const pages = frame.pages.filter((page) => !page.low);
  return group
    .select<SVGGElement>('g.frames')
    .selectAll<SVGGElement, PageView>('g.frame')
    .data(pages, ({ page }) => page)
    .join((enter) => {
      const one = enter.append('g').attr('class', 'frame').attr('role', 'gridcell');
      one
        .attr('data-object', ({ name }) => name)
        .attr('data-frame', (_, n) => n)
        .attr('tabindex', (_, n) => (n === 0 ? 0 : -1));
      // Where it stands is in every part: a transform would have each frame painted apart.
      const { detail, cell } = layout.frames;
      const { width, height } = cell;
      const [x, y] = [across(layout), down(layout)];
      const rect = (name: string, grow: number) =>
        one
          .append('rect')
          .attr('class', name)
          .attr('x', x(-grow))
          .attr('y', y(-grow))
          .attr('width', width + 2 * grow)
          .attr('height', height + 2 * grow)
          .attr('rx', Math.min(6 + grow, width / 4));
      rect('box', 0);
      rect('ring', 3);
      one
        .append('rect')
        .attr('class', 'changed-bar')
        .attr('x', x(-6))
        .attr('y', y(6))
        .attr('width', 3)
        .attr('height', Math.max(0, height - 12))
        .attr('rx', 1.5);
      const named = detail === 'named';
      one
        .append('text')
        .attr('class', 'name')
        // Where the lock comes to stand beside it, the name leaves it room from the start.
        .attr('x', x(named ? 10 : width / 2 - (height < 40 && width >= 40 ? 6 : 0)))
        .attr('y', y(named ? 18 : Math.min(19, height / 2 + 4)))
        .attr('text-anchor', named ? 'start' : 'middle')
        .text(({ name }) => frameName(name, layout.frames));
      one.append('text').attr('class', 'pfn').attr('x', x(10)).attr('y', y(34));
      one.append('path').attr('class', 'lock');
      return one;
    });
}

type Place = (page: PageView, n: number) => number;

/** So far within the frame of each page, from its left edge and from its upper one. */
const across =
  (layout: StageLayout) =>
  (within: number): Place =>
  (_, n) =>
    frameBox(layout, n).x + within;
const down =
  (layout: StageLayout) =>
  (within: number): Place =>
  (_, n) =>
    frameBox(layout, n).y + within;

/** `page 3`; as the tiles say it, `p3`; `3`; or nothing: as much as there is room for. */
function frameName(name: string, { detail, cell }: StageLayout['frames']): string {
  if (detail === 'cell') return '';
  return detail === 'named' ? name.replace(/(\d+)$/, ' $1') : name.replace('page', cell.width >= 34 ? 'p' : '');
}

/** What a frame was dressed for. */
type Worn = { readonly page: PageView; readonly circumstances: string };

/** Pages that accesses were refused for, which stay marked, and whose the last for each was: of the run, and of the current step. */
function refusalsIn({ frame: { fault, struck }, marks }: StageData): ReadonlyMap<PageCode, number> {
  const now = marks.accesses.filter(({ refused }) => refused);
  const first = fault === null ? [] : [fault];
  return new Map([...first, ...struck, ...now].map(({ page, cpu }) => [page, cpu] as const));
}

/** Gives each frame of a piece that looks different now its new looks; a machine may have a thousand, a step changes a few. */
function dress(
  frames: Frames,
  piece: number,
  layout: StageLayout,
  data: StageData,
  worn: WeakMap<Element, Worn>,
): void {
  const { detail } = layout.frames;
  const { changed, selection, differs } = data;
  const named = detail === 'named';
  const refusals = refusalsIn(data);
  const count = frames.size();
  frames.each(function (page, n) {
    if (Math.floor((PIECES * n) / count) !== piece) return;
    const { name, secure, exposed, cached } = page;
    const selected = name === selection;
    const differing = differs.get(name);
    const told = changed.has(name);
    const struck = refusals.get(page.page) ?? null;
    const circumstances = [selected, told, struck, differing].join();
    const before = worn.get(this);
    if (before?.page === page && before.circumstances === circumstances) return;
    worn.set(this, { page, circumstances });
    const flags = [secure && 'secure', (exposed || cached) && 'exposed', told && 'changed', selected && 'selected'];
    const classes = ['frame', ...flags.filter((flag) => flag !== false)].join(' ');
    const words = named ? frameWords(page, struck) : '';
    const refused = struck === null ? '' : `, fault: CPU${String(struck)}`;
    const spoken = pageSpoken(page) + refused + spokenDiffers(differing);
    put(this, 'data-term', secure ? 'secure world' : 'physical memory');
    put(this, 'class', classes);
    put(this, 'aria-selected', String(selected));
    put(this, 'aria-label', spoken);
    for (const part of this.children) {
      if (part.classList.contains('pfn')) putText(part, words);
      else if (part.classList.contains('lock')) put(part, 'd', secure ? lockIn(detail, frameBox(layout, n)) : null);
    }
    if (secure && data.motion !== STILL && changed.has(name)) close(this, data.motion);
    signDiffers(this, differs.has(name) ? cornerOf(frameBox(layout, n)) : null, layout.frames.cell.height);
  });
}

/** Beside the name; below the number where there is only a number, beside it where that is one line high; nowhere in a cell. */
function lockIn(detail: StageLayout['frames']['detail'], { x, y, width, height }: Box): string | null {
  if (detail === 'named') return lockPath(x + width - 17, y + 8);
  if (height >= 40) return lockPath(x + width / 2 - 4.5, y + 25);
  return width >= 40 ? lockPath(x + width - 14, y + height / 2 - 6) : null;
}

/** In the corner of a frame, where no word stands; of a small one, on its corner. */
function cornerOf({ x, y, width, height }: Box): Point {
  const inside = width >= 40 && height >= 40 ? 8 : 1;
  return { x: x + width - inside, y: y + height - inside };
}

/** Where it lies; or, once it is secure, what that means for it. */
function frameWords({ pfn, secure, exposed, cached }: PageView, struck: number | null): string {
  if (struck !== null) return `fault: cpu${String(struck)}`;
  if (!secure) return `0x${pfn.toString(16)}`;
  if (exposed) return 'exposed';
  return cached ? 'in a TLB' : 'secure';
}

/** A padlock 9 pixels wide: body and shackle in one path. */
export function lockPath(x: number, y: number): string {
  return `M${String(x)},${String(y + 5)}h9v6.5h-9zM${String(x + 1.4)},${String(y + 5)}v-1.9a3.1,3.1,0,0,1,6.2,0v1.9h-1.4v-1.9a1.7,1.7,0,0,0,-3.4,0v1.9z`;
}

/** How far beyond a frame its rings lie: not onto the frames beside it. Where these are close there is room for one. */
const ringsWithin = (gap: number): readonly number[] =>
  gap < 5 ? [1.5] : [Math.min(3.5, 0.4 * gap), Math.min(7, 0.8 * gap)];

/** A refused access stays marked: rings around the frame; the frame says who it was. */
function drawFault(group: Group, layout: StageLayout, data: StageData): void {
  const frames = data.frame.pages.filter((page) => !page.low);
  const boxes = [...refusalsIn(data).keys()].flatMap((struck): Box[] => {
    const n = frames.findIndex(({ page }) => page === struck);
    const box = n >= 0 ? frameBox(layout, n) : layout.frames.low;
    return box === null ? [] : [box];
  });
  const rings = group
    .selectAll<SVGGElement, Box>('g.fault')
    .data([...new Set(boxes)], ({ x, y }) => `${String(x)},${String(y)}`)
    .join((enter) => {
      const ring = enter.append('g').attr('class', 'fault').attr('aria-hidden', 'true');
      for (const grow of ringsWithin(layout.frames.gap))
        ring.append('rect').attr('class', 'fault-ring').attr('data-grow', grow);
      if (data.motion !== STILL)
        ring.each((_, i, nodes) => flash(present(nodes[i], 'the mark of the fault'), data.motion));
      return ring;
    });
  rings.each(function ({ x, y, width, height }) {
    for (const ring of this.querySelectorAll('.fault-ring')) {
      const grow = Number(ring.getAttribute('data-grow'));
      put(ring, 'x', String(x - grow));
      put(ring, 'y', String(y - grow));
      put(ring, 'width', String(width + 2 * grow));
      put(ring, 'height', String(height + 2 * grow));
      put(ring, 'rx', String(6 + grow));
    }
  });
}

/** The secure world takes the frame: the lock falls into place. */
function close(frame: SVGGElement, { dropMs }: Motion): void {
  frame.querySelector('.lock')?.animate(
    [
      { opacity: 0, transform: 'translateY(-12px)' },
      { opacity: 1, transform: 'none' },
    ],
    { duration: dropMs * 1.5, fill: 'backwards', easing: 'ease-in' },
  );
}

/** Once: the outer ring arrives from further out. */
function flash(node: SVGGElement, { dropMs }: Motion): void {
  node.animate([{ opacity: 0 }, { opacity: 0, offset: 0.6 }, { opacity: 1 }], {
    duration: dropMs * 3.5,
    fill: 'backwards',
  });
}
