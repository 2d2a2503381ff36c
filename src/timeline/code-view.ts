import type { Event } from '../model/event.ts';
import { routineOf, type Kernel } from '../model/kernel.ts';
import { frameFn, framePc, frameTop, type Machine } from '../model/machine.ts';
import { fnNumber, ROUTINE_NAMES, type Routine, type RoutineName } from '../model/routine.ts';
import type { CodeLine, CodeView } from './frame.ts';
import { indices, only } from './story/happened.ts';

/**
 * The kernel routine that a CPU ran in this step or stands in, line by line, with the functions that were called from it indented under the
 * line that called them, each once however often it was called. Null when the CPU ran no routine.
 *
 * @param events of the whole step so far; `after` the machine they led to
 */
export function codeView(kernel: Kernel, cpu: number, events: readonly Event[], after: Machine): CodeView | null {
  const standing = framesOf(kernel, after, cpu);
  const root = enteredFirst(events, cpu) ?? standing[0]?.fn ?? firstRoutine(events, cpu);
  if (root === undefined) return null;
  const calls = callsAmong(events, cpu, standing);
  const ran = new Set(only(events, 'line').flatMap((line) => (line.cpu === cpu ? [`${line.fn} ${line.pc}`] : [])));
  const next = standing.at(-1);
  const lines: CodeLine[] = [];
  const shown = new Set<string>();
  const add = (fn: RoutineName, indent: number): void => {
    const routine = routineNamed(kernel, fn);
    shown.add(fn);
    routine.lines.forEach((line, pc) => {
      const here = next !== undefined && next.fn === fn && next.pc === pc;
      const mark = here ? 'here' : ran.has(`${fn} ${pc}`) ? 'ran' : 'ahead';
      const cite = line.within === undefined ? routine.cite : `${routine.cite} (${line.within})`;
      lines.push({ text: line.text, cite, indent, mark });
      const callee = calls.get(`${fn} ${pc}`);
      if (callee !== undefined && !shown.has(callee)) add(callee, indent + 1);
    });
  };
  add(root, 0);
  return { fn: root, cite: routineNamed(kernel, root).cite, lines };
}

type Standing = { readonly fn: RoutineName; readonly pc: number };

/** What a CPU's stack consists of since the last interruption: the handler of another CPU's interrupt counts, a device's has no lines. */
function framesOf(kernel: Kernel, m: Machine, cpu: number): readonly Standing[] {
  const all = indices(frameTop(m, cpu)).map((depth) => ({
    fn: routineOf(kernel, frameFn(m, cpu, depth)).fn,
    pc: framePc(m, cpu, depth),
  }));
  const last = all.findLastIndex(({ fn }) => INTERRUPTIONS.includes(fn));
  return all.slice(Math.max(last, 0)).filter(({ fn }) => fn !== 'irq');
}

const INTERRUPTIONS: readonly RoutineName[] = ['irq', 'handle_IPI', 'take_cpu_down', 'secondary_start_kernel'];

/** The function that the step began with, if it began with one. */
function enteredFirst(events: readonly Event[], cpu: number): RoutineName | undefined {
  const first = events.find((event) => event.type === 'enter' || event.type === 'line');
  return first?.type === 'enter' && first.cpu === cpu ? routineName(first.fn) : undefined;
}

function firstRoutine(events: readonly Event[], cpu: number): RoutineName | undefined {
  return routineName(only(events, 'line').find((event) => event.cpu === cpu)?.fn ?? '');
}

function routineName(fn: string): RoutineName | undefined {
  return ROUTINE_NAMES.find((name) => name === fn);
}

/** Which line called which function: `caller pc` → callee; from what happened, and from where the CPU stands. */
function callsAmong(
  events: readonly Event[],
  cpu: number,
  standing: readonly Standing[],
): ReadonlyMap<string, RoutineName> {
  const calls = new Map<string, RoutineName>();
  standing.forEach(({ fn }, depth) => {
    const caller = standing[depth - 1];
    if (caller !== undefined) calls.set(`${caller.fn} ${caller.pc - 1}`, fn); // the pc of a caller is already behind its call
  });
  let line: { readonly fn: string; readonly pc: number } | null = null;
  for (const event of events) {
    if (!('cpu' in event) || event.cpu !== cpu) continue;
    if (event.type === 'line') line = event;
    const callee = event.type === 'enter' ? routineName(event.fn) : undefined;
    if (callee !== undefined && line !== null) calls.set(`${line.fn} ${line.pc}`, callee);
  }
  return calls;
}

function routineNamed(kernel: Kernel, fn: RoutineName): Routine {
  return routineOf(kernel, fnNumber(fn));
}
