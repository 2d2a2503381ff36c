import type { PageCode } from '../model/action.ts';
import type { Event } from '../model/event.ts';
import { topPte } from '../model/machine.ts';
import { slotVa } from '../model/va.ts';
import { placeName } from '../scenario/names.ts';
import { same, type Comparison } from './trace-comparison.ts';
import type { TraceDump, TraceStep, TraceWrite } from './trace-format.ts';
import type { Recorder } from './trace-recorder.ts';
import { callRows, flushRows, resultRows, writeRows } from './trace-rows.ts';

/**
 * Every PTE write with the CPU and context that made it, in order. Where several CPUs write at once only each one's own order is
 * determined: in a flush (the caller's own part comes last), and where an actor is switched beside the operation.
 */
export function compareWrites(dump: TraceDump, step: TraceStep, recorder: Recorder, c: Comparison): void {
  const recorded = dump.wr ?? [];
  const model = writeRows(recorder);
  const flushes = flushedBy(dump);
  const several = flushes.length > 1 || recorder.machine.layout.taskOwned;
  for (const [what, mine] of several ? byCpu(recorder) : [['PTE write', () => true] as const]) {
    const [theirs, ours] = [recorded.filter(mine), model.filter(mine)];
    for (let i = 0; i < Math.max(theirs.length, ours.length); i++)
      same(c, 'PTE write', `${what} ${i}`, theirs[i], ours[i]);
  }
  same(c, 'PTE write', 'number of PTE writes', recorded.length, model.length);
  if (flushes.length > 1) {
    const first = recorded.findIndex(([cpu]) => cpu === step.cpu);
    const own = first < 0 ? [] : recorded.slice(first).filter(([cpu]) => cpu !== step.cpu);
    same(c, 'PTE write', 'writes of others after the caller’s own part of the flush', own, []);
  }
  compareInvalidates(recorder, c);
}

type Group = readonly [what: string, mine: (row: TraceWrite) => boolean];

function byCpu({ machine }: Recorder): readonly Group[] {
  return Array.from({ length: machine.layout.cpus }, (_, cpu) =>
    (['F', 'P'] as const).map((table): Group => [
      `write by cpu${cpu} to ${table === 'F' ? 'its slots' : 'pkmap'}`,
      (row) => row[0] === cpu && row[1] === table,
    ]),
  ).flat();
}

const flushedBy = ({ calls = [] }: TraceDump): readonly number[] =>
  calls.filter(([fn]) => fn === 'flush_cpu').map(([, cpu]) => cpu);

/** What a real kernel did after every write to a slot (truth/README.md): one invalidate, of that page, by the CPU that wrote. */
function compareInvalidates({ events, kernel }: Recorder, c: Comparison): void {
  for (const [i, event] of events.entries()) {
    if (event.type !== 'pte_write' || event.table !== 'fixmap') continue;
    const own = events.slice(i + 1).filter((later) => later.cpu === event.cpu);
    const next = own.findIndex(({ type }) => type === 'pte_write');
    const invalidates = own.slice(0, next < 0 ? own.length : next).filter(isInvalidate);
    const pages = invalidates.map(
      ({ scope, va }) => `${scope.startsWith('page') ? '' : scope} ${placeName(kernel.config, va)}`,
    );
    const place = placeName(kernel.config, slotVa(event.index));
    same(c, 'invalidate after a write', `invalidates after the write to ${place}`, [` ${place}`], pages);
  }
}

const isInvalidate = (event: Event): event is Event & { readonly type: 'tlb_invalidate' } =>
  event.type === 'tlb_invalidate';

/** The calls that the recorder's probes saw. */
export function compareCalls(dump: TraceDump, recorder: Recorder, c: Comparison): void {
  same(c, 'call', 'CPUs that ran the flush', flushedBy(dump), flushRows(recorder));
  const others = (dump.calls ?? []).filter(([fn]) => fn !== 'flush_cpu');
  same(c, 'call', 'calls', others, callRows(recorder));
}

/** The index of the slot that a `peek` reads through. */
const peekedSlot = ({ a: [owner = 0, slot = 0] = [] }: TraceStep, { machine: m }: Recorder): number =>
  owner * m.layout.slotsPerCpu + slot;

/** What the PTE that a `peek` reads through names before the dump tells of switches beside it; 0 for any other operation. */
export const pageBefore = (step: TraceStep, recorder: Recorder): PageCode =>
  step.op === 'peek' ? topPte(recorder.machine, peekedSlot(step, recorder)) : 0;

/** What the operation gave back, or the addresses that an interrupt handler was given. */
export function compareResult(
  dump: TraceDump,
  step: TraceStep,
  recorder: Recorder,
  c: Comparison,
  earlier: PageCode,
): void {
  if (step.op === 'peek') comparePeek(step, recorder, c, earlier);
  else if (step.op === 'unmap' || step.op === 'unmapx') compareGiven(dump, recorder, c);
  else {
    const [first, second] = results(step, recorder);
    same(c, 'return value', 'return value', dump.r ?? null, first ?? null);
    if (step.op === 'irqmap2') same(c, 'return value', 'second address', dump.r2 ?? null, second ?? null);
  }
}

/** What the model gave back: two addresses for a handler that maps two pages. */
function results({ op }: TraceStep, recorder: Recorder): readonly (string | number | null)[] {
  if (op === 'downa') return ['ESPAWNED'];
  if (op === 'join') return [recorder.spawned?.result ?? null];
  const rows = resultRows(recorder);
  return op === 'irqmap2' ? rows : [rows.at(-1) ?? null];
}

function compareGiven({ r }: TraceDump, { events, names }: Recorder, c: Comparison): void {
  const given = events.find((event) => event.type === 'enter');
  const va = given?.type === 'enter' ? names.address(given.a) : null;
  same(c, 'return value', 'address given back', r, va);
}

/**
 * A read through a slot: what its PTE names now, or named until a task was switched beside it (the dump comes after the read), or what the reading CPU's TLB may still hold. Where every invalidate is heard by all, those
 * are the same; a page of somebody else holds nobody knows what.
 */
function comparePeek(step: TraceStep, recorder: Recorder, c: Comparison, earlier: PageCode): void {
  const { machine: m, names, tlbs, kernel } = recorder;
  const { cpu, r } = step;
  const index = peekedSlot(step, recorder);
  const pages = new Set([topPte(m, index), earlier, ...tlbs.pages(cpu, index)]);
  const allowed = [...pages].map((page) => (page === 0 ? 'EFAULT' : names.content(page)));
  if (allowed.includes(null)) return;
  const kind = allowed.length > 1 ? 'read that a TLB may answer' : 'read';
  const expected = allowed.find((content) => content === r) ?? allowed.join(' or ');
  same(c, kind, `read through ${placeName(kernel.config, slotVa(index))}`, r, expected);
}
