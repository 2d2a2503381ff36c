import { select, type Selection } from 'd3-selection';
import type { CpuView, Frame } from '../timeline/frame.ts';
import { lifeWord } from '../timeline/story/words.ts';
import { addHatches } from './defs.ts';
import type { Mark } from './mark.ts';
import { shortPage } from './stage-data.ts';
import { stageColumns } from './stage-layout.ts';

/** How high the heads are, with the room below them. */
export const HEADS_HEIGHT = 74;
const CARD = 64;
/** Below this width a card says who it is and no more. */
const WORDY = 130;
const LETTER = 6.7;

/** The CPUs of a picture that stands alone, each above its strip: who it is, whether it is online, its depth, its TLB. */
export const cpuHeads: Mark<Frame> = (root, size) => {
  const group = select(root).append('g').attr('class', 'cpu-heads');
  const hatch = addHatches(group)('offline');
  return {
    update(frame) {
      const { x, width } = stageColumns(size.width, frame.cpus.length);
      const heads = group
        .selectAll<SVGGElement, CpuView>('g.head')
        .data(frame.cpus)
        .join((enter) => enter.append('g').attr('class', 'head').call(makeHead, width, hatch))
        .attr('class', ({ state }) => `head ${state}`)
        .attr('transform', ({ cpu }) => `translate(${String(x[cpu] ?? 0)},0)`);
      const wordy = width >= WORDY;
      heads.select('.who').text(({ cpu }) => (width < 46 ? String(cpu) : `CPU${String(cpu)}`));
      heads.select('.state').text(({ state }) => (wordy ? lifeWord(state) : ''));
      heads.select('.depth').text((cpu) => (wordy ? doingWords(cpu, Math.floor((width - 20) / LETTER)) : ''));
      heads.select('.cached').text((cpu) => (wordy ? tlbWords(frame, cpu, Math.floor((width - 20) / LETTER)) : ''));
    },
    destroy() {
      group.remove();
    },
  };
};

function makeHead(head: Selection<SVGGElement, CpuView, SVGGElement, unknown>, width: number, hatch: string): void {
  const rect = (name: string) =>
    head.append('rect').attr('class', name).attr('width', width).attr('height', CARD).attr('rx', 6);
  rect('card');
  rect('away').attr('fill', hatch);
  const text = (name: string, x: number, y: number) =>
    head.append('text').attr('class', name).attr('x', x).attr('y', y);
  text('who', width < WORDY ? width / 2 : 10, 20).attr('text-anchor', width < WORDY ? 'middle' : 'start');
  text('state', width - 10, 20).attr('text-anchor', 'end');
  text('depth', 10, 38);
  text('cached', 10, 54);
}

/** `depth 1 · task · abort pending`, as much of it as there is room for. */
function doingWords({ depth, context, abortPending }: CpuView, room: number): string {
  const ground = [`depth ${String(depth)}`, context];
  const all = [...ground, 'abort pending'].join(' · ');
  if (!abortPending) return ground.join(' · ');
  return all.length <= room ? all : `${ground[0] ?? ''} · abort pending`;
}

/** `TLB s0→p2, cpu1 s0→p3`, as many as there is room for. */
function tlbWords(frame: Frame, { cpu, tlb }: CpuView, room: number): string {
  const entries = tlb.map(({ place, page }) => {
    const [, of, slot] = /^cpu(\d+)\.slot(\d+)$/.exec(place) ?? [];
    const where = slot === undefined ? place : `${Number(of) === cpu ? '' : `cpu${String(of)} `}s${slot}`;
    return `${where}→${shortPage(frame, page)}`;
  });
  const all = `TLB ${entries.length === 0 ? 'empty' : entries.join(', ')}`;
  return all.length <= room ? all : `TLB ${String(entries.length)} entries`;
}
