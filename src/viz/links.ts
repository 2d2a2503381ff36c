import { select, type Selection } from 'd3-selection';
import { present } from '../base/assert.ts';
import type { SlotView } from '../timeline/frame.ts';
import { landing, linkRoute, type FramePlace } from './link-route.ts';
import type { Mark } from './mark.ts';
import { STILL, type Motion } from './motion.ts';
import { put } from './put.ts';
import { highPosition, pageOf, slotLook, slotName, type StageData } from './stage-data.ts';
import { rowMiddle, stageLayout, type StageLayout } from './stage-layout.ts';
import { writtenAfterMs } from './sweep.ts';

type Links = Selection<SVGGElement, Link, SVGGElement, unknown>;
/** A slot that maps something, and how it is drawn: the line, its tip at the frame, its beginning at the slot. */
type Link = { readonly slot: SlotView; readonly route: string; readonly head: string; readonly port: string };

/** What each slot maps: a line from the slot to the frame. Solid while live, dashed when stray, thick and red when the page is secure. */
export const links: Mark<StageData> = (root, size) => {
  const group = select(root).append('g').attr('class', 'links').attr('aria-hidden', 'true');
  const crowd = group.append('g').attr('class', 'crowd');
  /** Those that are drawn together, as they were last drawn. */
  let hushed: ReadonlyMap<string, Link> = new Map();
  let drawn: { readonly layout: StageLayout | null; readonly links: WeakMap<SlotView, Link> } = {
    layout: null,
    links: new WeakMap(),
  };

  return {
    update(data) {
      const layout = stageLayout(size, data.shape);
      const still = data.motion === STILL;
      group.classed('still', still);
      if (still) group.selectAll('.leaving').remove();
      const quiet = isQuiet(data);
      if (drawn.layout !== layout) drawn = { layout, links: new WeakMap() };
      const all = linksOf(data, layout, drawn.links);
      const spoken = all.filter((link) => !quiet(link));
      const lines = group
        .selectAll<SVGGElement, Link>(':scope > g.link:not(.leaving)')
        // While nothing moves, a slot that maps another page has the same line, led elsewhere.
        .data(spoken, still ? ({ slot }) => String(slot.index) : keyOf)
        .join(
          (enter) => {
            const entered = enter.append('g').call(makeLinks);
            // One that only steps out of the crowd has been there before.
            if (!still)
              entered.each((one, i, nodes) => {
                if (!hushed.has(keyOf(one))) fallIn(present(nodes[i], 'a link'), one, data.motion);
              });
            return entered;
          },
          (update) => {
            // Measured in ones only while it is drawn; dashes are measured in pixels.
            update.each((_, i, nodes) => nodes[i]?.firstElementChild?.removeAttribute('pathLength'));
            return update;
          },
          (exit) => (still ? exit.remove() : letGo(exit, data, all)),
        );
      drawLinks(lines, data);
      if (!still) letGo(leavingCrowd(group, hushed, all, data), data, all);
      hushed = new Map(all.filter(quiet).map((link) => [keyOf(link), link]));
      drawCrowd(crowd, [...hushed.values()]);
    },
    destroy() {
      group.remove();
    },
  };
};

const keyOf = ({ slot }: Link): string => `${String(slot.index)}→${String(slot.page)}`;

/** In a crowd nobody follows a single line: those that look alike are drawn as one. The dangerous are as loud as ever. */
function drawCrowd(crowd: Selection<SVGGElement, unknown, null, undefined>, quiet: readonly Link[]): void {
  const alike = (['live', 'stray', 'live exposed', 'stray exposed'] as const)
    .map((look) => ({ look, of: quiet.filter(({ slot }) => slotLook(slot) === look) }))
    .filter(({ of }) => of.length > 0);
  crowd
    .selectAll<SVGGElement, (typeof alike)[number]>('g')
    .data(alike, ({ look }) => look)
    .join((enter) =>
      enter.append('g').call((made) => ['line', 'head', 'port'].map((part) => made.append('path').attr('class', part))),
    )
    .each(function ({ look, of }) {
      const [line, head, port] = this.children;
      put(this, 'class', `link ${look}${look.endsWith('exposed') ? '' : ' quiet'}`);
      if (line === undefined || head === undefined || port === undefined) return;
      put(line, 'd', of.map((one) => one.route).join(''));
      put(head, 'd', of.map((one) => one.head).join(''));
      put(port, 'd', of.map((one) => one.port).join(''));
    });
}

/** Lines of the crowd whose mapping is gone, drawn once more by themselves. */
function leavingCrowd(
  group: Selection<SVGGElement, unknown, null, undefined>,
  hushed: ReadonlyMap<string, Link>,
  all: readonly Link[],
  data: StageData,
): Links {
  const stay = new Set(all.map(keyOf));
  const gone = [...hushed.values()].filter((link) => !stay.has(keyOf(link)));
  const lines = group
    .selectAll<SVGGElement, Link>('g.nobody')
    .data(gone)
    .join((enter) => enter.append('g').call(makeLinks));
  drawLinks(lines, data);
  return lines;
}

function makeLinks(link: Links): void {
  link.append('path').attr('class', 'line');
  link.append('path').attr('class', 'head');
  link.append('path').attr('class', 'port');
}

/** Where a line begins: a dot at the right edge of its slot. */
function portPath(layout: StageLayout, { cpu, slot }: SlotView): string {
  const { right } = present(layout.strips[cpu], 'strip');
  return `M${String(right - 2.5)},${String(rowMiddle(layout, slot))}a2.5,2.5,0,1,0,5,0a2.5,2.5,0,1,0,-5,0z`;
}

/** A line keeps its course for as long as it is there: slot and frame stand still. */
function drawLinks(lines: Links, data: StageData): void {
  lines.each(function (link) {
    const [line, head, port] = this.children;
    const { slot } = link;
    put(this, 'class', `link ${slotLook(slot)}${isSelected(data, slot) ? ' selected' : ''}`);
    if (line === undefined || head === undefined || port === undefined) return;
    put(line, 'd', link.route);
    put(head, 'd', link.head);
    put(port, 'd', link.port);
  });
}

/** A slot that stays as it is keeps its line: `known` has those of this layout. */
function linksOf(data: StageData, layout: StageLayout, known: WeakMap<SlotView, Link>): readonly Link[] {
  return data.frame.slots.flatMap((slot) => {
    const place = placeOf(data, layout, slot.page);
    if (slot.state === 'none' || place === null || layout.strips[slot.cpu] === undefined) return [];
    const link = known.get(slot) ?? {
      slot,
      route: linkRoute(layout, slot.cpu, slot.slot, landing(layout, place, slot.cpu)),
      head: headPath(layout, place, slot),
      port: portPath(layout, slot),
    };
    known.set(slot, link);
    return [link];
  });
}

/** Where a page stands in the memory row; null for a page the machine does not have. */
export function placeOf({ frame }: StageData, layout: StageLayout, page: number): FramePlace | null {
  const view = pageOf(frame, page);
  if (view === undefined) return null;
  if (view.low) return { n: 0, low: layout.frames.low };
  return { n: highPosition(frame, view), low: null };
}

/** From here on one cannot follow a line among the others. */
const CROWD = 14;

/** In a crowd only those lines stand for themselves that the step or the reader is about. */
function isQuiet(data: StageData): (link: Link) => boolean {
  const crowded = data.frame.slots.filter(({ state }) => state !== 'none').length > CROWD;
  return ({ slot }) => crowded && !data.changed.has(slotName(slot)) && !isSelected(data, slot);
}

/** The slot that is looked at, or every slot that maps the page that is looked at. */
function isSelected({ frame, selection }: StageData, slot: SlotView): boolean {
  return selection !== null && (slotName(slot) === selection || pageOf(frame, slot.page)?.name === selection);
}

/** Where a line ends: a tip on the upper edge of the frame. */
function headPath(layout: StageLayout, place: FramePlace, { cpu }: SlotView): string {
  const { x, y } = landing(layout, place, cpu);
  return `M${String(x)},${String(y)}l-3.2,-6h6.4z`;
}

/** A mapping that is gone lets go of its frame; one that a flush clears, only when the bar has come to its slot. */
function letGo(links: Links, data: StageData, all: readonly Link[]): void {
  const { letGoMs, slotMs } = data.motion;
  const passes = writtenAfterMs(data, slotMs);
  const stay = new Set(all.map(keyOf));
  links.each(function (link) {
    // It only steps back into the crowd.
    if (stay.has(keyOf(link))) {
      this.remove();
      return;
    }
    const { slot } = link;
    this.classList.add('leaving');
    const fade = this.animate(FADE, { duration: letGoMs, delay: passes(slot), fill: 'forwards' });
    fade.addEventListener('finish', () => this.remove());
  });
}

/** A new mapping drops: its tile first (sweep.ts), then the line from the slot down to the frame. */
function fallIn(node: SVGGElement, { slot }: Link, { dropMs }: Motion): void {
  const line = present(node.querySelector<SVGPathElement>('.line'), 'the line of a link');
  const timing = { duration: dropMs, delay: dropMs, fill: 'backwards', easing: 'ease-in-out' } as const;
  node.querySelector('.head')?.animate(APPEAR, { ...timing, duration: dropMs / 4, delay: dropMs * 1.8 });
  if (slotLook(slot) !== 'live') {
    line.animate(APPEAR, timing);
    return;
  }
  // A path that is 1 long whatever its shape: to measure it would cost a layout.
  line.setAttribute('pathLength', '1');
  line.animate([{ strokeDasharray: '0 1' }, { strokeDasharray: '1 1' }], timing);
}

const APPEAR: Keyframe[] = [{ opacity: 0 }, { opacity: 1 }];
const FADE: Keyframe[] = [{ opacity: 1 }, { opacity: 0 }];
