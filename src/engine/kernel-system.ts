import { inPlace, LOOK, NOT_ENABLED, type System } from '../explore/system.ts';
import type { PageCode } from '../model/action.ts';
import { buildKernel, type Kernel } from '../model/kernel.ts';
import {
  frameFn,
  frameTop,
  irqDepth,
  isDown,
  isOnline,
  isPowered,
  stopMachineTarget,
  type Machine,
} from '../model/machine.ts';
import { fnNumber } from '../model/routine.ts';
import { makeEnvironment } from './explore/environment.ts';
import { limitsFor } from './explore/limits.ts';
import { nextLine } from './explore/merge.ts';
import { WHEN, type Move } from './explore/moves.ts';
import type { Question } from './explore/question.ts';
import { canonicalOf } from './explore/symmetry.ts';
import { taking, type Take } from './explore/take.ts';

/** The model bound to the explorer: states are the model's own blocks, and what happens on them is the model's own `step`. */
export type KernelSystem = {
  readonly question: Question;
  readonly kernel: Kernel;
  readonly system: System;
  /** By action number. */
  readonly moves: readonly Move[];
  /** Pages that may become secure. */
  readonly handed: readonly PageCode[];
  /** A state as the machine it is. */
  readonly machineOf: (state: Uint16Array) => Machine;
  readonly take: Take;
  readonly initial: () => Machine;
  /** Do its states say of the past what the end of a run does not? */
  readonly remembers: boolean;
};

/**
 * Binds a question to the explorer. Throws only on a bug of ours: a question's sizes have been looked at before.
 *
 * @param remembers let states say of the past what the end of a run does not (explore/past.ts): they are more then
 */
export function kernelSystem(question: Question, remembers = false): KernelSystem {
  const kernel = buildKernel(question.config, limitsFor(question));
  const environment = makeEnvironment(kernel, question, remembers);
  const { moves, handed, initial } = environment;
  const machineOf = machines(kernel);
  const take = taking(environment, question);
  // What is taken down is about CPUs by their names.
  const canonical = question.reductions.symmetry && !remembers ? canonicalOf(kernel, question) : undefined;
  const whens = Uint8Array.from(moves, ({ when }) => when);
  const system = inPlace({
    ...(canonical === undefined ? {} : { canonical }),
    cells: environment.cells,
    actions: moves.length,
    // Merged steps are long and few: learning them takes twice as long as taking them (measured at 70,000 and 250,000 states).
    ...(question.reductions.merge ? {} : { ranges: rangesOf(moves) }),
    initial: (into) => {
      into.set(initial().cells);
    },
    act: (block, action) => (take(machineOf(block), action) ? LOOK : NOT_ENABLED),
    candidates: (state, into) => candidates(kernel, machineOf(state), moves, whens, into),
  });
  return { question, kernel, system, moves, handed, machineOf, take, initial, remembers };
}

/** What each CPU does, and what its hardware does with each slot: what has little to do with each other stands apart. */
function rangesOf(moves: readonly Move[]): readonly number[] {
  const placeOf = ({ cpu, actions: [action] }: Move): string =>
    action.type === 'speculate' || action.type === 'evict' ? `${cpu} ${action.va}` : `${cpu}`;
  const places = moves.map(placeOf);
  return [...places.keys()].filter((number) => places[number] !== places[number - 1]);
}

/** Blocks that the explorer passes again and again; more than these are wrapped anew. */
const KNOWN_BLOCKS = 8;

/** Wraps blocks as machines. */
function machines({ layout }: Kernel): (cells: Uint16Array) => Machine {
  const known: Machine[] = [];
  return (cells) => {
    for (const machine of known) if (machine.cells === cells) return machine;
    const machine = { layout, cells };
    known.unshift(machine);
    known.length = Math.min(known.length, KNOWN_BLOCKS);
    return machine;
  };
}

/** The moves that the situation of their CPU does not rule out. */
function candidates(kernel: Kernel, m: Machine, moves: readonly Move[], whens: Uint8Array, into: Uint16Array): number {
  if (isDown(m)) return 0;
  let count = 0;
  let cpu = -1;
  let now = 0;
  for (let number = 0; number < whens.length; number++) {
    const move = moves[number] as Move;
    if (move.cpu !== cpu) {
      cpu = move.cpu;
      now = situation(kernel, m, cpu);
    }
    if (((whens[number] as number) & now) !== 0) into[count++] = number;
  }
  return count;
}

const IRQ = fnNumber('irq');

/** The bits of WHEN that hold of a CPU. */
function situation(kernel: Kernel, m: Machine, cpu: number): number {
  if (!isPowered(m, cpu)) return 0;
  const target = stopMachineTarget(m);
  const line = nextLine(kernel, m, cpu);
  const runs = line !== undefined && (target < 0 || target === cpu) ? WHEN.powered | WHEN.inCall : WHEN.powered;
  if (target >= 0 || !isOnline(m, cpu)) return runs;
  const interruptible = irqDepth(m, cpu) === 0 ? WHEN.interruptible : 0;
  if (line !== undefined) return runs | interruptible | (line.sleeps === true ? WHEN.inTask : 0);
  const inHandler = frameFn(m, cpu, frameTop(m, cpu) - 1) === IRQ;
  return runs | interruptible | (inHandler ? WHEN.inHandler : WHEN.inTask);
}
