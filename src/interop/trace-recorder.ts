import { cpuId } from '../arm/units.ts';
import type { Command, KernelFunction } from '../model/action.ts';
import { boot } from '../model/boot.ts';
import type { Event } from '../model/event.ts';
import { buildKernel, type Kernel } from '../model/kernel.ts';
import {
  ownerHeldCount,
  setLastPkmapNr,
  setPkmapCount,
  storePkmapPte,
  storeTopPte,
  type Machine,
} from '../model/machine.ts';
import { perform } from '../model/run.ts';
import type { Config } from '../model/config.ts';
import { mayHold, type MayHold } from './may-hold.ts';
import type { Trace, TraceStep } from './trace-format.ts';
import { traceNames, type TraceNames } from './trace-names.ts';
import { frameOf, traceStart } from './trace-start.ts';

/** The recorder's part on the model: one actor task a CPU that carries out one operation at a time, as the module did on the real kernel. */
export type Recorder = {
  readonly kernel: Kernel;
  readonly machine: Machine;
  readonly names: TraceNames;
  readonly tlbs: MayHold;
  /** What happened since it was last emptied, in order. */
  readonly events: Event[];
  /** Which call made each mapping an actor holds: kmap_local_page's are given back by kunmap_local. */
  readonly kinds: readonly KernelFunction[][];
  /** The cpu_down that `downa` left to a thread, until `join`. */
  spawned: Spawned | null;
  /** Why the model could not do what was recorded; null when it could. */
  impossible: string | null;
};

/** A cpu_down that goes on beside the operations: `begun` when it waits on the model too, `result` when it is over. */
export type Spawned = {
  readonly cpu: number;
  readonly target: number;
  begun: boolean;
  result: number | null;
  /** What it did since anybody looked. */
  readonly unseen: Event[];
};

export function makeRecorder(trace: Trace, config: Config): Recorder {
  const kernel = buildKernel(config);
  const machine = boot(kernel);
  const names = traceNames(trace, config);
  const { slots, entries } = traceStart(trace);
  for (const [index, linux] of slots) storeTopPte(machine, index, names.ofFrame(frameOf(linux)));
  for (const [nr, [count, linux]] of entries) {
    storePkmapPte(machine, nr, names.ofFrame(frameOf(linux)));
    setPkmapCount(machine, nr, count);
  }
  const kinds = Array.from({ length: trace.nr_cpus }, (): KernelFunction[] => []);
  return { kernel, machine, names, tlbs: mayHold(machine), events: [], kinds, spawned: null, impossible: null };
}

/** Carries out one operation up to the point where `mid` or `before` was dumped; the rest is returned, to be called after that dump. */
export function carryOut(recorder: Recorder, step: TraceStep): (() => void) | null {
  const { op, cpu, a = [] } = step;
  const page = (n: number): number => recorder.names.page(a[n] ?? -1);
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
      return call(recorder, cpu, 'cpu_down', a[0] ?? 0);
    case 'up':
      return call(recorder, cpu, 'cpu_up', a[0] ?? 0);
    case 'irqmap':
    case 'irqmap2':
      return inInterrupt(recorder, cpu, a[0] ?? 0, op === 'irqmap' ? [page(1)] : [page(1), page(2)]);
    case 'setpk':
      setLastPkmapNr(recorder.machine, a[0] ?? 0);
      return null;
    // The first two are trace-spawned.ts, the third trace-switches.ts; the others change nothing that is recorded.
    case 'downa':
    case 'join':
    case 'sched':
    case 'peek':
    case 'spin':
    case 'nop':
    case 'pginfo':
      return null;
  }
}

/** Carries out a command and collects what happens. What the model refuses is remembered in `impossible`: the kernel did it. */
export function run(recorder: Recorder, command: Command, order?: readonly number[]): null {
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
  if (performed.outcome === 'refused') recorder.impossible ??= performed.reason;
  return null;
}

/** Calls a kernel function in the task or interrupt that a CPU is in, and runs it to its return. */
export function call(
  recorder: Recorder,
  cpu: number,
  fn: KernelFunction,
  a: number,
  order?: readonly number[],
  b = 0,
): null {
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
