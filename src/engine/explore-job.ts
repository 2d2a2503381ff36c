import { present } from '../base/assert.ts';
import type { Result } from '../base/result.ts';
import type { Progress } from '../explore/search.ts';
import { preset } from '../model/eras.ts';
import { load } from '../scenario/lint.ts';
import type { ExploreProgress, ExploreReply, ExploreRequest, Room } from './explore-protocol.ts';
import { asksOf, changeable, freely, type About, type Asked } from './explore/about.ts';
import { another } from './explore/another.ts';
import { nameOf } from './explore/ask.ts';
import { hasCauses } from './explore/causes.ts';
import { exploring, type Bounds } from './explore/explore.ts';
import { choiceMistake } from './explore/free-question.ts';
import { preventing } from './explore/prevention.ts';
import { withOwn } from './explore/question.ts';
import { ALONE, type Team } from './explore/team.ts';
import { verdictTable } from './explore/verdicts.ts';

/** Something under way: yields how far it has come and is told how much it may do next (0: stop), returns its answer. */
export type Job = Generator<JobProgress, ExploreReply, number>;
export type JobProgress = Omit<ExploreProgress, 'statesPerSecond' | 'elapsedMs'>;

/** What is answered slice by slice. */
export type JobRequest = Exclude<ExploreRequest, { readonly type: 'stop' | 'help' }>;

/** Begins what is asked, with the help of a team where one search is all there is to it; a mistake of the user's is an answer at once. Nothing here knows of time: the caller slices. */
export function* startJob(request: JobRequest, team: Team = ALONE): Job {
  switch (request.type) {
    case 'question':
      return yield* exploration(request, team);
    case 'table':
      return yield* table(request);
    case 'prevent':
      return yield* prevention(request);
    case 'another':
      return yield* otherCause(request, team);
    case 'estimate':
      return yield* estimation(request);
  }
}

/** What is asked, and of what; or why it cannot be. */
function reading(about: About, properties: readonly string[]): Result<Asked, string> {
  const asked = changeable(about);
  return asked.ok ? asksOf(asked.value, properties) : asked;
}

const refused = (message: string): ExploreReply => ({ type: 'refused', message });

function* estimation({ about, own }: ExploreRequest & { readonly type: 'estimate' }): Job {
  const asked = changeable(about);
  if (!asked.ok) return refused(asked.error);
  // Whoever is in the middle of writing it is told how many there are without it.
  const read = asksOf(asked.value, own === undefined ? [] : [own]);
  const going = (read.ok ? read.value.asked : asked.value).estimating(own !== undefined);
  let next = going.next();
  while (next.done !== true) next = going.next(yield part(next.value, null));
  return { type: 'estimate', estimate: next.value };
}

function* exploration(request: ExploreRequest & { readonly type: 'question' }, team: Team): Job {
  const { about, properties, map = false, expected = 0 } = request;
  const read = reading(about, properties);
  if (!read.ok) return refused(read.error);
  const { asked, asks } = read.value;
  const going = exploring(withOwn(asked.question, asks), asks, { ...roomOf(request), map, expected }, team);
  let next = going.next();
  while (next.done !== true) next = going.next(yield part(next.value, null));
  return { type: 'answer', answer: next.value };
}

function* table(request: ExploreRequest & { readonly type: 'table' }): Job {
  const { kernels, choice, properties } = request;
  for (const kernel of kernels) {
    const mistake = choiceMistake({ ...choice, kernel });
    if (mistake !== null) return refused(mistake);
  }
  const [first] = kernels;
  if (first === undefined || preset(first) === undefined) return refused('name a kernel');
  const read = asksOf(freely({ ...choice, kernel: first }), properties);
  if (!read.ok) return refused(read.error);
  const going = verdictTable(kernels, choice, read.value.asks, roomOf(request));
  let next = going.next();
  while (next.done !== true) {
    const { kernel, done, of } = next.value;
    next = going.next(yield part(next.value, `${kernel}, ${done + 1} of ${of}`));
  }
  return { type: 'table', rows: next.value };
}

function* prevention(request: ExploreRequest & { readonly type: 'prevent' }): Job {
  const { about, property, run, changes } = request;
  const read = reading(about, [property]);
  if (!read.ok) return refused(read.error);
  const { asked, asks } = read.value;
  const known = run === undefined ? null : load(run);
  if (known?.ok === false) return refused('the run cannot be read');
  const trying = { ...(known === null ? {} : { run: known.scenario }), ...(changes === undefined ? {} : { changes }) };
  const going = preventing(asked, present(asks[0], 'what is asked'), roomOf(request), trying);
  let next = going.next();
  while (next.done !== true) {
    const { done, of } = next.value;
    next = going.next(yield part(next.value, `change ${done + 1} of ${of}`));
  }
  return next.value.ok ? { type: 'prevented', tried: next.value.value } : refused(next.value.error);
}

function* otherCause(request: ExploreRequest & { readonly type: 'another' }, team: Team): Job {
  const { about, property, except } = request;
  const read = reading(about, [property]);
  if (!read.ok) return refused(read.error);
  const { asked, asks } = read.value;
  const ask = present(asks[0], 'what is asked');
  if (!hasCauses(ask)) return refused(`breaches of ${nameOf(ask)} are not told apart by causes`);
  const going = another(asked.question, ask, except, roomOf(request), team);
  let next = going.next();
  while (next.done !== true) next = going.next(yield part(next.value, null));
  return { type: 'another', another: next.value };
}

const roomOf = ({ maxStates, maxBytes = Infinity }: Room): Bounds => ({ maxStates, maxBytes });

/** States are counted as answers count them: those that were visited. */
function part({ checked, frontier, transitions, depth, fullDepth, bytes }: Progress, name: string | null): JobProgress {
  return { states: checked, frontier, transitions, depth, fullDepth, bytes, part: name };
}
