import { cpuId } from '../arm/units.ts';
import { currentTask, isOnline, preemptCount } from '../model/machine.ts';
import type { TraceDump } from './trace-format.ts';
import { run, type Recorder } from './trace-recorder.ts';
import { fixmapRows } from './trace-rows.ts';

// Where the task owns the slots (kmap_local), an actor that holds no atomic mapping sleeps between its operations: another task of its CPU
// runs, and what the actor mapped is out of the table (mm/highmem.c, __kmap_local_sched_out(), v6.1).

/** Lets every actor sleep that may. What the switch writes is in nobody's dump of PTE writes. */
export function settleAll(recorder: Recorder): void {
  const { machine: m } = recorder;
  for (let cpu = 0; cpu < m.layout.cpus; cpu++) if (preemptCount(m, cpu) === 0) sleep(recorder, cpu);
}

/** Another task of the CPU runs, whatever its actor holds. */
export function sleep(recorder: Recorder, cpu: number): void {
  switchTo(recorder, cpu, recorder.machine.layout.cpus + cpu);
}

/** Lets the actor of a CPU run again. */
export function wake(recorder: Recorder, cpu: number): void {
  switchTo(recorder, cpu, cpu);
}

function switchTo(recorder: Recorder, cpu: number, task: number): void {
  const { machine: m } = recorder;
  if (!m.layout.taskOwned || !isOnline(m, cpu) || currentTask(m, cpu) === task) return;
  run(recorder, { type: 'do', action: { type: 'schedule', cpu: cpuId(cpu), task } });
}

/** The same, without anybody having recorded what it wrote. */
function silently(recorder: Recorder, act: typeof sleep, cpu: number): void {
  const { length } = recorder.events;
  act(recorder, cpu);
  recorder.events.length = length;
}

/** The actor of a CPU was switched out, or in again. */
export type Switch = { readonly cpu: number; readonly out: boolean };

/**
 * An actor may be switched out or in while an operation runs: might_sleep() in kunmap does it, and a sleeper may wake for a moment. When is
 * chance, but its PTE writes are in the record: for a row that the operation does not explain, the model makes the switch that would write
 * it, and must then write the same.
 */
export function followSwitches(recorder: Recorder, { wr = [] }: TraceDump): readonly Switch[] {
  const { machine: m, names } = recorder;
  const switched: Switch[] = [];
  if (!m.layout.taskOwned) return switched;
  const recorded = wr.filter(([, table]) => table === 'F');
  for (let most = recorded.length; most > 0; most--) {
    const ours = fixmapRows(recorder).map((row) => JSON.stringify(row));
    const extra = recorded.find((row) => {
      const i = ours.indexOf(JSON.stringify(row));
      if (i >= 0) ours.splice(i, 1);
      return i < 0;
    });
    if (extra === undefined) return switched;
    const [cpu, , , , , word] = extra;
    const out = word === names.words(0).linux;
    silently(recorder, out ? wake : sleep, cpu);
    (out ? sleep : wake)(recorder, cpu);
    switched.push({ cpu, out });
  }
  return switched;
}

/**
 * The same where the switch came before the writes were recorded, or after: only the dump shows it. If a strip of another CPU is exactly what
 * it is with its actor running (or asleep), that is what it was doing then.
 *
 * @param agrees whether the model's strip of a CPU is what the dump shows
 */
export function followDump(recorder: Recorder, acting: number, agrees: (cpu: number) => boolean): readonly Switch[] {
  const { machine: m } = recorder;
  const switched: Switch[] = [];
  if (!m.layout.taskOwned) return switched;
  for (let cpu = 0; cpu < m.layout.cpus; cpu++) {
    if (cpu === acting || !isOnline(m, cpu) || agrees(cpu)) continue;
    const out = currentTask(m, cpu) === cpu;
    silently(recorder, out ? sleep : wake, cpu);
    if (agrees(cpu)) switched.push({ cpu, out });
    else silently(recorder, out ? wake : sleep, cpu);
  }
  return switched;
}
