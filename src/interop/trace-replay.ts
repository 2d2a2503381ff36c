import type { Result } from '../base/result.ts';
import { ok } from '../base/result.ts';
import type { Event } from '../model/event.ts';
import {
  currentTask,
  isOnline,
  ownerHeldCount,
  ownerIdx,
  pkmapCount,
  pkmapPte,
  preemptCount,
  topPte,
} from '../model/machine.ts';
import { pkmapVa, slotVa } from '../model/va.ts';
import { vaddrOf } from '../scenario/addresses.ts';
import { hex32 } from '../arm/hex.ts';
import type { Trace, TraceDump, TraceStep } from './trace-format.ts';
import { traceKernel } from './trace-kernel.ts';
import { carryOut, makeRecorder, recorderRefusals, settle, sleep, wake, type Recorder } from './trace-recorder.ts';

/** One thing that the real kernel showed and the model did not say. */
export type Disagreement = {
  readonly step: number;
  readonly op: string;
  readonly what: string;
  readonly recorded: string;
  readonly model: string;
};

export type Replay = {
  readonly name: string;
  /** The kernel of ours it was replayed on. */
  readonly kernel: string;
  readonly steps: number;
  /** Single facts compared: a word of a PTE, a depth, a return value, one PTE write … */
  readonly observations: number;
  readonly disagreements: readonly Disagreement[];
};

/** Replays one recorded trace on the model and compares everything that was observed. The error is one sentence. */
export function replayTrace(trace: Trace): Result<Replay, string> {
  const found = traceKernel(trace);
  if (!found.ok) return found;
  const recorder = makeRecorder(trace, found.value.config);
  const comparison = compare(trace, recorder);
  compareHeader(trace, recorder, comparison);
  for (const step of trace.steps) replayStep(step, recorder, comparison);
  return ok({
    name: trace.name,
    kernel: found.value.name,
    steps: trace.steps.length,
    observations: comparison.count,
    disagreements: comparison.disagreements,
  });
}

type Comparison = {
  count: number;
  readonly disagreements: Disagreement[];
  /** What the recorded table and pkmap hold by now: [linux, hardware] by slot, [count, linux, hardware] by entry. */
  readonly slots: (readonly [string, string])[];
  readonly entries: (readonly [number, string, string])[];
  at: TraceStep | null;
  readonly same: (what: string, recorded: unknown, model: unknown) => void;
};

function compare(trace: Trace, recorder: Recorder): Comparison {
  const none = recorder.names.words(0);
  const comparison: Comparison = {
    count: 0,
    disagreements: [],
    slots: Array.from({ length: trace.nr_cpus * trace.km_type_nr }, () => [none.linux, none.hardware] as const),
    entries: Array.from({ length: trace.last_pkmap }, (_, nr) => {
      const words = recorder.names.words(pkmapPte(recorder.machine, nr));
      return [pkmapCount(recorder.machine, nr), words.linux, words.hardware] as const;
    }),
    at: null,
    same(what, recorded, model) {
      comparison.count++;
      if (recorded === model || JSON.stringify(recorded) === JSON.stringify(model)) return;
      comparison.disagreements.push({
        step: comparison.at?.i ?? -1,
        op: comparison.at?.op ?? 'header',
        what,
        recorded: JSON.stringify(recorded),
        model: JSON.stringify(model),
      });
    },
  };
  return comparison;
}

/** The geometry is ours, from eras.ts: the header must agree with it. */
function compareHeader(trace: Trace, { kernel, names }: Recorder, { same }: Comparison): void {
  const { config } = kernel;
  const address = (index: number): number => vaddrOf(config, slotVa(index)) ?? 0;
  same('km_type_nr', trace.km_type_nr, config.sizes.slots);
  same('fix_kmap_begin', trace.fix_kmap_begin, Number(config.switches.fix_kmap_begin));
  same('slot0', trace.slot0, hex32(address(0)));
  same('slot_stride', trace.slot_stride, address(1) - address(0));
  const frame = BigInt(config.pfns?.[0] ?? 0) << 12n;
  same('kmap_prot', BigInt(`0x${trace.kmap_prot}`), BigInt(`0x${names.words(1).linux}`) ^ frame);
}

function replayStep(step: TraceStep, recorder: Recorder, comparison: Comparison): void {
  comparison.at = step;
  wake(recorder, step.cpu);
  recorder.events.length = 0;
  const refusals = recorderRefusals(recorder, step);
  const refused = typeof step.r === 'string' && /^E[A-Z]/.test(step.r) && step.op !== 'peek';
  if (refused || refusals.length > 0) comparison.same('refusal', refused, refusals.includes(String(step.r)));
  if (refused && step.r !== 'ESPAWNED') {
    if (step.idx !== undefined) compareDump(step, step, recorder, comparison);
    settleAll(recorder);
    return;
  }
  const rest = carryOut(recorder, step);
  const halfway = step.mid ?? step.before;
  if (halfway !== undefined) {
    compareDump(halfway, step, recorder, comparison);
    compareWrites(halfway, step, recorder, comparison);
    compareResult(halfway, step, recorder, comparison);
    recorder.events.length = 0;
  }
  rest?.();
  followSwitches(step, recorder);
  compareDump(step, step, recorder, comparison);
  compareWrites(step, step, recorder, comparison);
  if (step.mid === undefined) compareResult(step, step, recorder, comparison);
  settleAll(recorder);
}

function settleAll(recorder: Recorder): void {
  for (let cpu = 0; cpu < recorder.machine.layout.cpus; cpu++) settle(recorder, cpu);
}

/**
 * A recorder's task may be switched out or in while an operation runs elsewhere (might_sleep() in kunmap, 6.1 mm/highmem.c; six of 1,272
 * traces): the PTE writes of the switch are in the record, so the model makes the same switch and must then write the same.
 */
function followSwitches({ wr = [] }: TraceStep, recorder: Recorder): void {
  if (!recorder.machine.layout.taskOwned) return;
  for (let switches = 0; switches < 8; switches++) {
    const ours = modelWrites(recorder).map((row) => JSON.stringify(row));
    const extra = wr.find((row) => {
      const i = ours.indexOf(JSON.stringify(row));
      if (i >= 0) ours.splice(i, 1);
      return i < 0;
    });
    if (extra === undefined) return;
    const [cpu] = extra;
    if (currentTask(recorder.machine, cpu) === cpu) sleep(recorder, cpu);
    else wake(recorder, cpu);
  }
}

function compareDump(dump: TraceDump, step: TraceStep, recorder: Recorder, comparison: Comparison): void {
  const { machine: m, names, kernel } = recorder;
  const { same } = comparison;
  const { cpus, slotsPerCpu, pkmapEntries } = m.layout;
  for (const [cpu, slot, vaddr, linux, hardware] of dump.pte ?? []) {
    const index = cpu * slotsPerCpu + slot;
    same(`address of cpu${cpu}.slot${slot}`, vaddr, names.address(slotVa(index)));
    comparison.slots[index] = [linux, hardware];
  }
  for (const [nr, count, vaddr, linux, hardware] of dump.pk ?? []) {
    same(`address of pkmap${nr}`, vaddr, names.address(pkmapVa(nr)));
    comparison.entries[nr] = [count, linux, hardware];
  }
  for (const [index, [linux, hardware]] of comparison.slots.entries()) {
    const words = names.words(topPte(m, index));
    same(`Linux word of cpu${Math.floor(index / slotsPerCpu)}.slot${index % slotsPerCpu}`, linux, words.linux);
    same(`hardware word of cpu${Math.floor(index / slotsPerCpu)}.slot${index % slotsPerCpu}`, hardware, words.hardware);
  }
  for (let nr = 0; nr < pkmapEntries; nr++) {
    const [count, linux, hardware] = comparison.entries[nr] ?? [0, '', ''];
    const words = names.words(pkmapPte(m, nr));
    same(`pkmap_count[${nr}]`, count, pkmapCount(m, nr));
    same(`Linux word of pkmap${nr}`, linux, words.linux);
    same(`hardware word of pkmap${nr}`, hardware, words.hardware);
  }
  for (let cpu = 0; cpu < cpus; cpu++) {
    if (dump.idx !== undefined) same(`depth of cpu${cpu}`, dump.idx[cpu], ownerIdx(m, cpu));
    if (dump.held !== undefined) same(`held by cpu${cpu}`, dump.held[cpu], ownerHeldCount(m, cpu));
    if (dump.on !== undefined) same(`cpu${cpu} online`, ((dump.on >> cpu) & 1) === 1, isOnline(m, cpu));
  }
  const counted = kernel.config.switches.preempt_count === 'on' ? preemptCount(m, step.cpu) : 0;
  if (dump.pre !== undefined) same('preempt_count', dump.pre, counted);
}

type Row = readonly [number, string, number, number, string, string, string];

function modelWrites({ events, names, machine: m }: Recorder): readonly Row[] {
  const { slotsPerCpu } = m.layout;
  return events.flatMap((event): Row[] => {
    if (event.type !== 'pte_write') return [];
    const { cpu, index, context } = event;
    const words = [names.words(event.from).linux, names.words(event.to).linux] as const;
    return event.table === 'fixmap'
      ? [[cpu, 'F', Math.floor(index / slotsPerCpu), index % slotsPerCpu, ...words, context]]
      : [[cpu, 'P', -1, index, ...words, context]];
  });
}

function modelCalls({ events, kernel }: Recorder): readonly (readonly [string, number])[] {
  const patched = kernel.config.switches.flush !== 'none';
  return events.flatMap((event: Event): (readonly [string, number])[] => {
    if (event.type === 'notifier' && event.action === 'CPU_DYING' && patched) return [['dying_notifier', event.cpu]];
    if (event.type === 'enter' && (event.fn === 'kmap_flush_unused' || event.fn === 'flush_all_zero_pkmaps'))
      return [[event.fn, event.cpu]];
    return [];
  });
}

/**
 * Every PTE write with the CPU and context that made it, in order. During a flush several CPUs write at once and only each one's own order is
 * determined; so is, that the caller's own part comes last.
 */
function compareWrites(dump: TraceDump, step: TraceStep, recorder: Recorder, { same }: Comparison): void {
  const recorded = dump.wr ?? [];
  const model = modelWrites(recorder);
  // `join` waits for a cpu_down that may have finished between two operations, when nobody was recording.
  if (step.op === 'join' && recorded.length === 0 && dump.calls === undefined) return;
  const flushes = (dump.calls ?? []).filter(([fn]) => fn === 'flush_cpu');
  if (flushes.length > 1) {
    for (let cpu = 0; cpu < recorder.machine.layout.cpus; cpu++) {
      same(
        `PTE writes by cpu${cpu}`,
        recorded.filter(([by]) => by === cpu),
        model.filter(([by]) => by === cpu),
      );
    }
  } else {
    same('number of PTE writes', recorded.length, model.length);
    for (const [i, row] of recorded.entries()) same(`PTE write ${i}`, row, model[i]);
  }
  const ran = recorder.events.flatMap((event) =>
    event.type === 'flush_cpu' && event.of === event.cpu ? [event.cpu] : [],
  );
  const hook = recorder.events.some((event) => event.type === 'notifier' && event.action === 'CPU_DYING');
  if (!hook)
    same(
      'flush_cpu',
      flushes.map(([, cpu]) => cpu),
      ran,
    );
  same(
    'calls',
    (dump.calls ?? []).filter(([fn]) => fn !== 'flush_cpu'),
    modelCalls(recorder),
  );
}

function compareResult(dump: TraceDump, step: TraceStep, recorder: Recorder, { same }: Comparison): void {
  const { events, names, machine: m, tlbs } = recorder;
  if (step.op === 'peek') {
    const [cpu = 0, slot = 0] = step.a ?? [];
    const index = cpu * m.layout.slotsPerCpu + slot;
    const page = topPte(m, index);
    const allowed = [
      page === 0 ? 'EFAULT' : names.content(page),
      ...[...tlbs.pages(step.cpu, index)].map(names.content),
    ];
    same(
      `read through cpu${cpu}.slot${slot}`,
      true,
      allowed.includes(String(dump.r)) || `${String(dump.r)} is not one of ${allowed.join(', ')}`,
    );
    return;
  }
  if (typeof dump.r === 'string' && dump.r.startsWith('E')) return;
  const returned = events.filter((event) => event.type === 'return' && event.value.kind !== 'void');
  const values = returned.map((event) =>
    event.type !== 'return' || event.value.kind === 'void'
      ? null
      : event.value.kind === 'va'
        ? names.address(event.value.va)
        : event.value.value,
  );
  if (step.op === 'unmap' || step.op === 'unmapx') {
    const given = events.find((event) => event.type === 'enter');
    same('address given back', dump.r, given?.type === 'enter' ? names.address(given.a) : null);
  } else same('return value', dump.r ?? null, values[step.mid === undefined ? values.length - 1 : 0] ?? null);
  if (dump.r2 !== undefined) same('second return value', dump.r2, values[1] ?? null);
}
