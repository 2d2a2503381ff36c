import { ownWeights } from '../../model/cycles.ts';
import type { Weights } from '../../model/weights.ts';
import { MEASURE_WORDS, type Measure } from '../../timeline/measure.ts';
import { SCALED_LAYOUT, WAY_KERNELS, type Load, type Way } from '../../timeline/scaling-load.ts';
import type { Over } from '../../timeline/scaling-sweep.ts';

/** Headings of columns: short, two lines at most; what each counts stands in its tip. */
export const COLUMN_WORDS: { readonly [M in Measure]: string } = {
  cycles: 'modelled cycles',
  pte_writes: 'PTE writes',
  pte_reads: 'PTE reads',
  tlb_flushes: 'TLB invalidates',
  tlb_local: 'TLB local',
  tlb_broadcast: 'TLB broadcast',
  tlb_range: 'TLB range',
  barriers: 'barriers',
  ipis: 'IPIs',
  notifiers: 'notifier calls',
};

/** What is measured; of cycles also that the weights are not those that everybody else sees. */
export const measureWords = (measure: Measure, weights: Weights): string =>
  measure === 'cycles' && ownWeights(weights) !== '' ? `${MEASURE_WORDS.cycles}, own weights` : MEASURE_WORDS[measure];

/** The ways that are plotted, the one with the flush on demand last: the break-even is where it meets the first. */
export const PLOTTED = ['always', 'unconditional', 'checked'] as const satisfies readonly Way[];

export const WAY_WORDS: {
  readonly [W in (typeof PLOTTED)[number]]: { readonly name: string; readonly about: string };
} = {
  always: { name: 'unmap always', about: 'kunmap_atomic clears the PTE every time; no flush' },
  unconditional: { name: 'unconditional', about: 'the flush writes every unused slot' },
  checked: { name: 'checked', about: 'the flush reads each first, and writes what is not 0' },
};

export const OVER_WORDS: {
  readonly [O in Over]: { readonly axis: string; readonly one: string; readonly label: string; readonly tip: string };
} = {
  cpus: { axis: 'CPUs', one: '1 CPU', label: 'CPUs', tip: 'Each does the same; all of them are flushed.' },
  strays: {
    axis: 'strays on each CPU',
    one: '1 stray on each CPU',
    label: 'strays on each',
    tip: 'Mappings that each CPU nests and gives back.',
  },
  uses: {
    axis: 'uses between two flushes',
    one: '1 use between two flushes',
    label: 'uses between flushes',
    tip: 'How often each mapping is made and given back before the flush comes.',
  },
};

/** Whole numbers in their order, those in a row together: `1 to 8, 10, 12`. */
export function inSpans(numbers: readonly number[]): string {
  const spans: (readonly [number, number])[] = [];
  for (const n of numbers) {
    const last = spans.at(-1);
    if (last?.[1] === n - 1) spans.splice(-1, 1, [last[0], n]);
    else spans.push([n, n]);
  }
  return spans.map(([from, to]) => (from === to ? String(from) : `${String(from)} to ${String(to)}`)).join(', ');
}

/** What stands above and below the plots of a load in a file: no link leads to them, so the words have to. */
export function loadWords(load: Load): { readonly title: string; readonly note: string; readonly link: '' } {
  const said = (['cpus', 'strays', 'uses'] as const).map((over) => {
    const { axis, one } = OVER_WORDS[over];
    return load[over] === 1 ? one : `${String(load[over])} ${axis}`;
  });
  const kernels = PLOTTED.map((way) => `${WAY_WORDS[way].name}: ${WAY_KERNELS[way].replace(` ${SCALED_LAYOUT}`, '')}`);
  return {
    title: 'What being without strays costs',
    note: `Where nothing else is said: ${said.join(', ')}. ${kernels.join('; ')}; all with ${SCALED_LAYOUT}.`,
    link: '',
  };
}
