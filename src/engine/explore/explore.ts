import { present } from '../../base/assert.ts';
import { reportOf, type Report, type Verdict } from '../../explore/report.ts';
import { startSearch, type Progress, type Search, type SearchOptions } from '../../explore/search.ts';
import { PROPERTY_NAMES, type Mood } from '../../model/properties.ts';
import { kernelSystem, type KernelSystem } from '../kernel-system.ts';
import { moodOf, nameOf, saysOf, type Ask } from './ask.ts';
import { askedOf } from './asked.ts';
import { behaviourMap, type BehaviourMap } from './behaviour-map.ts';
import { counterexampleOf, type Counterexample } from './counterexample.ts';
import type { Question } from './question.ts';
import { ALONE, searching, type Team } from './team.ts';
import { boundsText, verdictText } from './wording.ts';

/** One property's answer, plain data. */
export type PropertyAnswer = {
  readonly name: string;
  readonly mood: Mood;
  /** The promise as a sentence. */
  readonly says: string;
  readonly verdict: Verdict['verdict'];
  /** `no violation with 2 CPUs, …: all 34,737 states, 124,043 transitions, depth 33`: the verdict with what it is worth. */
  readonly sentence: string;
  /** The shortest counterexample, or example of a `sometimes`. */
  readonly example: Counterexample | null;
};

/** What an exploration has found out, plain data. */
export type Answer = {
  readonly kernel: string;
  readonly bounds: string;
  readonly status: Report['status'];
  readonly limit: Report['limit'];
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly fullDepth: number;
  readonly bytes: number;
  readonly bytesPerState: number;
  readonly properties: readonly PropertyAnswer[];
  /** Where the states are, if that was asked for and there was time. */
  readonly map: BehaviourMap | null;
};

/** Where to end early; and whether to draw the map of what was found. */
export type Bounds = Pick<SearchOptions, 'maxStates' | 'maxBytes' | 'maxDepth' | 'until' | 'expected'> & {
  readonly map?: boolean;
};

/** Every property that can be asked of a machine of this size. */
export function everyAsk({ config }: Question): readonly Ask[] {
  return PROPERTY_NAMES.filter((name) => name !== 'pkmap_counts' || config.sizes.pkmap > 0);
}

/**
 * Explores slice by slice: yields how far it has come, is told how many transitions the next slice may take (and 0 to stop for good), and
 * returns what it has found out.
 */
export function* exploring(
  question: Question,
  asks: readonly Ask[],
  bounds: Bounds = {},
  team: Team = ALONE,
): Generator<Progress, Answer, number> {
  const bound = kernelSystem(question);
  const search = startSearch(bound.system, askedOf(bound, asks), bounds);
  yield* searching(search, team, { question, asks, except: null });
  const drawn = bounds.map === true && search.progress().status !== 'stopped';
  return yield* answering(bound, asks, search, drawn ? yield* behaviourMap(bound, search) : null);
}

/** Writing a run as a person would takes up to a tenth of a second: a slice each. */
function* answering(
  bound: KernelSystem,
  asks: readonly Ask[],
  search: Search,
  map: BehaviourMap | null,
): Generator<Progress, Answer, number> {
  const report = reportOf(search);
  const examples: (Counterexample | null)[] = [];
  for (const [i, ask] of asks.entries()) {
    const { path } = present(report.verdicts[i], 'a verdict');
    examples.push(path === null ? null : counterexampleOf(bound, ask, path));
    if (path !== null) yield search.progress();
  }
  const { question } = bound;
  const { status, limit, states, transitions, depth, fullDepth, bytes, bytesPerState } = report;
  return {
    kernel: question.kernel,
    bounds: boundsText(question),
    ...{ status, limit, states, transitions, depth, fullDepth, bytes, bytesPerState },
    properties: asks.map((ask, i) => {
      const verdict = present(report.verdicts[i], 'a verdict');
      const example = examples[i] ?? null;
      return {
        name: nameOf(ask),
        mood: moodOf(ask),
        says: saysOf(ask),
        verdict: verdict.verdict,
        sentence: verdictText(question, report, verdict, example),
        example,
      };
    }),
    map,
  };
}

/** Takes something that goes slice by slice to its end in one go; `during` hears how far it has come. */
export function inOneGo<P, A>(going: Generator<P, A, number>, during: (progress: P) => void = () => undefined): A {
  const SLICE = 100_000;
  let next = going.next(SLICE);
  while (next.done !== true) {
    during(next.value);
    next = going.next(SLICE);
  }
  return next.value;
}
