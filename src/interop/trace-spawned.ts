import { cpuId } from '../arm/units.ts';
import { isOnline, preemptCount } from '../model/machine.ts';
import type { TraceDump, TraceStep } from './trace-format.ts';
import { call, run, type Recorder } from './trace-recorder.ts';
import { callRows, writeRows } from './trace-rows.ts';

// `downa`: a cpu_down that the recorder leaves to a thread. While anybody holds an atomic mapping it waits (stop_machine); when it goes on
// after that is chance, and `join` waits for its end.

/** Starts the thread. If it has to wait, it does so on the model too; else it goes on when the record shows that it did. */
export function spawn(recorder: Recorder, { cpu, a = [] }: TraceStep): void {
  recorder.spawned = { cpu, target: a[0] ?? 0, begun: false, result: null, unseen: [] };
  const { machine: m } = recorder;
  const waits = Array.from({ length: m.layout.cpus }, (_, other) => preemptCount(m, other)).some((count) => count > 0);
  if (waits) goOn(recorder);
}

/** Lets the thread go on as far as it can. What it does is kept apart: it need not have been recorded. */
export function goOn(recorder: Recorder): void {
  const { spawned, events } = recorder;
  if (spawned === null || spawned.result !== null) return;
  const { length } = events;
  if (spawned.begun) run(recorder, { type: 'finish', cpu: cpuId(spawned.cpu) });
  else call(recorder, spawned.cpu, 'cpu_down', spawned.target);
  spawned.begun = true;
  for (const event of events.splice(length)) {
    spawned.unseen.push(event);
    if (event.type === 'return' && event.fn === 'cpu_down' && event.value.kind === 'int')
      spawned.result = event.value.value;
  }
}

/** Does the dump show a CPU gone that the thread was to take down, and the model does not yet? */
export function isGone({ spawned, machine }: Recorder, { on }: TraceDump): boolean {
  if (spawned === null || on === undefined) return false;
  return ((on >> spawned.target) & 1) === 0 && isOnline(machine, spawned.target);
}

/**
 * Hands over what the thread did since anybody looked. It may have been between two operations, when nobody was recording: then there is
 * nothing of it in the record, and it is passed over. Returns whether it was.
 */
export function seeSpawned(recorder: Recorder, { wr = [], calls = [] }: TraceDump): boolean {
  const events = recorder.spawned?.unseen.splice(0) ?? [];
  const recorded = wr.some((row) => row[6] === 'stopper') || calls.some(([fn]) => fn === 'dying_notifier');
  if (recorded) recorder.events.push(...events);
  const unseen = { ...recorder, events };
  return !recorded && (writeRows(unseen).length > 0 || callRows(unseen).length > 0);
}
