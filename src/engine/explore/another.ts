import { present } from '../../base/assert.ts';
import { reportOf } from '../../explore/report.ts';
import { startSearch, type Progress } from '../../explore/search.ts';
import type { Property, StateProperty, System } from '../../explore/system.ts';
import { kernelSystem, type KernelSystem } from '../kernel-system.ts';
import { nameOf, type Ask } from './ask.ts';
import { predicateOf } from './asked.ts';
import { causesOf, seenIn, type Cause } from './causes.ts';
import { counterexampleOf, type Counterexample } from './counterexample.ts';
import type { Bounds } from './explore.ts';
import { tellsWhen } from './past.ts';
import type { Question } from './question.ts';
import { ALONE, searching, type Team } from './team.ts';
import { anotherText } from './wording.ts';

/** Whether a promise is also broken for another cause than those that are known, plain data. */
export type Another = {
  readonly property: string;
  /** The causes that are known, and left out here. */
  readonly except: readonly Cause[];
  /** `found`, `none` where every other run was visited, `unknown` where the search ended before that. */
  readonly verdict: 'found' | 'none' | 'unknown';
  readonly sentence: string;
  readonly states: number;
  readonly example: Counterexample | null;
};

/**
 * Looks for the shortest run that breaks a promise for another cause: a search that does not go on from where it is broken for the known
 * causes alone. For a promise about states that `causesOf` knows causes of; slice by slice as `exploring`. Where lines are merged, what leads
 * to the page only within a step that nobody can tell apart is no cause of its own.
 */
export function* another(
  question: Question,
  ask: Ask,
  except: readonly Cause[],
  bounds: Bounds = {},
  team: Team = ALONE,
): Generator<Progress, Another, number> {
  const bound = tellingCauses(question);
  const { system, properties } = exceptKnown(bound, ask, except);
  const search = startSearch(system, properties, { ...bounds, until: 'violated' });
  yield* searching(search, team, { question, asks: [ask], except });
  const report = reportOf(search);
  const verdict = present(report.verdicts[0], 'a verdict');
  const example = verdict.path === null ? null : counterexampleOf(bound, ask, verdict.path, except);
  return {
    ...{ property: nameOf(ask), except, example, states: report.states },
    verdict: example !== null ? 'found' : verdict.verdict === 'holds' ? 'none' : 'unknown',
    sentence: anotherText(question, report, example),
  };
}

/** A system whose states say what tells causes apart. */
export const tellingCauses = (question: Question): KernelSystem => kernelSystem(question, tellsWhen(question));

/** The system that ends where a promise is broken for known causes alone, and the promise that it is not broken for others. */
export function exceptKnown(
  bound: KernelSystem,
  ask: Ask,
  except: readonly Cause[],
): { readonly system: System; readonly properties: readonly Property[] } {
  const causes = causesIn(bound, ask);
  const isOther = (state: Uint16Array): boolean => causes(state).some((cause) => !except.includes(cause));
  const isKnown = (state: Uint16Array): boolean => causes(state).length > 0 && !isOther(state);
  const property: StateProperty = { name: nameOf(ask), mood: 'always', holds: (state) => !isOther(state) };
  return { system: endingAt(bound.system, isKnown), properties: [property] };
}

/** The causes for which a state of this system breaks the promise. */
function causesIn(bound: KernelSystem, ask: Ask): (state: Uint16Array) => readonly Cause[] {
  const holds = predicateOf(bound, ask);
  return (state) => {
    const m = bound.machineOf(state);
    return holds(m) ? [] : causesOf(seenIn(bound), m, ask);
  };
}

/** The same system, but nothing happens any more in the states of which `isEnd` is true. */
function endingAt(system: System, isEnd: (state: Uint16Array) => boolean): System {
  const { cells, actions, initial, next, act, canonical } = system;
  const everything = Uint16Array.from({ length: actions }, (_, action) => action);
  const all = (_state: Uint16Array, into: Uint16Array): number => {
    into.set(everything);
    return actions;
  };
  const candidates = system.candidates ?? all;
  return {
    ...{ cells, actions, initial, next },
    ...(act === undefined ? {} : { act }),
    ...(canonical === undefined ? {} : { canonical }),
    candidates: (state, into) => (isEnd(state) ? 0 : candidates(state, into)),
  };
}
