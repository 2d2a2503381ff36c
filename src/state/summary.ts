import type { CpuView, Frame, SlotView } from '../timeline/frame.ts';

const MOST = 4;

/**
 * Where things stand, in a few sentences: for those who cannot take in the picture at a glance. What is dangerous comes first, what is as it
 * was at boot is left out.
 */
export function summaryOf(frame: Frame): string {
  const { cpus, slots, pkmap, pages, fault } = frame;
  const named = (page: number): string =>
    pages.find((one) => one.page === page)?.name.replace(/(\d+)$/, ' $1') ?? 'an unknown page';
  const mapped = slots.filter(({ state }) => state !== 'none');
  const slotWords = ({ cpu, slot, page, state, exposed }: SlotView): string =>
    `CPU${cpu} slot ${slot}: ${state}, ${named(page)}${exposed ? ', exposed' : ''}`;
  const sentences = [
    fault === null ? '' : `CPU${fault.cpu} was refused ${named(fault.page)}`,
    ...some(mapped.toSorted(dangerousFirst).map(slotWords)),
    ...some(
      pkmap.map(
        ({ entry, page, count, exposed }) =>
          `pkmap ${entry}: ${named(page)}, count ${count}${exposed ? ', exposed' : ''}`,
      ),
    ),
    ...some(pages.filter(({ secure }) => secure).map(({ page }) => `${named(page)} is secure`)),
    ...some(cpus.flatMap(cpuWords)),
    mapped.length + pkmap.length === 0 ? 'nothing is mapped' : '',
  ];
  return sentences
    .filter((sentence) => sentence !== '')
    .map((sentence) => `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`)
    .join(' ');
}

/** The first few, and how many there are besides. */
function some(sentences: readonly string[]): readonly string[] {
  const more = sentences.length - MOST;
  return more <= 0 ? sentences : [...sentences.slice(0, MOST), `and ${String(more)} more`];
}

const danger = ({ exposed, state }: SlotView): number => (exposed ? 0 : state === 'stray' ? 1 : 2);
const dangerousFirst = (a: SlotView, b: SlotView): number => danger(a) - danger(b) || a.index - b.index;

/** What is out of the ordinary with a CPU. */
function cpuWords({ cpu, state, abortPending, calls, tlb }: CpuView): readonly string[] {
  const words = [
    state === 'online' ? '' : state === 'dead' ? 'is offline' : `is ${state}`,
    abortPending ? 'has an abort pending' : '',
    calls.length === 0 ? '' : `is in ${calls.at(-1)?.fn ?? ''}`,
    tlb.length === 0 ? '' : `has ${String(tlb.length)} ${tlb.length === 1 ? 'translation' : 'translations'} in its TLB`,
  ].filter((word) => word !== '');
  return words.length === 0 ? [] : [`CPU${String(cpu)} ${words.join(', ')}`];
}
