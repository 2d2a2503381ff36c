import type { Frame, SlotView } from '../../timeline/frame.ts';

/** A frame as model/text.ts writes machines, from what a panel gets: `*` live, `~` stray, `!` behind what is exposed. For tests only. */
export function showFrame({ cpus, slots, pages }: Frame): string {
  const name = (code: number): string => pages.find(({ page }) => page === code)?.name ?? '.';
  const cell = ({ page, state, exposed }: SlotView): string =>
    state === 'none' ? '.' : `${name(page)}${state === 'live' ? '*' : '~'}${exposed ? '!' : ''}`;
  const rows = cpus.map(({ cpu, state, depth }) => {
    const strip = slots.filter((slot) => slot.cpu === cpu).map(cell);
    const last = strip.findLastIndex((text) => text !== '.');
    return `cpu${cpu} ${state} depth=${depth} | ${strip.slice(0, Math.max(1, last + 1)).join(' ')}`;
  });
  const secure = pages.filter((page) => page.secure).map((page) => page.name);
  return [...rows, ...(secure.length === 0 ? [] : [`secure ${secure.join(' ')}`])].join('\n');
}
