import { SIZES } from '../model/config.ts';
import type { Scenario, Statement, Step } from '../scenario/syntax.ts';
import { bestLayout, FLUSHING, LEAVING, type SlotLayout } from './slot-layout.ts';
import { callsOf, type RecordedCall, type RecordedCalls } from './ftrace-calls.ts';
import { carryOutCalls, type CarriedOut } from './ftrace-carry-out.ts';
import type { Ftrace } from './ftrace.ts';

/** More calls than anybody steps through, and few enough for a link or a file of ours. */
const MOST_CALLS = 4000;

/**
 * A recording as a run: its calls in their order, carried out by the model. What happened before it began is not in it, so the run begins
 * with empty slots; what the model cannot do for that reason is left out and counted.
 */
export function ftraceScenario(ftrace: Ftrace): Scenario {
  const recorded = callsOf(ftrace);
  const { calls, pages } = shownOf(recorded.calls);
  const layout = layoutOf(calls);
  const cpus = calls.reduce(
    (most, { cpu, ...call }) => Math.max(most, cpu + 1, 'target' in call ? call.target + 1 : 0),
    2,
  );
  const settings = [
    ...layout.settings,
    { key: 'cpus', value: String(Math.min(SIZES.cpus.max, Math.max(cpus, ftrace.cpus))) },
    { key: 'pages', value: String(Math.max(8, pages.size)) },
  ];
  const carried = carryOutCalls(settings, calls, pages);
  const head: readonly Statement[] = [
    { type: 'title', text: 'Recorded with ftrace' },
    { type: 'machine', settings },
    { type: 'note', text: noteOf(ftrace, recorded, layout, carried, recorded.calls.length - calls.length) },
  ];
  const steps: readonly Step[] = carried.steps;
  return { version: 1, lines: [...head, ...steps].map((statement) => ({ statement, comment: null })) };
}

/** The calls that are shown, and which page of the run each struct page is: numbered as they come. */
function shownOf(calls: readonly RecordedCall[]): {
  readonly calls: readonly RecordedCall[];
  readonly pages: ReadonlyMap<number, number>;
} {
  const pages = new Map<number, number>();
  const shown: RecordedCall[] = [];
  for (const call of calls) {
    const isNew = 'page' in call && !pages.has(call.page);
    if (shown.length >= MOST_CALLS || (isNew && pages.size >= SIZES.pages.max)) break;
    if (isNew) pages.set(call.page, pages.size);
    shown.push(call);
  }
  return { calls: shown, pages };
}

/** Of the kernels that do what was seen done, the one whose slots lie where this one's do. */
function layoutOf(calls: readonly RecordedCall[]): SlotLayout {
  const flushes = calls.some(({ fn }) => fn === 'kmap_atomic_flush_unused');
  return bestLayout(flushes ? FLUSHING : LEAVING, ({ placeOf }) => {
    const own = (call: RecordedCall): boolean => 'address' in call && placeOf(call.address)?.cpu === call.cpu;
    // A CPU takes position 0 far more often than any other.
    const first = (call: RecordedCall): boolean => 'address' in call && placeOf(call.address)?.slot === 0;
    return calls.reduce((score, call) => score + (own(call) ? 1 : 0) + (own(call) && first(call) ? 1 : 0), 0);
  });
}

const counted = (n: number, one: string, many: string): string => `${n.toLocaleString('en')} ${n === 1 ? one : many}`;

function noteOf(
  ftrace: Ftrace,
  recorded: RecordedCalls,
  layout: SlotLayout,
  carried: CarriedOut,
  beyond: number,
): string {
  const { steps, agreeing, compared, impossible, before } = carried;
  const left = [
    recorded.low > 0 ? `${counted(recorded.low, 'mapping', 'mappings')} of lowmem pages, which take no slot` : '',
    recorded.halves > 0 ? `${counted(recorded.halves, 'call', 'calls')} of which only one end was recorded` : '',
    impossible > 0
      ? `${counted(impossible, 'call', 'calls')} that began before the recording, or that our machine cannot do here`
      : '',
    beyond > 0
      ? `${counted(beyond, 'call', 'calls')} at the end: a run has at most ${MOST_CALLS.toLocaleString('en')} and ${SIZES.pages.max} pages`
      : '',
    ftrace.lost > 0 ? `${counted(ftrace.lost, 'event', 'events')} that the tracer itself lost` : '',
  ].filter((what) => what !== '');
  const all = compared === 1 ? 'The one address' : `All ${compared} addresses`;
  const some = agreeing === compared ? all : `${agreeing} of ${counted(compared, 'address', 'addresses')}`;
  const addresses =
    compared === 0
      ? ''
      : `${some} that kmap_atomic gave ${agreeing === 1 ? 'is' : 'are'} where the model puts ${agreeing === 1 ? 'it' : 'them'}: ${layout.known}.`;
  return [
    steps.length === 0
      ? 'Nothing in this recording concerns a kmap slot: it has no call that takes one.'
      : `What a kernel’s tracer saw, in ${counted(steps.length, 'step', 'steps')}.`,
    addresses,
    'Not in the recording: what the slots held before it began (they are drawn empty), the frames, the kernel’s version. Pages are numbered as they come; no address and no name of a task is kept.',
    before > 0
      ? `${counted(before, 'page', 'pages')} had an address from kmap() already: the run gives it to them first.`
      : '',
    left.length > 0 ? `Left out: ${left.join('; ')}.` : '',
  ]
    .filter((sentence) => sentence !== '')
    .join('\n');
}
