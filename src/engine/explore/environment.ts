import { present } from '../../base/assert.ts';
import type { Action, PageCode } from '../../model/action.ts';
import { boot } from '../../model/boot.ts';
import type { Kernel } from '../../model/kernel.ts';
import type { Machine } from '../../model/machine.ts';
import { carryOut } from '../../model/step.ts';
import { GUARDS, type Guard } from './guards.ts';
import { begun, makeInUse, setBegun } from './in-use.ts';
import { movesOf, type Move } from './moves.ts';
import { pastOf } from './past.ts';
import { handedPages, handoversOf } from './program-moves.ts';
import { isPrograms, type Question } from './question.ts';

/** Who does what on the machine, and what is promised: everything of the transition system that the model itself does not say. */
export type Environment = {
  readonly kernel: Kernel;
  /** By action number. */
  readonly moves: readonly Move[];
  /** Pages that may become secure. */
  readonly handed: readonly PageCode[];
  /** Cells of a state: the model's, behind them how far each CPU's program has come, and behind those what is taken down of the past. */
  readonly cells: number;
  readonly initial: () => Machine;
  /** The model's own, with what is taken down of the past: the action must be possible here. */
  readonly carryOut: (m: Machine, action: Action) => void;
  /** Is it this move's turn, and is every promise kept? The model is not asked. */
  readonly allows: (m: Machine, number: number) => boolean;
  /** May this CPU run its next line? */
  readonly allowsTick: (m: Machine, cpu: number) => boolean;
  /** Takes down that the move has happened. */
  readonly happened: (m: Machine, number: number) => void;
};

/** @param remembers take down of the past what the end of a run does not say (past.ts) */
export function makeEnvironment(kernel: Kernel, question: Question, remembers = false): Environment {
  const moves = movesOf(kernel, question);
  const handed = handedPages(question);
  const of = makeInUse(kernel, question.reductions.tlbSets, handed, handoversOf(question));
  const guards: readonly (readonly Guard[])[] = moves.map((move) => move.guards.map((name): Guard => GUARDS[name]));
  const ticks = Array.from({ length: kernel.layout.cpus }, (_, cpu) =>
    moves.findIndex((move) => move.cpu === cpu && move.actions[0].type === 'tick'),
  );
  const past = remembers ? pastOf(of, question) : null;
  const programs = isPrograms(question.does) ? kernel.layout.cpus : 0;
  const cells = kernel.layout.size + programs + (past?.cells ?? 0);
  const allows = (m: Machine, number: number): boolean => {
    const { statement, cpu, actions, page } = moves[number] as Move;
    if (statement >= 0 && begun(m, cpu) !== statement) return false;
    const action = actions[actions.length - 1] as Action;
    for (const guard of guards[number] as readonly Guard[]) if (!guard(of, m, action, page)) return false;
    return true;
  };
  return {
    ...{ kernel, moves, handed, cells, allows },
    initial: () => {
      const block = new Uint16Array(cells);
      block.set(boot(kernel).cells);
      return { layout: kernel.layout, cells: block };
    },
    carryOut: (m, action) => {
      if (past === null) carryOut(kernel, m, action);
      else past.watch(m, (emit) => carryOut(kernel, m, action, emit));
    },
    allowsTick: (m, cpu) => allows(m, present(ticks[cpu], 'the tick of a CPU')),
    happened: (m, number) => {
      const { statement, cpu } = moves[number] as Move;
      if (statement >= 0) setBegun(m, cpu, statement + 1);
    },
  };
}
