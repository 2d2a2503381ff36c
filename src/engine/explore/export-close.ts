import type { Environment } from './environment.ts';
import { boundsOf, groupsOf, type Most } from './export-cells.ts';
import { domainOf, leaveBehind, type CellValue, type Domain } from './export-domain.ts';
import { follower, type Follow } from './export-paths.ts';
import type { MoveWork } from './export-rules.ts';
import { deepest } from './programs.ts';
import { isPrograms, nestsDeeper, type Question } from './question.ts';

/** The values that cells can have, closed under every move; and all that any move does with them. */
export type Closed = {
  readonly domain: Domain;
  readonly follow: Follow;
  /** Do these writes leave the counters within what they can ever be? */
  readonly inBounds: (writes: readonly CellValue[]) => boolean;
};

/**
 * Starts with the initial state and follows every move along every path, as long as that leads to values that are new.
 *
 * @param most paths; where there are more it throws `TOO_MANY_PATHS`
 */
export function close(environment: Environment, question: Question, works: readonly MoveWork[], most: number): Closed {
  const { layout } = environment.kernel;
  const initial = environment.initial().cells;
  const domain = domainOf(initial, groupsOf(layout, environment.cells));
  const follow = follower(domain, initial, most);
  const bounds = boundsOf(layout, mostCounted(environment, question));
  const inBounds = (writes: readonly CellValue[]): boolean =>
    writes.every(([cell, value]) => value <= (bounds.get(cell) ?? Infinity));
  for (let isNew = true; isNew;) {
    isNew = false;
    for (const { own } of works) {
      follow(own, (outcome, partial, effects) => {
        if (outcome?.yes !== true || !inBounds(outcome.writes)) return;
        if (leaveBehind(partial, effects)) isNew = true;
      });
    }
  }
  return { domain, follow, inBounds };
}

/**
 * How deep indices, how many addresses held and how high counts of pkmap entries can become: nobody nests beyond his strip, unless that is
 * asked for, and nobody holds more than his program takes; a task may run on all CPUs.
 */
function mostCounted({ kernel }: Environment, question: Question): Most {
  const { does } = question;
  const { limits, slotsPerCpu, taskOwned } = kernel.layout;
  if (!isPrograms(does))
    return { idx: slotsPerCpu + (nestsDeeper(question) ? kernel.kmIncr : 0), held: limits.held, count: 0 };
  const taken = does.map(deepest);
  const held = taskOwned ? taken.reduce((sum, one) => sum + one, 0) : Math.max(...taken);
  return { idx: held * kernel.kmIncr, held, count: does.flat().length + 2 };
}
