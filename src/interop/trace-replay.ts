import { ok, type Result } from '../base/result.ts';
import { PAGE_OFFSET } from '../arm/lowmem.ts';
import { PAGE_SIZE_BYTES } from '../arm/units.ts';
import { hex32 } from '../arm/hex.ts';
import { preset } from '../model/eras.ts';
import { pkmapVa, slotVa } from '../model/va.ts';
import { geometryOf, vaddrOf } from '../scenario/addresses.ts';
import {
  kindCounts,
  same,
  startComparison,
  type Comparison,
  type Disagreement,
  type KindCount,
} from './trace-comparison.ts';
import { refusedWith, type Trace, type TraceDump, type TraceStep } from './trace-format.ts';
import { compareCalls, compareResult, compareWrites, pageBefore } from './trace-happened.ts';
import { traceKernel, type TraceKernel } from './trace-kernel.ts';
import { carryOut, makeRecorder, type Recorder } from './trace-recorder.ts';
import { recorderRefusals } from './trace-refusals.ts';
import { frameOf } from './trace-start.ts';
import { goOn, isGone, seeSpawned, spawn } from './trace-spawned.ts';
import { followDump, followSwitches, settleAll, sleep, wake, type Switch } from './trace-switches.ts';
import {
  applyDump,
  compareCpus,
  compareTables,
  startTables,
  stripAgrees,
  type RecordedTables,
} from './trace-tables.ts';

export type Replay = {
  readonly name: string;
  /** The kernel of ours it was replayed on. */
  readonly kernel: string;
  readonly steps: number;
  /** Single facts compared: a word of a PTE, a depth, a return value, one PTE write … */
  readonly observations: number;
  /** How many of them differ. */
  readonly differing: number;
  readonly kinds: readonly KindCount[];
  /** The first that differ, in order. */
  readonly disagreements: readonly Disagreement[];
  /** What chance decided in the recording and the model was told, and what was taken for granted: a sentence each. */
  readonly notes: readonly string[];
};

/**
 * Replays one recorded trace on the model and compares everything that was observed. The error is one sentence.
 *
 * @param on another kernel than the recorded one, to see where they part
 */
export function replayTrace(trace: Trace, on?: TraceKernel): Result<Replay, string> {
  const found = on === undefined ? traceKernel(trace) : ok(on);
  if (!found.ok) return found;
  const recorder = makeRecorder(trace, found.value.config);
  const comparison = startComparison();
  const tables = startTables(trace, recorder);
  const replaying = { recorder, comparison, tables, notes: [...trace.assumed] };
  compareHeader(trace, found.value, recorder, comparison);
  settleAll(recorder);
  for (const step of trace.steps) replayStep(step, replaying);
  const kinds = kindCounts(comparison);
  return ok({
    name: trace.name,
    kernel: found.value.name,
    steps: trace.steps.length,
    observations: kinds.reduce((sum, { compared }) => sum + compared, 0),
    differing: kinds.reduce((sum, { differing }) => sum + differing, 0),
    kinds,
    disagreements: comparison.disagreements,
    notes: replaying.notes,
  });
}

type Replaying = {
  readonly recorder: Recorder;
  readonly comparison: Comparison;
  readonly tables: RecordedTables;
  readonly notes: string[];
};

/** The geometry is ours, from eras.ts and arm/: the header must agree with it. */
function compareHeader(trace: Trace, { name, config }: TraceKernel, recorder: Recorder, c: Comparison): void {
  const address = (index: number): number => vaddrOf(config, slotVa(index)) ?? 0;
  const check = (what: string, recorded: unknown, model: unknown): void => {
    same(c, 'header', what, recorded, model);
  };
  const geometry = geometryOf(config);
  check('km_type_nr', trace.km_type_nr, preset(name)?.sizes.slots);
  check('last_pkmap', trace.last_pkmap, preset(name)?.sizes.pkmap);
  check('fix_kmap_begin', trace.fix_kmap_begin, geometry.fixKmapBegin);
  check('fixaddr_start', trace.fixaddr_start, hex32(geometry.fixaddrStart));
  check('fixaddr_top', trace.fixaddr_top, hex32(geometry.fixaddrTop));
  check('slot0', trace.slot0, hex32(address(0)));
  check('slot_stride', trace.slot_stride, address(1) - address(0));
  check('page_size', trace.page_size, PAGE_SIZE_BYTES);
  check('page_offset', trace.page_offset, hex32(PAGE_OFFSET));
  check('pkmap_base', trace.pkmap_base, hex32(vaddrOf(config, pkmapVa(0)) ?? 0));
  const frame = BigInt(config.pfns?.[0] ?? 0) << 12n;
  const prot = BigInt(`0x${recorder.names.words(1).linux}`) ^ frame;
  check('kmap_prot', BigInt(`0x${trace.kmap_prot}`).toString(16), prot.toString(16));
  for (const [nr, , linux] of trace.pk0)
    check(`pkmap${nr} beforehand`, linux, recorder.names.words(recorder.names.ofFrame(frameOf(linux))).linux);
}

function replayStep(step: TraceStep, replaying: Replaying): void {
  const { recorder, comparison } = replaying;
  comparison.step = step.i;
  comparison.op = step.op;
  if (isGone(recorder, step)) goOn(recorder);
  wake(recorder, step.cpu);
  recorder.events.length = 0;
  recorder.impossible = null;
  const expected = recorderRefusals(recorder, step);
  const refused = refusedWith(step);
  if (refused === null) carryOutAndCompare(step, replaying);
  else if (step.idx !== undefined) compareDump(step, step, replaying);
  const allowed = expected.find((answer) => answer === refused) ?? (expected.join(' or ') || recorder.impossible);
  same(comparison, 'carried out or refused', 'refusal', refused, allowed);
  settleAll(recorder);
}

function carryOutAndCompare(step: TraceStep, replaying: Replaying): void {
  const { recorder } = replaying;
  const { op } = step;
  if (op === 'downa') spawn(recorder, step);
  if (op === 'join') goOn(recorder);
  const unmapAgain = carryOut(recorder, step);
  const halfway = step.mid ?? step.before;
  if (halfway !== undefined) {
    compareDump(halfway, step, replaying);
    if (step.mid !== undefined) compareResult(halfway, step, recorder, replaying.comparison, 0);
    // What the operation gives back is what the handler was given.
    const { r } = halfway;
    if (step.mid !== undefined) same(replaying.comparison, 'return value', 'address from the handler', step.r, r);
    recorder.events.length = 0;
  }
  unmapAgain?.();
  if (op === 'sched') {
    sleep(recorder, step.cpu);
    wake(recorder, step.cpu);
  }
  if (isGone(recorder, step)) goOn(recorder);
  const earlier = pageBefore(step, recorder);
  compareDump(step, step, replaying);
  if (step.mid === undefined) compareResult(step, step, recorder, replaying.comparison, earlier);
  if (op === 'join') recorder.spawned = null;
}

/** Everything that one dump shows. What chance decided is followed first, and said in the notes. */
function compareDump(dump: TraceDump, step: TraceStep, { recorder, comparison: c, tables, notes }: Replaying): void {
  const note = (what: string): number => notes.push(`step ${step.i}, ${step.op}: ${what}`);
  if (seeSpawned(recorder, dump)) note('cpu_down had gone on between two operations, and nobody recorded its writes');
  const switched = ({ cpu, out }: Switch): string => `that the task on cpu${cpu} was switched ${out ? 'out' : 'in'}`;
  for (const one of followSwitches(recorder, dump)) note(`the PTE writes show ${switched(one)}`);
  applyDump(tables, dump, recorder, c);
  const agrees = (cpu: number): boolean => stripAgrees(tables, recorder, cpu);
  for (const one of followDump(recorder, step.cpu, agrees)) note(`the slots show ${switched(one)}`);
  compareTables(tables, recorder, c);
  compareCpus(dump, dump === step.mid ? (step.a?.[0] ?? 0) : step.cpu, recorder, c);
  compareWrites(dump, step, recorder, c);
  compareCalls(dump, recorder, c);
}
