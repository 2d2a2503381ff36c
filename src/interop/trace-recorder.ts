import { ensure } from '../base/assert.ts';
import { cpuId } from '../arm/units.ts';
import type { Command, KernelFunction } from '../model/action.ts';
import { boot } from '../model/boot.ts';
import type { Event } from '../model/event.ts';
import { buildKernel, type Kernel } from '../model/kernel.ts';
import {
  currentTask,
  isOnline,
  ownerHeldCount,
  preemptCount,
  setLastPkmapNr,
  setPkmapCount,
  storePkmapPte,
  type Machine,
} from '../model/machine.ts';
import { perform } from '../model/run.ts';
import type { Config } from '../model/config.ts';
import { mayHold, type MayHold } from './may-hold.ts';
import type { Trace, TraceStep } from './trace-format.ts';
import { traceNames, type TraceNames } from './trace-names.ts';

/**
 * The recorder's part on the model: one actor task a CPU that carries out one operation at a time, as the module did on the real kernel.
 * Where the task owns the slots, an actor that holds no atomic mapping sleeps between its operations (another task of its CPU runs).
 */
export type Recorder = {
  readonly kernel: Kernel;
  readonly machine: Machine;
  readonly names: TraceNames;
  readonly tlbs: MayHold;
  /** What happened since the last `forget`, in order. */
  readonly events: Event[];
  /** Which call made each mapping an actor holds: kmap_local_page's are given back by kunmap_local. */
  readonly kinds: readonly KernelFunction[][];
};

export function makeRecorder(trace: Trace, config: Config): Recorder {
  const kernel = buildKernel(config);
  const machine = boot(kernel);
  const names = traceNames(trace, config);
  for (const [nr, count, linux] of trace.pk0) {
    const page = 1 + (config.pfns ?? []).indexOf(Number(BigInt(`0x${linux}`) >> 12n) & 0xfffffff);
    storePkmapPte(machine, nr, page);
    setPkmapCount(machine, nr, count);
  }
  const recorder = { kernel, machine, names, tlbs: mayHold(machine), events: [], kinds: holdings(trace) };
  for (let cpu = 0; cpu < trace.nr_cpus; cpu++) settle(recorder, cpu);
  return recorder;
}

function holdings(trace: Trace): KernelFunction[][] {
  return Array.from({ length: trace.nr_cpus }, (): KernelFunction[] => []);
}

/** Which refusals of the recorder itself (no kernel call made) the model's state calls for; empty when it would go on. */
export function recorderRefusals(recorder: Recorder, { op, cpu, a = [] }: TraceStep): readonly string[] {
  const { machine: m } = recorder;
  if (!isOnline(m, cpu)) return ['ENOCPU'];
  const anybodyHolds = Array.from({ length: m.layout.cpus }, (_, owner) => ownerHeldCount(m, owner)).some((n) => n > 0);
  const target = a[0] ?? 0;
  switch (op) {
    case 'unmap':
    case 'unmapx':
      return ownerHeldCount(m, cpu) <= (op === 'unmapx' ? target : 0) ? ['ENONE', 'EINVAL'] : [];
    case 'kmap':
    case 'sched':
      return preemptCount(m, cpu) > 0 ? ['EATOMIC'] : [];
    case 'aflush':
      return recorder.kernel.config.switches.flush === 'none' ? ['ENOSYS'] : [];
    case 'downa':
      return ['ESPAWNED'];
    case 'down':
    case 'up': {
      if (target === cpu && op === 'down') return ['EINVAL'];
      if (target >= m.layout.cpus) return ['EINVAL'];
      const there = isOnline(m, target);
      const wrong = op === 'down' ? (there ? [] : ['EOFFLINE']) : there ? ['EONLINE'] : [];
      return anybodyHolds ? ['EHELD', ...wrong] : wrong;
    }
    default:
      return [];
  }
}

/** Carries out one operation up to the point where `mid` or `before` was dumped; the rest is returned, to be called after that dump. */
export function carryOut(recorder: Recorder, step: TraceStep): (() => void) | null {
  const { op, cpu, a = [] } = step;
  const page = (n: number): number => recorder.names.page(a[n] ?? 0);
  switch (op) {
    case 'map':
      return held(recorder, cpu, 'kmap_atomic', page(0));
    case 'mappfn':
      return held(recorder, cpu, 'kmap_atomic_pfn', page(0));
    case 'lmap':
      return held(recorder, cpu, 'kmap_local_page', page(0));
    case 'unmap':
      return unmap(recorder, cpu, ownerHeldCount(recorder.machine, cpu) - 1);
    case 'unmapx':
      return unmap(recorder, cpu, a[0] ?? 0);
    case 'kmap':
      return call(recorder, cpu, 'kmap', page(0));
    case 'kunmap':
      return call(recorder, cpu, 'kunmap', page(0));
    case 'kflush':
      return call(recorder, cpu, 'kmap_flush_unused', 0);
    case 'aflush':
      return call(recorder, cpu, 'kmap_atomic_flush_unused', 0, flushOrder(step));
    case 'down':
    case 'downa':
      return call(recorder, cpu, 'cpu_down', a[0] ?? 0);
    case 'up':
      return call(recorder, cpu, 'cpu_up', a[0] ?? 0);
    case 'join':
      return run(recorder, { type: 'finish', cpu: cpuId(cpu) });
    case 'irqmap':
    case 'irqmap2':
      return inInterrupt(
        recorder,
        cpu,
        a[0] ?? 0,
        a.slice(1).map((n) => recorder.names.page(n)),
      );
    case 'setpk':
      setLastPkmapNr(recorder.machine, a[0] ?? 0);
      return null;
    case 'sched':
      return () => {
        sleep(recorder, cpu);
        wake(recorder, cpu);
      };
    default:
      return null;
  }
}

/** Between operations an actor that holds no atomic mapping sleeps. What the switch writes is in nobody's dump of PTE writes. */
export function settle(recorder: Recorder, cpu: number): void {
  const { machine: m } = recorder;
  if (m.layout.taskOwned && isOnline(m, cpu) && preemptCount(m, cpu) === 0) sleep(recorder, cpu);
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

function run(recorder: Recorder, command: Command, order?: readonly number[]): null {
  const { kernel, machine, events, tlbs } = recorder;
  const performed = perform(
    kernel,
    machine,
    command,
    (event) => {
      events.push(event);
      tlbs.listen(event);
    },
    order,
  );
  ensure(
    performed.outcome !== 'refused',
    `the recorded operation is possible on the model (${performed.reason ?? ''})`,
  );
  return null;
}

function call(recorder: Recorder, cpu: number, fn: KernelFunction, a: number, order?: readonly number[], b = 0): null {
  return run(recorder, { type: 'run', action: { type: 'call', cpu: cpuId(cpu), fn, a, b } }, order);
}

function held(recorder: Recorder, cpu: number, fn: KernelFunction, page: number): null {
  recorder.kinds[cpu]?.push(fn);
  return call(recorder, cpu, fn, page);
}

/** Gives back the k-th address from the bottom of the actor's own stack. */
function unmap(recorder: Recorder, cpu: number, k: number): null {
  const [kind] = recorder.kinds[cpu]?.splice(k, 1) ?? [];
  return call(recorder, cpu, kind === 'kmap_local_page' ? 'kunmap_local' : 'kunmap_atomic', 0, undefined, k + 1);
}

/**
 * A handler that maps the pages, nested; after the dump it unmaps them. On another CPU it runs in an interrupt; on its own CPU
 * smp_call_function_single calls it in place (kernel/smp.c), in the task.
 */
function inInterrupt(recorder: Recorder, from: number, cpu: number, pages: readonly number[]): () => void {
  const act = (type: 'irq' | 'irq_return'): void => {
    if (from !== cpu) run(recorder, { type: 'do', action: { type, cpu: cpuId(cpu) } });
  };
  act('irq');
  for (const page of pages) call(recorder, cpu, 'kmap_atomic', page);
  return () => {
    pages.forEach(() => call(recorder, cpu, 'kunmap_atomic', 0));
    act('irq_return');
  };
}

/** In which order the CPUs ran the flush is chance (IPI arrival): the model is told what was recorded. */
function flushOrder({ calls = [] }: TraceStep): readonly number[] | undefined {
  const order = calls.filter(([fn]) => fn === 'flush_cpu').map(([, cpu]) => cpu);
  return order.length > 0 ? order : undefined;
}
