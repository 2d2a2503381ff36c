import type { CpuState, Event } from '../model/event.ts';
import type { Kernel } from '../model/kernel.ts';
import { formatStatement } from '../scenario/format.ts';
import { pageName } from '../scenario/names.ts';
import type { Arg, Call } from '../scenario/syntax.ts';
import { KERNEL_GLYPHS } from './glyphs.ts';
import type { GlyphKind, StepOutline } from './frame.ts';
import { entered, only } from './story/happened.ts';
import type { TimelineStep } from './steps.ts';

/** What the timeline shows of a step, but for where it stands in the text. */
export type Glance = Omit<StepOutline, 'line' | 'outcome' | 'ticks'>;

/** A step at a glance, from what it asked and what happened. */
export function glance(kernel: Kernel, step: TimelineStep, events: readonly Event[]): Glance {
  const sends = only(events, 'ipi_send');
  const bug = events.some(({ type }) => type === 'bug');
  return {
    cpu: step.type === 'expect' ? null : step.cpu,
    kind: bug ? 'bug' : kindOf(step),
    label: labelOf(kernel, step, events),
    reached: sorted(sends.flatMap(({ to }) => to)),
    missed: sorted(sends.flatMap(({ missed }) => missed)),
    fault: events.some(({ type }) => type === 'violation'),
    ...comings(events),
  };
}

const sorted = (cpus: readonly number[]): readonly number[] => [...new Set(cpus)].toSorted((a, b) => a - b);

function kindOf(step: TimelineStep): GlyphKind {
  switch (step.type) {
    case 'call':
      return KERNEL_GLYPHS[step.fn];
    case 'finish':
    case 'tick':
      return 'tick';
    case 'handle_IPI':
      return 'ipi';
    case 'take_abort':
      return 'abort';
    case 'irq':
    case 'irq_return':
    case 'speculate':
    case 'evict':
    case 'schedule':
    case 'expect':
      return step.type;
  }
}

/** `kmap p3`, `flush`, `cpu_down(1)`: short enough to stand beside a glyph. */
function labelOf(kernel: Kernel, step: TimelineStep, events: readonly Event[]): string {
  switch (step.type) {
    case 'call':
      return (step.enter ? 'enter ' : '') + callLabel(kernel, step, events);
    case 'speculate':
    case 'evict':
      return `${step.type} ${formatStatement(step).replace(/^.*\(|\)$/g, '')}`;
    case 'schedule':
      return `task ${step.task}`;
    case 'expect':
      return formatStatement(step);
    case 'tick':
    case 'finish':
    case 'irq':
    case 'irq_return':
    case 'handle_IPI':
    case 'take_abort':
      return step.type;
  }
}

const SHORT = {
  kmap_atomic: 'map',
  kmap_atomic_pfn: 'map pfn',
  kmap_local_page: 'map local',
  kunmap_atomic: 'unmap',
  kunmap_local: 'unmap local',
  kmap: 'kmap',
  kunmap: 'kunmap',
  kmap_flush_unused: 'flush pkmap',
  kmap_atomic_flush_unused: 'flush',
  copy_highpage: 'copy',
  dma_clean: 'clean',
  read: 'read',
  cpu_down: 'cpu_down',
  cpu_up: 'cpu_up',
  disable_nonboot_cpus: 'suspend',
  enable_nonboot_cpus: 'resume',
  secure_protect: 'protect',
  secure_unprotect: 'unprotect',
  secure_buffer_change_chunk: 'flush, protect',
  dma_alloc_attrs: 'map ordered',
  dma_free_attrs: 'unmap ordered',
} as const satisfies Record<Call['fn'], string>;

function callLabel({ config }: Kernel, { fn, args }: Call, events: readonly Event[]): string {
  if (fn === 'cpu_down' || fn === 'cpu_up') return `${fn}(${argText(args[0])})`;
  if (fn === 'kunmap_atomic' || fn === 'kunmap_local') return SHORT[fn];
  const call = entered(events, fn);
  const takesPage = args[0]?.type === 'page';
  const page = takesPage && call !== undefined ? shortPage(pageName(config, call.a)) : argText(args[0]);
  return page === '' ? SHORT[fn] : `${SHORT[fn]} ${page}`;
}

/** `page3` → `p3`; `low0` stays. */
const shortPage = (name: string): string => name.replace(/^page/, 'p');

function argText(arg: Arg | undefined): string {
  switch (arg?.type) {
    case 'page':
      return shortPage(`${arg.page.low ? 'low' : 'page'}${arg.page.n}`);
    case 'pages': {
      const [first, last] = [arg.first, arg.last].map((page) => argText({ type: 'page', page }));
      return [...new Set([first, last])].join('–');
    }
    case 'cpu':
      return String(arg.cpu);
    case 'place':
    case 'km_type':
    case undefined:
      return '';
  }
}

/** A CPU that came to a stop at a BUG has not gone away: it stands there. */
const isHere = (state: CpuState): boolean => state === 'online' || state === 'stopped';

/** Which CPUs went and came, from where each was to where it is at the end: one that is held back by a callback has not gone. */
function comings(events: readonly Event[]): Pick<Glance, 'left' | 'came'> {
  const moves = new Map<number, { readonly from: CpuState; readonly to: CpuState }>();
  for (const { cpu, from, to } of only(events, 'cpu_state')) moves.set(cpu, { from: moves.get(cpu)?.from ?? from, to });
  const those = (was: boolean, is: boolean): readonly number[] =>
    sorted([...moves].flatMap(([cpu, { from, to }]) => (isHere(from) === was && isHere(to) === is ? [cpu] : [])));
  return { left: those(true, false), came: those(false, true) };
}
