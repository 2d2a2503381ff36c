import { select, type Selection } from 'd3-selection';
import { present } from '../base/assert.ts';
import type { SlotView } from '../timeline/frame.ts';
import { landing, linkRoute, type FramePlace } from './link-route.ts';
import type { Mark } from './mark.ts';
import { durationMs } from './motion.ts';
import { pageOf, slotLook, slotName, type StageData } from './stage-data.ts';
import { stageLayout, type StageLayout } from './stage-layout.ts';
import { writtenAfterMs } from './sweep.ts';

type Links = Selection<SVGGElement, Link, SVGGElement, unknown>;
type Link = { readonly slot: SlotView; readonly route: string };

/** What each slot maps: a line from the slot to the frame. Solid while live, dashed when stray, thick and red when the page is secure. */
export const links: Mark<StageData> = (root, size) => {
  const group = select(root).append('g').attr('class', 'links').attr('aria-hidden', 'true');

  return {
    update(data, since) {
      const layout = stageLayout(size, data.shape);
      const drawn = linksOf(data, layout);
      const still = data.still || since.length === 0;
      group.classed('still', still);
      if (still) group.selectAll('.leaving').remove();
      const lines = group
        .selectAll<SVGGElement, Link>('g.link:not(.leaving)')
        .data(drawn, ({ slot }) => `${String(slot.index)}→${String(slot.page)}`)
        .join(
          (enter) => {
            const link = enter.append('g').attr('class', 'link');
            link.append('path').attr('class', 'halo');
            link.append('path').attr('class', 'line');
            link.append('path').attr('class', 'head');
            link.append('circle').attr('class', 'port').attr('r', 2.5);
            if (!still) link.each((one, i, nodes) => fallIn(present(nodes[i], 'a link'), one));
            return link;
          },
          (update) => update,
          (exit) => (still ? exit.remove() : letGo(exit, data)),
        )
        .attr('class', ({ slot }) => `link ${slotLook(slot)}`)
        .classed('selected', ({ slot }) => isSelected(data, slot));
      lines.select('.line').attr('d', ({ route }) => route);
      lines.select('.halo').attr('d', ({ route }) => route);
      lines.select<SVGPathElement>('.head').attr('d', ({ slot }) => headPath(data, layout, slot));
      lines
        .select('.port')
        .attr('cx', ({ slot }) => present(layout.strips[slot.cpu], 'strip').right)
        .attr('cy', ({ slot }) => layout.rowsTop + (slot.slot + 0.5) * layout.rowHeight);
    },
    destroy() {
      group.remove();
    },
  };
};

function linksOf(data: StageData, layout: StageLayout): readonly Link[] {
  return data.frame.slots.flatMap((slot) => {
    const place = placeOf(data, layout, slot.page);
    if (slot.state === 'none' || place === null || layout.strips[slot.cpu] === undefined) return [];
    return [{ slot, route: linkRoute(layout, slot.cpu, slot.slot, landing(layout, place, slot.cpu)) }];
  });
}

/** Where a page stands in the memory row; null for a page the machine does not have. */
export function placeOf({ frame }: StageData, layout: StageLayout, page: number): FramePlace | null {
  const view = pageOf(frame, page);
  if (view === undefined) return null;
  if (view.low) return { n: 0, low: layout.frames.low };
  return { n: frame.pages.filter((one) => !one.low).indexOf(view), low: null };
}

/** The slot that is looked at, or every slot that maps the page that is looked at. */
function isSelected({ frame, selection }: StageData, slot: SlotView): boolean {
  return selection !== null && (slotName(slot) === selection || pageOf(frame, slot.page)?.name === selection);
}

function headPath(data: StageData, layout: StageLayout, slot: SlotView): string | null {
  const place = placeOf(data, layout, slot.page);
  if (place === null) return null;
  const { x, y } = landing(layout, place, slot.cpu);
  return `M${String(x)},${String(y)}l-3.2,-6h6.4z`;
}

/** A mapping that is gone lets go of its frame; one that a flush clears, only when the bar has come to its slot. */
function letGo(links: Links, data: StageData): void {
  links.each(function ({ slot }) {
    const letGoMs = durationMs(this, 'let-go');
    if (letGoMs === 0) {
      this.remove();
      return;
    }
    const delay = writtenAfterMs(data, durationMs(this, 'slot'))(slot);
    this.classList.add('leaving');
    const fade = this.animate([{ opacity: 1 }, { opacity: 0 }], { duration: letGoMs, delay, fill: 'forwards' });
    fade.addEventListener('finish', () => this.remove());
  });
}

/** A new mapping drops: the line is drawn from the slot down to the frame. */
function fallIn(node: SVGGElement, { route }: Link): void {
  const dropMs = durationMs(node, 'drop');
  if (dropMs === 0) return;
  const line = present(node.querySelector<SVGPathElement>('.line'), 'the line of a link');
  line.setAttribute('d', route);
  const length = line.getTotalLength();
  line.animate(
    [{ strokeDasharray: `0 ${String(length)}` }, { strokeDasharray: `${String(length)} ${String(length)}` }],
    { duration: dropMs, delay: dropMs, fill: 'backwards', easing: 'ease-in-out' },
  );
}
