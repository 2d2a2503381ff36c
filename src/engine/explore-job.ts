import { ok, type Result } from '../base/result.ts';
import type { Progress } from '../explore/search.ts';
import { preset } from '../model/eras.ts';
import { load } from '../scenario/lint.ts';
import type { ExploreProgress, ExploreReply, ExploreRequest, Room } from './explore-protocol.ts';
import { changeable } from './explore/about.ts';
import { another } from './explore/another.ts';
import { nameOf, readAsk, type Ask } from './explore/ask.ts';
import { hasCauses } from './explore/causes.ts';
import { everyAsk, exploring, type Bounds } from './explore/explore.ts';
import { choiceMistake, freeQuestion } from './explore/free-question.ts';
import { preventing } from './explore/prevention.ts';
import { withOwn, type Question } from './explore/question.ts';
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

const refused = (message: string): ExploreReply => ({ type: 'refused', message });

function* estimation({ about, own = false }: ExploreRequest & { readonly type: 'estimate' }): Job {
  const asked = changeable(about);
  if (!asked.ok) return refused(asked.error);
  const going = asked.value.estimating(own);
  let next = going.next();
  while (next.done !== true) next = going.next(yield part(next.value, null));
  return { type: 'estimate', estimate: next.value };
}

function* exploration(request: ExploreRequest & { readonly type: 'question' }, team: Team): Job {
  const { about, properties, map = false, expected = 0 } = request;
  const asked = changeable(about);
  if (!asked.ok) return refused(asked.error);
  const { question } = asked.value;
  const asks = asksOf(question, properties);
  if (!asks.ok) return refused(asks.error);
  const going = exploring(withOwn(question, asks.value), asks.value, { ...roomOf(request), map, expected }, team);
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
  const asks = asksOf(freeQuestion({ ...choice, kernel: first }), properties);
  if (!asks.ok) return refused(asks.error);
  const going = verdictTable(kernels, choice, asks.value, roomOf(request));
  let next = going.next();
  while (next.done !== true) {
    const { kernel, done, of } = next.value;
    next = going.next(yield part(next.value, `${kernel}, ${done + 1} of ${of}`));
  }
  return { type: 'table', rows: next.value };
}

function* prevention(request: ExploreRequest & { readonly type: 'prevent' }): Job {
  const { about, property, run, changes } = request;
  const asked = changeable(about);
  if (!asked.ok) return refused(asked.error);
  const ask = readAsk(asked.value.question.config, property);
  if (!ask.ok) return refused(ask.error);
  const known = run === undefined ? null : load(run);
  if (known?.ok === false) return refused('the run cannot be read');
  const trying = { ...(known === null ? {} : { run: known.scenario }), ...(changes === undefined ? {} : { changes }) };
  const going = preventing(asked.value, ask.value, roomOf(request), trying);
  let next = going.next();
  while (next.done !== true) {
    const { done, of } = next.value;
    next = going.next(yield part(next.value, `change ${done + 1} of ${of}`));
  }
  return next.value.ok ? { type: 'prevented', tried: next.value.value } : refused(next.value.error);
}

function* otherCause(request: ExploreRequest & { readonly type: 'another' }, team: Team): Job {
  const { about, property, except } = request;
  const asked = changeable(about);
  if (!asked.ok) return refused(asked.error);
  const { question } = asked.value;
  const ask = readAsk(question.config, property);
  if (!ask.ok) return refused(ask.error);
  if (!hasCauses(ask.value)) return refused(`breaches of ${nameOf(ask.value)} are not told apart by causes`);
  const going = another(question, ask.value, except, roomOf(request), team);
  let next = going.next();
  while (next.done !== true) next = going.next(yield part(next.value, null));
  return { type: 'another', another: next.value };
}

const roomOf = ({ maxStates, maxBytes = Infinity }: Room): Bounds => ({ maxStates, maxBytes });

/** States are counted as answers count them: those that were visited. */
function part({ checked, frontier, transitions, depth, fullDepth, bytes }: Progress, name: string | null): JobProgress {
  return { states: checked, frontier, transitions, depth, fullDepth, bytes, part: name };
}

/** What is asked, by name or as predicates; all properties where nothing is. */
export function asksOf(question: Question, properties: readonly string[]): Result<readonly Ask[], string> {
  if (properties.length === 0) return ok(everyAsk(question));
  const asks: Ask[] = [];
  for (const text of properties) {
    const ask = readAsk(question.config, text);
    if (!ask.ok) return ask;
    asks.push(ask.value);
  }
  return ok(asks);
}
