import type { Action, Command } from './action.ts';
import { cpuId } from '../arm/units.ts';
import { ensure } from '../base/assert.ts';
import type { Emit, Event } from './event.ts';
import { explainRefusal } from './explain.ts';
import { routineOf, type Kernel } from './kernel.ts';
import { cpuState, frameFn, framePc, frameTop, ipiSender, isDown, type Machine } from './machine.ts';
import { refusal } from './refusal.ts';
import { step } from './step.ts';
import { fnNumber } from './routine.ts';

/** What came of a command: `nothing` is hardware that found nothing to do, `waiting` a call that cannot go on yet and stays where it is. */
export type Performed = {
  readonly outcome: 'done' | 'nothing' | 'waiting' | 'refused';
  /** One sentence, unless it was simply done. */
  readonly reason: string | null;
  /** The indivisible actions it consisted of, in order: what it expands into. */
  readonly actions: readonly Action[];
};

const IPI = fnNumber('handle_IPI');
const STOPPER = fnNumber('take_cpu_down');
const SECONDARY = fnNumber('secondary_start_kernel');

/**
 * Carries out a command on the machine it is given: one action, or the ticks that take a call to its return (the "step over" of step).
 * While the call waits for other CPUs, they do what it waits for, in the `order` given (by number, if none is): take the interrupt, go
 * down, come up.
 * What a CPU's own task is in the middle of stays where it is. Refused: nothing has changed.
 */
export function perform(
  kernel: Kernel,
  m: Machine,
  command: Command,
  emit?: Emit,
  order: readonly number[] = everyCpu(m),
): Performed {
  if (command.type === 'do' && command.action.type !== 'schedule') {
    const reason = refusal(kernel, m, command.action);
    if (reason === 'no translation') emitNoTranslation(command.action, emit);
    if (reason !== null) return refused(m, command.action, reason);
    step(kernel, m, command.action, emit);
    return { outcome: 'done', reason: null, actions: [command.action] };
  }
  return runToReturn(kernel, m, command, emit, order);
}

/** Far above the longest call (a flush of 32 CPUs × 33 slots, a clean of 1,024 pages): beyond it a routine goes in circles. */
const MAX_ACTIONS = 1_000_000;

const everyCpu = (m: Machine): readonly number[] => Array.from({ length: m.layout.cpus }, (_, cpu) => cpu);

function emitNoTranslation(action: Action, emit: Emit): void {
  if (action.type !== 'speculate') return;
  emit?.({ type: 'no_translation', cpu: action.cpu, va: action.va, speculative: true });
}

function refused(m: Machine, action: Action, reason: NonNullable<ReturnType<typeof refusal>>): Performed {
  const nothing = reason === 'no translation' || reason === 'not cached' || reason === 'not speculated';
  return { outcome: nothing ? 'nothing' : 'refused', reason: explainRefusal(m, action, reason), actions: [] };
}

function runToReturn(kernel: Kernel, m: Machine, command: Command, emit: Emit, order: readonly number[]): Performed {
  const cpu = command.type === 'finish' ? command.cpu : command.action.cpu;
  const first: Action = command.type === 'finish' ? { type: 'tick', cpu } : command.action;
  const reason = refusal(kernel, m, first);
  const until = command.type === 'finish' ? bottomOfCall(m, cpu) : frameTop(m, cpu);
  const others = reason === 'waiting' || reason === 'stop_machine';
  const goesOn = command.type === 'finish' && frameTop(m, cpu) > until && others;
  if (reason !== null && !goesOn) return refused(m, first, reason);
  const actions: Action[] = [];
  const take = (action: Action): boolean => {
    if (!step(kernel, m, action, emit)) return false;
    actions.push(action);
    ensure(actions.length < MAX_ACTIONS, 'a call comes to its return');
    return true;
  };
  if (command.type !== 'finish') take(first);
  while (frameTop(m, cpu) > until && cpuState(m, cpu) !== 'stopped' && !isDown(m)) {
    if (!take({ type: 'tick', cpu }) && !serve(m, cpu, order, take)) return waiting(kernel, m, cpu, actions, emit);
  }
  return { outcome: 'done', reason: null, actions };
}

/** `finish` runs to the end of the innermost call: down to the interrupt or the idle CPU it was made from. */
function bottomOfCall(m: Machine, cpu: number): number {
  let depth = frameTop(m, cpu);
  while (depth > 0 && frameFn(m, cpu, depth - 1) !== fnNumber('irq')) depth--;
  return depth;
}

/** Lets one other CPU do one thing that it owes: an interrupt to take or to go on with, the way down, the way up. */
function serve(m: Machine, caller: number, order: readonly number[], take: (action: Action) => boolean): boolean {
  for (const i of order) {
    if (i === caller) continue;
    const cpu = cpuId(i);
    const fn = obligation(m, i);
    if (fn !== 0 && take({ type: 'tick', cpu })) return true;
    if (ipiSender(m, i) >= 0 && take({ type: 'handle_IPI', cpu })) return true;
  }
  return false;
}

/** The function a CPU owes to others, if its innermost frames are part of one; 0 when what it is in is its own affair. */
function obligation(m: Machine, cpu: number): number {
  const irq = fnNumber('irq');
  for (let depth = frameTop(m, cpu) - 1; depth >= 0; depth--) {
    const fn = frameFn(m, cpu, depth);
    if (fn === irq) return 0;
    if (fn === IPI || fn === STOPPER || fn === SECONDARY) return fn;
  }
  return 0;
}

function waiting(kernel: Kernel, m: Machine, cpu: number, actions: readonly Action[], emit: Emit): Performed {
  const what = waitsFor(kernel, m, cpu) ?? 'another CPU';
  emit?.({ type: 'wait', cpu, fn: routineOf(kernel, frameFn(m, cpu, frameTop(m, cpu) - 1)).fn, what });
  return { outcome: 'waiting', reason: `CPU${cpu} waits for ${what}.`, actions };
}

/** What the innermost call of a CPU waits for, in words; null when it can go on or is in none. */
export function waitsFor(kernel: Kernel, m: Machine, cpu: number): string | null {
  const depth = frameTop(m, cpu) - 1;
  const fn = frameFn(m, cpu, depth);
  if (fn === 0) return null;
  const line = routineOf(kernel, fn).lines[framePc(m, cpu, depth)];
  return line?.ready === undefined || line.ready(kernel, m, cpu) ? null : (line.waits ?? null);
}

/** `perform`, with the events collected. */
export function performAndListen(
  kernel: Kernel,
  m: Machine,
  command: Command,
): Performed & { readonly events: readonly Event[] } {
  const events: Event[] = [];
  const performed = perform(kernel, m, command, (event) => events.push(event));
  return { ...performed, events };
}
