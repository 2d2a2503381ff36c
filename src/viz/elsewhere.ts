import { select } from 'd3-selection';
import { spokenDiffers } from './differs.ts';
import type { Mark } from './mark.ts';
import { put, putText } from './put.ts';
import { shortPage, slotLook, type StageData } from './stage-data.ts';
import { stageLayout } from './stage-layout.ts';

type Pill = { readonly object: string; readonly words: string; readonly look: string; readonly spoken: string };

const LETTER = 6.6;
const MOST = 4;

/**
 * What maps pages and is in no strip: entries of the pkmap window, and slots past the last CPU's strip (the seventeenth nesting of the last
 * CPU falls there). A row of pills at the right, over the table.
 */
export const elsewhere: Mark<StageData> = (root, size) => {
  const group = select(root).append('g').attr('class', 'elsewhere');

  return {
    update(data) {
      const layout = stageLayout(size, data.shape);
      const all = pillsOf(data);
      const shown = all.slice(0, layout.columns.density === 'compact' ? 1 : MOST);
      const more = all.length - shown.length;
      const words = more > 0 ? [...shown, moreOf(more)] : shown;
      let right = layout.strips.at(-1)?.right ?? layout.size.width;
      const placed = words.toReversed().map((pill) => {
        const width = pill.words.length * LETTER + 14;
        right -= width + 6;
        return { ...pill, width, x: right + 6 };
      });
      const pills = group
        .selectAll<SVGGElement, (typeof placed)[number]>('g')
        .data(placed, ({ object }) => object)
        .join((enter) => {
          const pill = enter.append('g').attr('role', 'button').attr('tabindex', 0);
          pill.append('rect').attr('class', 'pill-box').attr('y', 2).attr('height', 17).attr('rx', 8.5);
          pill.append('text').attr('y', 14.5);
          return pill;
        });
      pills.each(function ({ width, words: text, look, object, spoken, x }) {
        put(this, 'class', `pill-mark ${look}${object === data.selection ? ' selected' : ''}`);
        put(this, 'data-object', object);
        put(this, 'aria-label', spoken);
        const [box, label] = this.children;
        if (box === undefined || label === undefined) return;
        put(box, 'x', String(x));
        put(box, 'width', String(width));
        put(label, 'x', String(x + 7));
        putText(label, text);
      });
    },
    destroy() {
      group.remove();
    },
  };
};

function pillsOf({ frame, differs }: StageData): readonly Pill[] {
  const entries = frame.pkmap.map(({ entry, page, count, exposed }): Pill => {
    const object = `pkmap${String(entry)}`;
    const unlike = differs.has(object) ? '≠ ' : '';
    const words = `${unlike}${object} ${shortPage(frame, page)}${exposed ? ' exposed' : count === 1 ? ' unused' : ''}`;
    const look = exposed ? 'exposed' : count > 1 ? 'live' : 'stray';
    return {
      object,
      words,
      look,
      spoken: `${object}: maps ${shortPage(frame, page)}, count ${String(count)}${exposed ? ', exposed' : ''}${spokenDiffers(differs.get(object))}`,
    };
  });
  const beyond = frame.slots
    .filter(({ cpu, state }) => cpu >= frame.cpus.length && state !== 'none')
    .map((slot): Pill => {
      const words = `past the strips: ${shortPage(frame, slot.page)} ${slot.exposed ? 'exposed' : slot.state}`;
      const object = `cpu${String(slot.cpu)}.slot${String(slot.slot)}`;
      return { object, words, look: slotLook(slot), spoken: `slot ${String(slot.slot)} past the last strip: ${words}` };
    });
  return [...beyond, ...entries];
}

const moreOf = (more: number): Pill => ({
  object: 'pkmap',
  words: `${String(more)} more`,
  look: 'more',
  spoken: `${String(more)} more mappings in the pkmap window`,
});
