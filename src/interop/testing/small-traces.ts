import { checkTrace } from '../trace-parse.ts';
import type { Trace } from '../trace-format.ts';
import { replayTrace, type Replay } from '../trace-replay.ts';

/** Fields of a trace as they stand in a file, before anything has checked them. */
export type Raw = Readonly<Record<string, unknown>>;

/** What every recorded machine of these tests has: 4 CPUs, two highmem pages (frames 0x7f985, 0x7f986) and a lowmem page. */
const COMMON: Raw = {
  format: 'hmtruth-1',
  name: 'small',
  variant: 'A',
  nr_cpus: 4,
  km_type_nr: 16,
  page_size: 4096,
  page_offset: 'c0000000',
  pkmap_base: 'bfe00000',
  last_pkmap: 512,
  kmap_prot: '0000065f',
  pages: [
    [0x7f985, 1, '00000000'],
    [0x7f986, 1, '00000000'],
    [0x6f21a, 0, 'ef21a000'],
  ],
  start_nonzero_slots: 0,
  pk0: [],
};

export const V310: Raw = {
  ...COMMON,
  kernel: '3.10.49-test',
  config: { DEBUG_HIGHMEM: false, ARCH_WANT_KMAP_ATOMIC_FLUSH: true, ARM_LPAE: false },
  fixaddr_start: 'fff00000',
  fixaddr_top: 'fffe0000',
  fix_kmap_begin: 0,
  slot0: 'fff00000',
  slot_stride: 4096,
};

export const V61: Raw = {
  ...COMMON,
  kernel: '6.1.192-test',
  config: { DEBUG_HIGHMEM: false, ARCH_WANT_KMAP_ATOMIC_FLUSH: false, ARM_LPAE: false },
  fixaddr_start: 'ffc80000',
  fixaddr_top: 'ffeff000',
  fix_kmap_begin: 1,
  slot0: 'ffefe000',
  slot_stride: -4096,
};

/** A dump of a machine where nobody holds anything. */
export const IDLE: Raw = { r: null, pre: 0, held: [0, 0, 0, 0], idx: [0, 0, 0, 0], on: 15 };

/** A step, from the words of a script (`1 map 0`) and what the dump after it shows. */
export function recordedStep(i: number, script: string, dump: Raw = IDLE): Raw {
  const [cpu = '0', op = 'nop', ...a] = script.split(' ');
  return { i, cpu: Number(cpu), op, a: a.map(Number), ...dump };
}

export type Script = readonly (readonly [script: string, dump?: Raw])[];

/** The fields of a trace of so many steps. */
export const rawTrace = (header: Raw, steps: Script): Raw => ({
  ...header,
  steps: steps.map(([script, dump], i) => recordedStep(i, script, dump)),
});

/** A trace that can be read. */
export function smallTrace(header: Raw, steps: Script): Trace {
  const trace = checkTrace(rawTrace(header, steps));
  if (!trace.ok) throw new Error(trace.error);
  return trace.value;
}

/** What differs in a replay, one line each; and what it was told. */
export function replayLines(trace: Trace): { readonly differs: readonly string[]; readonly notes: readonly string[] } {
  const replay = replayTrace(trace);
  if (!replay.ok) throw new Error(replay.error);
  return { differs: replay.value.disagreements.map(lineOf), notes: replay.value.notes };
}

const lineOf = ({ step, op, what, recorded, model }: Replay['disagreements'][number]): string =>
  `step ${step}, ${op}: ${what}: ${recorded}, the model ${model}`;
