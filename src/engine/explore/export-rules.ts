import { present } from '../../base/assert.ts';
import type { Action } from '../../model/action.ts';
import type { Machine } from '../../model/machine.ts';
import type { Environment } from './environment.ts';
import { stackCells } from './export-cells.ts';
import { partsOf } from './export-guards.ts';
import type { Block, Paths, Work } from './export-paths.ts';
import { GUARDS, type GuardName } from './guards.ts';
import { begun, makeInUse, type InUse } from './in-use.ts';
import type { Move } from './moves.ts';
import { handoversOf } from './program-moves.ts';
import type { Question } from './question.ts';
import { taking } from './take.ts';

/** A move as work on blocks: what it asks and does itself, and what it asks besides of every CPU, frame or address in turn. */
export type MoveWork = { readonly move: Move; readonly own: Paths; readonly parts: readonly PartWork[] };

/** One part of a condition. */
export type PartWork = { readonly says: string; readonly paths: Paths };

/** Guards that are asked with the move itself as far as they are about its own CPU: without them functions would nest that never do. */
const ASKED_FIRST: readonly GuardName[] = ['driver free', 'hotplug free'];

export function moveWorks(environment: Environment, question: Question): readonly MoveWork[] {
  const of = makeInUse(environment.kernel, question.reductions.tlbSets, environment.handed, handoversOf(question));
  return environment.moves.map((move, number) => ({
    move,
    own: { root: null, work: ownWork(environment, question, of, number) },
    parts: partWorks(environment, of, move),
  }));
}

const machineOn = ({ kernel }: Environment, cells: Uint16Array): Machine => ({ layout: kernel.layout, cells });

/** What guards are told of a move. */
const actionOf = ({ actions }: Move): Action => present(actions[actions.length - 1], 'an action');

function ownWork(environment: Environment, question: Question, of: InUse, number: number): Work {
  const { kernel, cells, moves } = environment;
  const move = present(moves[number], 'a move');
  const action = actionOf(move);
  const stack = new Set(stackCells(kernel.layout, move.cpu));
  const guards = move.guards.flatMap((guard) => {
    const isWhole = partsOf(kernel.layout, cells, guard, action) === null;
    return isWhole || ASKED_FIRST.includes(guard) ? [{ holds: GUARDS[guard], isWhole }] : [];
  });
  let on: Block | null = null;
  const allows = (m: Machine): boolean => {
    if (move.statement >= 0 && begun(m, move.cpu) !== move.statement) return false;
    return guards.every(({ holds, isWhole }) => {
      const at = isWhole ? m : machineOn(environment, present(on, 'a block').part(stack));
      return holds(of, at, action, move.page);
    });
  };
  const take = taking({ ...environment, allows }, question);
  return (block) => {
    on = block;
    return take(machineOn(environment, block.whole), number);
  };
}

function partWorks(environment: Environment, of: InUse, move: Move): readonly PartWork[] {
  const action = actionOf(move);
  return move.guards.flatMap((guard) => {
    const slices = partsOf(environment.kernel.layout, environment.cells, guard, action) ?? [];
    const asked = slices.filter(({ cpu }) => cpu !== move.cpu || !ASKED_FIRST.includes(guard));
    return asked.map(({ says, cells }): PartWork => {
      const work: Work = (block) => GUARDS[guard](of, machineOn(environment, block.part(cells)), action, move.page);
      return { says: `${guard}: ${says}`, paths: { root: null, work } };
    });
  });
}
