import type { Action } from './action.ts';
import { access } from './access.ts';
import { enter, leave } from './call.ts';
import type { Emit } from './event.ts';
import type { Kernel } from './kernel.ts';
import { routineOf } from './kernel.ts';
import {
  addIrqDepth,
  frameFn,
  framePc,
  frameTop,
  heldAt,
  heldCount,
  ipiSender,
  preemptCount,
  pushFrame,
  removeHeld,
  setAbortPending,
  setFramePc,
  tlbPlace,
  type Machine,
} from './machine.ts';
import { contextOf } from './pte.ts';
import { heldPosition, refusal } from './refusal.ts';
import { CALLED, fnNumber, NEXT, RETURN, STOPPED } from './routine.ts';
import { dropEntry } from './tlb.ts';

/**
 * THE reducer: carries out one indivisible action on the block it is given. False: not possible here, and nothing has changed. Whoever
 * wants the old machine copied it before. `emit` hears what happened, in order; without it nothing is allocated.
 */
export function step(kernel: Kernel, m: Machine, action: Action, emit?: Emit): boolean {
  if (refusal(kernel, m, action) !== null) return false;
  carryOut(kernel, m, action, emit);
  return true;
}

/** The second half of `step`, for whoever has asked `refusal` already: the action must be possible here. */
export function carryOut(kernel: Kernel, m: Machine, action: Action, emit?: Emit): void {
  const { cpu } = action;
  switch (action.type) {
    case 'tick':
      tick(kernel, m, cpu, emit);
      return;
    case 'call':
      call(m, action, emit);
      return;
    case 'speculate':
      access(kernel, m, cpu, action.va, true, emit);
      return;
    case 'evict':
      dropEntry(kernel, m, cpu, tlbPlace(m.layout, action.va), emit);
      return;
    case 'irq':
      pushFrame(m, cpu, fnNumber('irq'), heldCount(m, cpu), m.layout.taskOwned ? preemptCount(m, cpu) : 0);
      addIrqDepth(m, cpu, 1);
      emit?.({ type: 'irq', cpu, enter: true });
      return;
    case 'irq_return':
      addIrqDepth(m, cpu, -1);
      emit?.({ type: 'irq', cpu, enter: false });
      leave(m, cpu, emit);
      return;
    case 'handle_IPI':
      takeIpi(m, cpu, emit);
      return;
    case 'take_abort':
      emit?.({ type: 'abort_taken', cpu, innocent: contextOf(m, cpu) });
      setAbortPending(m, cpu, false);
      return;
    case 'schedule':
      enter(m, cpu, 'schedule', action.task, 0, emit);
      return;
  }
}

/** The caller of an unmap gives its address away with the call: from here on nobody uses it. */
function call(m: Machine, action: Action & { readonly type: 'call' }, emit: Emit): void {
  const { cpu, fn, a, b } = action;
  if (fn !== 'kunmap_atomic' && fn !== 'kunmap_local') {
    enter(m, cpu, fn, a, b, emit);
    return;
  }
  const position = heldPosition(m, cpu, a, b);
  const va = heldAt(m, cpu, position);
  removeHeld(m, cpu, position);
  enter(m, cpu, fn, va, 0, emit);
}

function takeIpi(m: Machine, cpu: number, emit: Emit): void {
  const from = ipiSender(m, cpu);
  addIrqDepth(m, cpu, 1);
  emit?.({ type: 'ipi_enter', cpu, from });
  enter(m, cpu, 'handle_IPI', from, 0, emit);
}

function tick(kernel: Kernel, m: Machine, cpu: number, emit: Emit): void {
  const depth = frameTop(m, cpu) - 1;
  const routine = routineOf(kernel, frameFn(m, cpu, depth));
  const pc = framePc(m, cpu, depth);
  const line = routine.lines[pc];
  if (line === undefined) return;
  emit?.({ type: 'line', cpu, fn: routine.fn, pc });
  const answer = line.run(kernel, m, cpu, emit);
  if (answer === NEXT || answer === CALLED) setFramePc(m, cpu, depth, pc + 1);
  else if (answer !== RETURN && answer !== STOPPED) setFramePc(m, cpu, depth, routine.labels[answer] ?? pc);
}
