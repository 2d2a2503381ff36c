import type { Measure } from '../../timeline/measure.ts';
import type { Way } from '../../timeline/scaling-load.ts';
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
  readonly [O in Over]: { readonly axis: string; readonly label: string; readonly tip: string };
} = {
  cpus: { axis: 'CPUs', label: 'CPUs', tip: 'Each does the same; all of them are flushed.' },
  strays: { axis: 'strays on each CPU', label: 'strays on each', tip: 'Mappings that each CPU nests and gives back.' },
  uses: {
    axis: 'uses between two flushes',
    label: 'uses between flushes',
    tip: 'How often each mapping is made and given back before the flush comes.',
  },
};
