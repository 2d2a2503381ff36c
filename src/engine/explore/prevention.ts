import { err, ok, type Result } from '../../base/result.ts';
import { present } from '../../base/assert.ts';
import { startSearch, type Progress } from '../../explore/search.ts';
import type { Switches } from '../../model/config.ts';
import type { Scenario } from '../../scenario/syntax.ts';
import { kernelSystem } from '../kernel-system.ts';
import { moodOf, nameOf, type Ask } from './ask.ts';
import { askedOf } from './asked.ts';
import { changesOf, oneSwitchChanges, type Change } from './changes.ts';
import { everyAsk, exploring, type Bounds } from './explore.ts';
import { freeQuestion, slotsFor, USUAL_NESTING, type FreeChoice } from './free-question.ts';
import { costsOfKernel, type KernelCosts } from './kernel-costs.ts';
import { scenarioQuestion, type ScenarioChoice } from './programs.ts';
import { withOwn, type Question } from './question.ts';
import { showsIt } from './same-run.ts';

export { oneSwitchChanges, type Change };

/** What becomes of a broken promise with one change, plain data. */
export type Prevention = {
  readonly change: Change;
  readonly verdict: 'holds' | 'violated' | 'unknown';
  /** How that is known: every interleaving was visited; the run found on the kernel as it is breaks it here too; or another run does. */
  readonly by: 'every run' | 'the same run' | 'another run' | 'no run yet';
  /** States visited, none where the same run does. */
  readonly states: number;
  /** Where the change prevents it: the other promises that are broken then. */
  readonly broken: readonly string[];
  /** What the kernel costs with the change. */
  readonly costs: KernelCosts;
};

/** A question that can be asked again with one switch of its kernel set: who does what stays the same. */
export type Changeable = {
  readonly kernel: string;
  readonly question: Question;
  readonly changes: readonly Change[];
  readonly under: (change: Change) => { readonly question: Question; readonly costs: KernelCosts };
};

/** Every CPU may do anything at any time. */
export function freely(choice: FreeChoice): Changeable {
  return {
    kernel: choice.kernel,
    question: freeQuestion(choice),
    changes: oneSwitchChanges(choice.kernel, choice.changes),
    under: (change) => {
      const changed = changedChoice(choice, change);
      return { question: freeQuestion(changed), costs: costsOfKernel(changed) };
    },
  };
}

/** The operations of a scenario, on every kernel that differs in one switch and on which they can be asked for; or why they cannot be. */
export function inAnyOrder(scenario: Scenario, choice: ScenarioChoice): Result<Changeable, string> {
  const { kernel, config } = choice;
  const question = scenarioQuestion(scenario, choice);
  if (!question.ok) return question;
  const asked = (change: Change): Result<Question, string> =>
    scenarioQuestion(scenario, { ...choice, config: { ...config, switches: changed(config.switches, change) } });
  return ok({
    ...{ kernel, question: question.value },
    changes: changesOf(config.switches).filter((change) => asked(change).ok),
    under: (change) => {
      const other = asked(change);
      const changes = changed(config.switches, change);
      return {
        question: present(other.ok ? other.value : null, 'a question'),
        costs: costsOfKernel({ kernel, changes }),
      };
    },
  });
}

const changed = (switches: Switches, { key, value }: Change): Switches => ({ ...switches, [key]: value });

/** What is known of a change before anybody has looked. */
const NOT_KNOWN = { verdict: 'unknown', by: 'no run yet', states: 0, broken: [] } as const;

/** A change of a preset that has not been tried. */
export const untried = (choice: FreeChoice, change: Change): Prevention => ({
  ...{ change, ...NOT_KNOWN },
  costs: costsOfKernel(changedChoice(choice, change)),
});

export type PreventionProgress = { readonly done: number; readonly of: number } & Progress;

/** Which changes to try, all of them unless said; and the run that is known to break the promise, which else is looked for first. */
export type Trying = { readonly changes?: readonly Change[]; readonly run?: Scenario };

/** Which single change of a preset prevents it, whatever CPUs do? */
export function preventions(
  choice: FreeChoice,
  ask: Ask,
  bounds: Bounds = {},
  trying: Trying = {},
): Generator<PreventionProgress, Result<readonly Prevention[], string>, number> {
  return preventing(freely(choice), ask, bounds, trying);
}

/**
 * Which single change prevents it? Tries every one-switch change of the kernel, slice by slice as `exploring`; every one is reported,
 * those that were not come to before it was stopped as unknown. A mistake where there is nothing to prevent.
 */
export function* preventing(
  asked: Changeable,
  ask: Ask,
  bounds: Bounds = {},
  trying: Trying = {},
): Generator<PreventionProgress, Result<readonly Prevention[], string>, number> {
  const { changes = asked.changes } = trying;
  const tried: Prevention[] = [];
  const run = trying.run ?? (yield* counting(shortest(asked.question, ask, bounds), 0, changes.length));
  if (run === null) return err(`${nameOf(ask)} is not seen broken on ${asked.kernel}: there is nothing to prevent`);
  let stopped = false;
  for (const change of changes) {
    const { question, costs } = asked.under(change);
    if (stopped) {
      tried.push({ change, ...NOT_KNOWN, costs });
      continue;
    }
    if (showsIt(question, ask, run)) {
      tried.push({ change, verdict: 'violated', by: 'the same run', states: 0, broken: [], costs });
      continue;
    }
    const judged = yield* counting(judging(question, ask, bounds), tried.length, changes.length);
    stopped = judged === null;
    tried.push({ change, ...(judged ?? NOT_KNOWN), costs });
  }
  return ok(tried);
}

/** The same choice with one switch set, and with as many nested mappings: a change that keeps positions back must not forbid them. */
function changedChoice(choice: FreeChoice, { key, value }: Change): FreeChoice {
  const changed: FreeChoice = { ...choice, changes: { ...choice.changes, [key]: value } };
  if (choice.slots === undefined) return changed;
  const before = slotsFor(choice, USUAL_NESTING);
  return { ...changed, slots: choice.slots + slotsFor(changed, USUAL_NESTING) - before };
}

/** Tells how far something has come as a part of the whole. */
function* counting<A>(
  going: Generator<Progress, A, number>,
  done: number,
  of: number,
): Generator<PreventionProgress, A, number> {
  let next = going.next();
  while (next.done !== true) next = going.next(yield { done, of, ...next.value });
  return next.value;
}

/** The shortest run that breaks the promise on the kernel as it is; null where none was found. */
function* shortest(question: Question, ask: Ask, bounds: Bounds): Generator<Progress, Scenario | null, number> {
  const { properties } = yield* exploring(withOwn(question, [ask]), [ask], { ...bounds, until: 'decided' });
  return properties[0]?.example?.scenario ?? null;
}

/** So many transitions at a time: the promise is looked at after each, so that how far a search goes does not depend on who slices it. */
const STRIDE = 4096;

/** Visits every state, but ends soon after the promise is seen broken. Null: stopped. */
function* judging(
  question: Question,
  ask: Ask,
  bounds: Bounds,
): Generator<Progress, Pick<Prevention, 'verdict' | 'by' | 'states' | 'broken'> | null, number> {
  const others = everyAsk(question).filter((other) => other !== ask && moodOf(other) === 'always');
  const asks = [ask, ...others];
  const bound = kernelSystem(withOwn(question, [ask]));
  const search = startSearch(bound.system, askedOf(bound, asks), bounds);
  const isBroken = (): boolean => search.answers[0]?.first !== null;
  for (let progress = search.progress(); progress.status === 'running' && !isBroken();) {
    const budget = yield progress;
    if (budget === 0) return null;
    for (let spent = 0; spent < budget && progress.status === 'running' && !isBroken(); spent += STRIDE)
      progress = search.run(STRIDE);
  }
  const { status, checked: states } = search.progress();
  if (isBroken()) return { verdict: 'violated', by: 'another run', states, broken: [] };
  if (status !== 'complete') return { verdict: 'unknown', by: 'no run yet', states, broken: [] };
  const broken = others.filter((_, i) => search.answers[i + 1]?.first !== null).map(nameOf);
  return { verdict: 'holds', by: 'every run', states, broken };
}
