import { ensure, present } from '../base/assert.ts';
import { LOOK, NOT_ENABLED, inPlace, type System } from '../explore/system.ts';
import type { Action, PageCode } from '../model/action.ts';
import { boot } from '../model/boot.ts';
import { buildKernel, type Kernel } from '../model/kernel.ts';
import {
  faultPage,
  forgetFaultPlace,
  frameFn,
  frameTop,
  irqDepth,
  isDown,
  isOnline,
  isPowered,
  stopMachineTarget,
  type Machine,
} from '../model/machine.ts';
import { refusal } from '../model/refusal.ts';
import { fnNumber } from '../model/routine.ts';
import { carryOut } from '../model/step.ts';
import { GUARDS, type Guard } from './explore/guards.ts';
import { makeInUse } from './explore/in-use.ts';
import { limitsFor } from './explore/limits.ts';
import { fillAll } from './explore/may-hold.ts';
import { goOn, handlerIsDone, nextLine, type Stretch } from './explore/merge.ts';
import { handedPages, movesOf, WHEN, type Move } from './explore/moves.ts';
import { isPrograms, type Question } from './explore/question.ts';

/** The model bound to the explorer: states are the model's own blocks, and `step` is the model's own. */
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
  /** Takes a move on a machine of this system; `did` hears the indivisible actions it consists of. False: not enabled, nothing changed. */
  readonly take: (m: Machine, move: number, did?: (action: Action) => void) => boolean;
};

const IRQ = fnNumber('irq');

/** Binds a question to the explorer. Throws only on a bug of ours: a question's sizes have been looked at before. */
export function kernelSystem(question: Question): KernelSystem {
  const { config, does, reductions } = question;
  const kernel = buildKernel(config, limitsFor(question));
  const moves = movesOf(kernel, question);
  const handed = handedPages(question);
  const programs = isPrograms(does);
  const cells = kernel.layout.size + (programs ? kernel.layout.cpus : 0);
  const machineOf = machines(kernel);
  const take = taker(kernel, question, moves, handed);
  const whens = Uint8Array.from(moves, ({ when }) => when);
  const system = inPlace({
    cells,
    actions: moves.length,
    initial: (into) => {
      into.set(boot(kernel).cells);
    },
    act: (block, action) => (take(machineOf(block), action) ? LOOK : NOT_ENABLED),
    candidates: (state, into) => candidates(kernel, machineOf(state), moves, whens, into),
  });
  ensure(!reductions.symmetry || true, '');
  return { question, kernel, system, moves, handed, machineOf, take };
}

/** Wraps blocks as machines; the explorer passes the same few blocks again and again. */
function machines({ layout }: Kernel): (cells: Uint16Array) => Machine {
  const known: Machine[] = [];
  return (cells) => {
    for (const machine of known) if (machine.cells === cells) return machine;
    const machine = { layout, cells };
    known.unshift(machine);
    known.length = Math.min(known.length, 8);
    return machine;
  };
}

function candidates(kernel: Kernel, m: Machine, moves: readonly Move[], whens: Uint8Array, into: Uint16Array): number {
  if (isDown(m)) return 0;
  let count = 0;
  let cpu = -1;
  let now = 0;
  for (let i = 0; i < whens.length; i++) {
    const move = moves[i] as Move;
    if (move.cpu !== cpu) {
      cpu = move.cpu;
      now = situation(kernel, m, cpu);
    }
    if (((whens[i] as number) & now) !== 0) into[count++] = i;
  }
  return count;
}

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

function taker(
  kernel: Kernel,
  question: Question,
  moves: readonly Move[],
  handed: readonly PageCode[],
): KernelSystem['take'] {
  const { reductions, does } = question;
  const of = makeInUse(kernel, reductions.tlbSets);
  const guards: readonly (readonly Guard[])[] = moves.map((move) => move.guards.map((name): Guard => GUARDS[name]));
  const free = !isPrograms(does);
  const by = { kernel, handed, owner: question.owner, bySlot: reductions.tlbSets || !question.hardware };
  const tickGuards: readonly Guard[] = question.owner === 'quiesces' ? [GUARDS['strays left alone']] : [];
  const allowed = (list: readonly Guard[], m: Machine, action: Action): boolean => {
    for (const guard of list) if (!guard(of, m, action, handed)) return false;
    return true;
  };
  const carry = (m: Machine, action: Action, did?: (action: Action) => void): void => {
    carryOut(kernel, m, action);
    if (reductions.tlbSets) fillAll(m, handed);
    else if (faultPage(m) !== 0) forgetFaultPlace(m);
    did?.(action);
  };
  const goOnMerging = (m: Machine, cpu: number, from: Stretch, did?: (action: Action) => void): void => {
    const tick = present(ticks[cpu], 'tick');
    let at: Stretch | null = from;
    for (;;) {
      if (free && handlerIsDone(m, cpu)) {
        carry(m, { type: 'irq_return', cpu: tick.cpu }, did);
        at = 'after';
      }
      const line = nextLine(kernel, m, cpu);
      if (line === undefined) return;
      at = goOn(by, m, cpu, at, line);
      if (at === null || refusal(kernel, m, tick) !== null || !allowed(tickGuards, m, tick)) return;
      carry(m, tick, did);
    }
  };
  const ticks = moves.flatMap(({ actions: [action] }) => (action.type === 'tick' ? [action] : []));
  return (m, number, did) => {
    const move = moves[number] as Move;
    const [first] = move.actions;
    const last = move.actions.at(-1) as Action;
    if (refusal(kernel, m, first) !== null || !allowed(guards[number] as readonly Guard[], m, last)) return false;
    let at: Stretch | null = 'before';
    if (reductions.merge && first.type === 'tick') {
      at = goOn(by, m, first.cpu, 'before', present(nextLine(kernel, m, first.cpu), 'line'));
    }
    for (const action of move.actions) carry(m, action, did);
    if (reductions.merge) goOnMerging(m, move.cpu, at ?? 'after', did);
    return true;
  };
}
