import type { PageCode } from '../../model/action.ts';
import type { Kernel } from '../../model/kernel.ts';
import { routineOf } from '../../model/kernel.ts';
import {
  argA,
  frameA,
  frameFn,
  framePc,
  frameTop,
  hasSlot,
  heldCount,
  topPte,
  type Machine,
} from '../../model/machine.ts';
import { fnNumber, type LineDef, type Mover, type SlotUse } from '../../model/routine.ts';
import { holdsOld } from './may-hold.ts';
import type { Owner } from './question.ts';

/**
 * Merging of lines by Lipton's movers ("Reduction: A Method of Proving Properties of Parallel Programs", CACM 18(12), 1975): a stretch of one
 * CPU's lines that consists of right movers, then at most one line that is no mover, then left movers, can be run as one: whatever the
 * others do in between can as well be done before or after all of it.
 *
 *     enter, preempt_disable, lowmem?   kmap_atomic_idx_push   |   store the PTE   |   invalidate   return
 *     right  right            both      none                       none                none         left
 *
 * Where a slot neither held nor gets a page that may become secure, nobody can tell when it is written: then store and invalidate move
 * both ways, and all of kmap_atomic is one step.
 */
export type Stretch = 'before' | 'after';

/** What merging needs to know besides the kernel. */
export type Merging = {
  readonly kernel: Kernel;
  readonly handed: readonly PageCode[];
  readonly owner: Owner;
  /** TLBs are sets: what is mapped is then all that matters of a slot. */
  readonly bySlot: boolean;
  /** A CPU may nest one mapping beyond its strip: into the first slot of the next one. */
  readonly deeper: boolean;
};

const IRQ = fnNumber('irq');

/** The line that a CPU would run next; undefined when it is in no function. */
export function nextLine(kernel: Kernel, m: Machine, cpu: number): LineDef | undefined {
  const depth = frameTop(m, cpu) - 1;
  const fn = frameFn(m, cpu, depth);
  if (fn === 0 || fn === IRQ) return undefined;
  return routineOf(kernel, fn).lines[framePc(m, cpu, depth)];
}

/** Where a stretch that has come to `at` is after this line; null: the line begins a new one. */
export function goOn(by: Merging, m: Machine, cpu: number, at: Stretch, line: LineDef): Stretch | null {
  const mover = moverOf(by, m, cpu, line);
  if (mover === 'both') return at;
  if (at === 'after') return mover === 'left' ? 'after' : null;
  return mover === 'right' ? 'before' : 'after';
}

function moverOf(by: Merging, m: Machine, cpu: number, line: LineDef): Mover | undefined {
  if (line.slot === undefined) return line.mover;
  if (by.deeper && isShared(m, line.slot.index(by.kernel, m, cpu))) return undefined;
  if (!by.bySlot) return line.mover;
  return isIdle(by, m, cpu, line.slot) ? 'both' : undefined;
}

/** May another CPU than the one whose strip it is in write this slot? */
const isShared = (m: Machine, index: number): boolean => index > 0 && index % m.layout.slotsPerCpu === 0;

/** Does what the line does to its slot concern no page that may become secure? */
function isIdle(
  { kernel, handed, owner }: Merging,
  m: Machine,
  cpu: number,
  { use, index: indexOf }: SlotUse,
): boolean {
  const index = indexOf(kernel, m, cpu);
  if (!hasSlot(m, index)) return true;
  const page = topPte(m, index);
  switch (use) {
    case 'look':
      return true;
    case 'check':
      return page === 0;
    case 'invalidate':
      return !holdsOld(m, index, page);
    case 'store':
      // While it is being mapped nobody hands the page over, unless its owner promises nothing.
      return !handed.includes(page) && (owner !== 'careless' || !handed.includes(argA(m, cpu)));
  }
}

/** A handler that holds nothing any more and is in no function: its return moves left. */
export function handlerIsDone(m: Machine, cpu: number): boolean {
  const depth = frameTop(m, cpu) - 1;
  return frameFn(m, cpu, depth) === IRQ && heldCount(m, cpu) <= frameA(m, cpu, depth);
}
