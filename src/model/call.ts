import type { VaCode } from './action.ts';
import { type BugKind, type Emit, type ReturnValue } from './event.ts';
import type { Kernel } from './kernel.ts';
import {
  currentTask,
  frameFn,
  frameTop,
  heldAt,
  heldCount,
  kmapAtomicIdx,
  ownerIdx,
  popFrame,
  pushFrame,
  pushHeld,
  recordBug,
  removeHeld,
  setCpuState,
  setDown,
  setKmapAtomicIdx,
  type Machine,
} from './machine.ts';
import { contextOf } from './pte.ts';
import { CALLED, fnNumber, RETURN, ROUTINE_NAMES, STOPPED, type RoutineName } from './routine.ts';

/** Every BUG_ON of this machinery, with the number the world's cell holds (1 + index). */
export const BUGS: readonly BugKind[] = [
  'nesting',
  'slot not none',
  'wrong address',
  'index below zero',
  'kmap in interrupt',
  'kunmap not mapped',
];

const VOID: ReturnValue = { kind: 'void' };

/** Enters a function on `cpu`: a frame more. */
export function enter(m: Machine, cpu: number, fn: RoutineName, a: number, b: number, emit: Emit): number {
  pushFrame(m, cpu, fnNumber(fn), a, b);
  emit?.({ type: 'enter', cpu, fn, a, b });
  return CALLED;
}

/** Leaves the innermost function of `cpu` with nothing. */
export function leave(m: Machine, cpu: number, emit: Emit): number {
  return leaveWith(m, cpu, VOID, emit);
}

/** Leaves it with an errno or 0. */
export function leaveInt(m: Machine, cpu: number, value: number, emit: Emit): number {
  return leaveWith(m, cpu, { kind: 'int', value }, emit);
}

/** Leaves it with an address, which its caller holds from now on until it is unmapped. */
export function leaveHolding(m: Machine, cpu: number, va: VaCode, emit: Emit): number {
  pushHeld(m, cpu, va);
  return leaveWith(m, cpu, { kind: 'va', va }, emit);
}

export function leaveWith(m: Machine, cpu: number, value: ReturnValue, emit: Emit): number {
  emit?.({ type: 'return', cpu, fn: innermost(m, cpu), value });
  popFrame(m, cpu);
  return RETURN;
}

/** Name of the function a CPU is in. */
export function innermost(m: Machine, cpu: number): string {
  return ROUTINE_NAMES[frameFn(m, cpu, frameTop(m, cpu) - 1) - 1] ?? 'idle';
}

/** Calls kunmap_atomic on the address that was given last: the caller gives it away with the call. */
export function unmapTop(m: Machine, cpu: number, fn: RoutineName, emit: Emit): number {
  const top = heldCount(m, cpu) - 1;
  const va = heldAt(m, cpu, top);
  removeHeld(m, cpu, top);
  return enter(m, cpu, fn, va, 0, emit);
}

/**
 * BUG(): in a task the oops kills it with preemption off and this CPU does nothing more for us; in an interrupt the kernel panics
 * (arch/arm/kernel/traps.c, die(): "Fatal exception in interrupt").
 */
export function bug(m: Machine, cpu: number, kind: BugKind, emit: Emit): number {
  recordBug(m, 1 + BUGS.indexOf(kind));
  emit?.({ type: 'bug', cpu, fn: innermost(m, cpu), bug: kind });
  if (contextOf(m, cpu) !== 'task') setDown(m);
  setCpuState(m, cpu, 'stopped');
  return STOPPED;
}

/** Moves the index of what `cpu` has mapped by `by` positions (kmap_atomic_idx_push and _pop, include/linux/highmem.h). */
export function moveIdx(m: Machine, cpu: number, by: number, emit: Emit): void {
  const from = kmapAtomicIdx(m, cpu);
  setKmapAtomicIdx(m, cpu, from + by);
  emit?.({ type: 'depth', cpu, from, to: from + by });
}

/** The index in the window of a position of a CPU's strip: type + KM_TYPE_NR * smp_processor_id(). */
export function slotIndex(kernel: Kernel, cpu: number, position: number): number {
  return position + kernel.layout.slotsPerCpu * cpu;
}

/** kmap_atomic_idx(): the position on top, -1 when nothing is mapped. */
export function topPosition(m: Machine, cpu: number): number {
  return ownerIdx(m, currentTask(m, cpu)) - 1;
}
