import { err, ok, type Result } from '../../base/result.ts';
import { startSearch, type Progress } from '../../explore/search.ts';
import type { Scenario } from '../../scenario/syntax.ts';
import { kernelSystem } from '../kernel-system.ts';
import type { Changeable } from './about.ts';
import { moodOf, nameOf, type Ask } from './ask.ts';
import { askedOf } from './asked.ts';
import type { Change } from './changes.ts';
import { everyAsk, exploring, type Bounds } from './explore.ts';
import type { KernelCosts } from './kernel-costs.ts';
import { withOwn, type Question } from './question.ts';
import { showsIt } from './same-run.ts';

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

/** What is known of a change before anybody has looked. */
const NOT_KNOWN = { verdict: 'unknown', by: 'no run yet', states: 0, broken: [] } as const;

/** A change that has not been tried. */
export const untried = (asked: Pick<Changeable, 'costs'>, change: Change): Prevention => ({
  ...{ change, ...NOT_KNOWN },
  costs: asked.costs(change),
});

export type PreventionProgress = { readonly done: number; readonly of: number } & Progress;

/** Which changes to try, all of them unless said; and the run that is known to break the promise, which else is looked for first. */
export type Trying = { readonly changes?: readonly Change[]; readonly run?: Scenario };

/**
 * Which single change prevents it? Tries every one-switch change of the kernel, slice by slice as `exploring`; every one is reported
 * with which the question can be asked, those that were not come to before it was stopped as unknown. A mistake where there is nothing to
 * prevent.
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
  for (const [done, change] of changes.entries()) {
    const question = asked.under(change);
    if (question === null) continue;
    if (stopped) {
      tried.push(untried(asked, change));
      continue;
    }
    const costs = asked.costs(change);
    if (showsIt(question, ask, run)) {
      tried.push({ change, verdict: 'violated', by: 'the same run', states: 0, broken: [], costs });
      continue;
    }
    const judged = yield* counting(judging(question, ask, bounds), done, changes.length);
    stopped = judged === null;
    tried.push({ change, ...(judged ?? NOT_KNOWN), costs });
  }
  return ok(tried);
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
