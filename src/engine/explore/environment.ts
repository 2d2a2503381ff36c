import { present } from '../../base/assert.ts';
import type { Action, PageCode } from '../../model/action.ts';
import { boot } from '../../model/boot.ts';
import type { Kernel } from '../../model/kernel.ts';
import type { Machine } from '../../model/machine.ts';
import { GUARDS, type Guard } from './guards.ts';
import { begun, makeInUse, setBegun } from './in-use.ts';
import { movesOf, type Move } from './moves.ts';
import { handedPages, handoversOf } from './program-moves.ts';
import { isPrograms, type Question } from './question.ts';

/** Who does what on the machine, and what is promised: everything of the transition system that the model itself does not say. */
export type Environment = {
  readonly kernel: Kernel;
  /** By action number. */
  readonly moves: readonly Move[];
  /** Pages that may become secure. */
  readonly handed: readonly PageCode[];
  /** Cells of a state: the model's, and behind them how far each CPU's program has come. */
  readonly cells: number;
  readonly initial: () => Machine;
  /** Is it this move's turn, and is every promise kept? The model is not asked. */
  readonly allows: (m: Machine, number: number) => boolean;
  /** May this CPU run its next line? */
  readonly allowsTick: (m: Machine, cpu: number) => boolean;
  /** Takes down that the move has happened. */
  readonly happened: (m: Machine, number: number) => void;
};

export function makeEnvironment(kernel: Kernel, question: Question): Environment {
  const moves = movesOf(kernel, question);
  const handed = handedPages(question);
  const of = makeInUse(kernel, question.reductions.tlbSets, handed, handoversOf(question));
  const guards: readonly (readonly Guard[])[] = moves.map((move) => move.guards.map((name): Guard => GUARDS[name]));
  const ticks = Array.from({ length: kernel.layout.cpus }, (_, cpu) =>
    moves.findIndex((move) => move.cpu === cpu && move.actions[0].type === 'tick'),
  );
  const cells = kernel.layout.size + (isPrograms(question.does) ? kernel.layout.cpus : 0);
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
    allowsTick: (m, cpu) => allows(m, present(ticks[cpu], 'the tick of a CPU')),
    happened: (m, number) => {
      const { statement, cpu } = moves[number] as Move;
      if (statement >= 0) setBegun(m, cpu, statement + 1);
    },
  };
}
