import { ensure } from '../base/assert.ts';
import type { Config } from './config.ts';
import type { Emit } from './event.ts';
import type { Kernel } from './kernel.ts';
import type { Machine } from './machine.ts';

/** What a line answers: go on, return, a label to go to, or that it has called a function or met a BUG. */
export const NEXT = -1;
export const RETURN = -2;
export const CALLED = -3;
export const STOPPED = -4;

/** Runs one indivisible line on the innermost frame of `cpu`; answers NEXT, RETURN, CALLED, STOPPED or the number of a label. */
export type LineRun = (kernel: Kernel, machine: Machine, cpu: number, emit: Emit) => number;

/** See LineDef.slot; `index` is that of the window, -1 when the line finds nothing to do. */
export type SlotUse = {
  readonly use: 'store' | 'invalidate' | 'check' | 'look';
  readonly index: (kernel: Kernel, machine: Machine, cpu: number) => number;
};

/** See LineDef.mover. */
export type Mover = 'both' | 'right' | 'left';

/** One line of a kernel function, as the cited source has it, in our own words. */
export type LineDef = {
  readonly text: string;
  readonly run: LineRun;
  /** The function this line stands in when it is not the routine's own (an inlined callee), and its source. */
  readonly within?: string;
  /** Left out of kernels for which this is false. */
  readonly when?: (config: Config) => boolean;
  /** Number of a label that other lines of the routine go to. */
  readonly label?: number;
  /** The line can run only when this holds; until then the CPU spins, or sleeps if `sleeps`. */
  readonly ready?: (kernel: Kernel, machine: Machine, cpu: number) => boolean;
  readonly waits?: string;
  readonly sleeps?: boolean;
  /**
   * How the line commutes with whatever another CPU, or an interrupt on this one, does beside it: a `right` mover may as well happen after
   * that, a `left` mover before it; absent: neither. (Lipton, "Reduction", CACM 18(12), 1975.) What acquires (preemption off, a frame
   * entered) moves right, what releases moves left, what only its own frame can tell moves both ways. The explorer runs in one step what
   * nobody can see in two.
   */
  readonly mover?: Mover;
  /** From this line until what it starts has ended nobody else runs: whatever is done meanwhile is one with it. */
  readonly stopsOthers?: boolean;
  /** From this line on the frame's local is the position it has taken, and its strip's depth counts it as in use. */
  readonly takesPosition?: boolean;
  /**
   * The one slot that the line is about, if it is about one: it writes its PTE, invalidates its address, checks that it is none, or
   * looks whether it is. */
  readonly slot?: SlotUse;
};

/** A kernel function: a list of lines. Its pc is an index, so a machine in the middle of one is still plain data. */
export type RoutineDef = {
  readonly fn: RoutineName;
  /** File, function and version that the lines follow. */
  readonly cite: string;
  readonly lines: readonly LineDef[];
};

export type Routine = RoutineDef & {
  /** The pc of each label. */
  readonly labels: readonly number[];
};

/** Every function that can stand in a frame; its number there is 1 + its place here. */
export const ROUTINE_NAMES = [
  'kmap_atomic',
  'kmap_atomic_pfn',
  'kunmap_atomic',
  'kmap_local_page',
  'kunmap_local',
  'kmap',
  'kunmap',
  'flush_all_zero_pkmaps',
  'kmap_flush_unused',
  'kmap_atomic_flush_unused',
  'kmap_remove_unused_cpu',
  'handle_IPI',
  'irq',
  'copy_highpage',
  'dma_clean',
  'read',
  'cpu_down',
  'take_cpu_down',
  'cpu_up',
  'secondary_start_kernel',
  'disable_nonboot_cpus',
  'enable_nonboot_cpus',
  'schedule',
  'secure_protect',
  'secure_unprotect',
  'secure_buffer_change_chunk',
  'dma_alloc_attrs',
  'dma_free_attrs',
] as const;

export type RoutineName = (typeof ROUTINE_NAMES)[number];

const NUMBERS: ReadonlyMap<string, number> = new Map(ROUTINE_NAMES.map((fn, i) => [fn, i + 1]));

/** The number a function has in a frame: 1 + its place in the table. */
export function fnNumber(fn: RoutineName): number {
  const number = NUMBERS.get(fn);
  ensure(number !== undefined, `${fn} is a routine`);
  return number;
}
