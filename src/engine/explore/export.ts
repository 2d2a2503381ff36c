import { err, ok, type Result } from '../../base/result.ts';
import type { Asked, TransitionSystem, Variable } from '../../interop/transition-system.ts';
import { buildKernel } from '../../model/kernel.ts';
import type { Machine } from '../../model/machine.ts';
import { holdsOn, isOwn, moodOf, nameOf, saysOf, type Ask } from './ask.ts';
import { makeEnvironment, type Environment } from './environment.ts';
import { namesOf, type Named } from './export-cells.ts';
import { close, type Closed } from './export-close.ts';
import { valuesOf } from './export-domain.ts';
import { TOO_MANY_PATHS } from './export-paths.ts';
import { propertyParts } from './export-properties.ts';
import { moveWorks, type PartWork } from './export-rules.ts';
import { functionsOf, moveSays, withLines } from './export-says.ts';
import { treeMaker, type TreeMaker } from './export-trees.ts';
import { limitsFor } from './limits.ts';
import { RAW, type Question } from './question.ts';
import { boundsText } from './wording.ts';

/** So many paths through its moves are written down of a question, in about a minute. */
const MOST_PATHS = 1_500_000;

/**
 * A question as a transition system for other checkers, derived from the model's own `step` without visiting states: every move is carried
 * out on every combination of values that it can meet, and what it looked at and wrote is taken down. No reductions: each indivisible action
 * of the model is a step, each fill and eviction too, and the reachable states are exactly the explorer's under RAW. Refused, in a sentence:
 * what has more paths than `most`.
 */
export function exportQuestion(
  asked: Question,
  asks: readonly Ask[],
  most = MOST_PATHS,
): Result<TransitionSystem, string> {
  try {
    return ok(systemOf(asked, asks, most));
  } catch (error) {
    if (!(error instanceof Error) || error.message !== TOO_MANY_PATHS) throw error;
    return err(
      `the moves of this have more than ${most.toLocaleString('en')} paths, which is too much to write down: have fewer CPUs, pages, slots or lines of a scenario, or let explore answer it`,
    );
  }
}

function systemOf(asked: Question, asks: readonly Ask[], most: number): TransitionSystem {
  const question = { ...asked, reductions: RAW };
  const kernel = buildKernel(question.config, limitsFor(question));
  const environment = makeEnvironment(kernel, question);
  const works = moveWorks(environment, question);
  const closed = close(environment, question, works, most);
  const named = namesOf(kernel.layout, environment.cells);
  const maker = treeMaker(closed, named);
  return {
    about: [`${question.kernel} with ${boundsText(question)}.`],
    variables: variablesOf(environment, closed, maker, named),
    constants: functionsOf(kernel),
    moves: works.flatMap(({ move, own, parts }) => {
      const rule = maker.rule(own);
      if (rule === null) return [];
      const effect = withLines(kernel, rule.effect);
      return [{ says: moveSays(question.config, move), guard: rule.guard, parts: maker.parts(parts, true), effect }];
    }),
    properties: asks.map((ask) => askedAs(environment, maker, ask)),
  };
}

function askedAs({ kernel, moves }: Environment, maker: TreeMaker, ask: Ask): Asked {
  const { layout, config } = kernel;
  const kind = {
    byType: config.switches.index_owner === 'type',
    switches: moves.some(({ actions: [{ type }] }) => type === 'schedule'),
  };
  const holds = (cells: Uint16Array): boolean => {
    const m: Machine = { layout, cells };
    return holdsOn(kernel, m, ask);
  };
  const slices = isOwn(ask) ? null : propertyParts(layout, kind, ask);
  const works = slices?.map(({ says, cells }): PartWork => ({
    says,
    paths: { root: null, work: (block) => holds(block.part(cells)) },
  }));
  const whole: PartWork = { says: '', paths: { root: null, work: (block) => holds(block.whole) } };
  const mood = moodOf(ask);
  return { name: nameOf(ask), mood, says: saysOf(ask), parts: maker.parts(works ?? [whole], mood === 'always') };
}

/** What changes, under its name; runs end with the last cell that does. */
function variablesOf(
  environment: Environment,
  { domain }: Closed,
  maker: TreeMaker,
  named: readonly Named[],
): readonly Variable[] {
  const initial = environment.initial().cells;
  return named.flatMap(({ name, cells, says, means }): readonly Variable[] => {
    const kept = cells.slice(0, 1 + cells.findLastIndex((cell) => !maker.isConstant(cell)));
    if (kept.length === 0) return [];
    const max = Math.max(...kept.flatMap((cell) => valuesOf(domain, cell)));
    return [{ name, says, means, max, initial: kept.map((cell) => initial[cell] as number) }];
  });
}
