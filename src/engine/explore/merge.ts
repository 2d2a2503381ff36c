import type { Kernel } from '../../model/kernel.ts';
import { routineOf } from '../../model/kernel.ts';
import { frameA, frameFn, framePc, frameTop, heldCount, type Machine } from '../../model/machine.ts';
import { fnNumber, type LineDef } from '../../model/routine.ts';

/**
 * Merging of lines by Lipton's movers ("Reduction: A Method of Proving Properties of Parallel Programs", CACM 18(12), 1975): a stretch of one
 * CPU's lines that consists of right movers, then at most one line that is no mover, then left movers, can be run as one: whatever the
 * others do in between can as well be done before or after all of it.
 *
 *     enter, preempt_disable, lowmem?   kmap_atomic_idx_push   |   store the PTE   |   invalidate   return
 *     right  right            both      none                       none                none         left
 */
export type Stretch = 'before' | 'after';

const IRQ = fnNumber('irq');

/** The line that a CPU would run next; undefined when it is in no function. */
export function nextLine(kernel: Kernel, m: Machine, cpu: number): LineDef | undefined {
  const depth = frameTop(m, cpu) - 1;
  const fn = frameFn(m, cpu, depth);
  if (fn === 0 || fn === IRQ) return undefined;
  return routineOf(kernel, fn).lines[framePc(m, cpu, depth)];
}

/** Where a stretch that has come to `at` is after this line; null: the line begins a new one. */
export function goOn(at: Stretch, { mover }: LineDef): Stretch | null {
  if (mover === 'both') return at;
  if (at === 'after') return mover === 'left' ? 'after' : null;
  return mover === 'right' ? 'before' : 'after';
}

/** A handler that holds nothing any more and is in no function: its return moves left. */
export function handlerIsDone(m: Machine, cpu: number): boolean {
  const depth = frameTop(m, cpu) - 1;
  return frameFn(m, cpu, depth) === IRQ && heldCount(m, cpu) <= frameA(m, cpu, depth);
}
