import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Progress } from '../../explore/search.ts';
import { startJob, type JobRequest } from '../explore-job.ts';
import type { ExploreReply } from '../explore-protocol.ts';
import { serveHelp } from '../help-serve.ts';
import type { Port } from '../port.ts';
import { another } from './another.ts';
import { everyAsk, exploring, inOneGo, type Answer } from './explore.ts';
import { freeQuestion, type FreeChoice } from './free-question.ts';
import { withOwn } from './question.ts';
import { teamOf, type Team } from './team.ts';

type Listener = (event: { readonly data: unknown }) => void;

/** Messages under way between a search and its helpers: in order on each line, but which line is next is the test's to say. */
type Helpers = { readonly team: Team; readonly deliver: (line: number) => boolean; readonly answers: () => number };

function helpers(count: number): Helpers {
  const lines: (() => void)[][] = [];
  let answers = 0;
  const ends = Array.from({ length: count }, () => {
    const heard: [Listener[], Listener[]] = [[], []];
    const queues: [(() => void)[], (() => void)[]] = [[], []];
    lines.push(...queues);
    const end = (own: 0 | 1, other: 0 | 1): Port => ({
      postMessage: (message) => {
        const data: unknown = structuredClone(message);
        if (own === 1) answers++;
        queues[own].push(() => heard[other].forEach((listen) => listen({ data })));
      },
      addEventListener: (_, listener) => heard[own].push(listener),
    });
    serveHelp(end(1, 0));
    return end(0, 1);
  });
  const deliver = (line: number): boolean => {
    const message = lines[line % Math.max(1, lines.length)]?.shift();
    message?.();
    return message !== undefined;
  };
  return { team: teamOf(ends), deliver, answers: () => answers };
}

/** Takes something to its end with helpers; between two slices the messages of these lines arrive, one each. */
function helped<A>(
  begin: (team: Team) => Generator<unknown, A, number>,
  count: number,
  order: readonly number[],
  budget = 500,
): { readonly answer: A; readonly answers: number } {
  const { team, deliver, answers } = helpers(count);
  const going = begin(team);
  let next = going.next();
  while (next.done !== true) {
    for (const line of order) deliver(line);
    next = going.next(budget);
  }
  return { answer: next.value, answers: answers() };
}

/** Errands arrive at once, and so do their answers. */
const prompt = (count: number): readonly number[] =>
  [0, 1, 2, 3].flatMap(() => Array.from({ length: 2 * count }, (_, line) => line));

const CHOICES: readonly FreeChoice[] = [
  { kernel: 'rfc-no-hook', pages: 1 },
  { kernel: 'rfc-v2', slots: 1 },
  { kernel: 'v2.6.37-rc', slots: 1 },
  { kernel: 'vendor-4.4', slots: 1 },
  { kernel: 'vendor-3.18', pages: 1 },
  { kernel: 'v6.1', pages: 1 },
  { kernel: 'fixed', pages: 1 },
];

const exploringAll = (choice: FreeChoice, bounds = {}, team?: Team): Generator<Progress, Answer, number> => {
  const question = freeQuestion(choice);
  return exploring(question, everyAsk(question), { map: true, ...bounds }, team);
};

test.each(CHOICES)('$kernel: the same answer with helpers, to the last number, run and tile of the map', (choice) => {
  const alone = inOneGo(exploringAll(choice));
  for (const count of [1, 3]) {
    const { answer, answers } = helped((team) => exploringAll(choice, {}, team), count, prompt(count));
    expect(answer).toEqual(alone);
    expect(answers).toBeGreaterThan(0);
  }
});

test('the order in which messages arrive, and whether they do, changes nothing', () => {
  const choice = { kernel: 'rfc-no-hook', pages: 1, operations: { irq: false } };
  const alone = inOneGo(exploringAll(choice));
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3 }),
      fc.array(fc.nat(5), { maxLength: 12 }),
      fc.integer({ min: 50, max: 3000 }),
      (count, order, budget) => {
        expect(helped((team) => exploringAll(choice, {}, team), count, order, budget).answer).toEqual(alone);
      },
    ),
    { numRuns: 12 },
  );
});

test.each([{ maxStates: 900 }, { maxBytes: 60_000 }, { maxDepth: 9 }, { until: 'violated' as const }])(
  'where it ends early it ends at the same place: %o',
  (bounds) => {
    const choice = { kernel: 'v3.9', slots: 1 };
    const alone = inOneGo(exploringAll(choice, bounds));
    expect(alone.status).not.toBe('complete');
    expect(helped((team) => exploringAll(choice, bounds, team), 2, prompt(2)).answer).toEqual(alone);
  },
);

test('another cause is found with helpers, or not, as without', () => {
  for (const kernel of ['v3.9', 'rfc-no-hook']) {
    const question = freeQuestion({ kernel, slots: 1 });
    const [first] = inOneGo(exploring(question, ['no_fault'])).properties;
    const except = first?.example?.causes ?? [];
    const alone = inOneGo(another(question, 'no_fault', except));
    const { answer, answers } = helped((team) => another(question, 'no_fault', except, {}, team), 2, prompt(2), 100);
    expect(answer).toEqual(alone);
    expect(answers).toBeGreaterThan(0);
  }
});

test('the operations of a scenario are explored with helpers too', () => {
  const text = `kmapscope 1
machine kernel=rfc-no-hook cpus=3 slots=2
cpu0: kmap_atomic(page3)
cpu0: kunmap_atomic()
cpu0: kmap_atomic(page2)
cpu0: kunmap_atomic()
cpu0: kmap_atomic(page1)
cpu0: kunmap_atomic()
cpu1: kmap_atomic(page3)
cpu1: kunmap_atomic()
cpu1: kmap_atomic(page2)
cpu1: kunmap_atomic()
cpu1: kmap_atomic(page1)
cpu1: kunmap_atomic()
cpu2: kmap_atomic(page3)
cpu2: kunmap_atomic()
cpu2: kmap_atomic(page2)
cpu2: kunmap_atomic()
cpu2: kmap_atomic(page1)
cpu2: kunmap_atomic()
cpu0: secure_buffer_change_chunk(page3)
`;
  const request = {
    type: 'question',
    about: { type: 'scenario', text, owner: 'naive' },
    properties: [],
    maxStates: 1_000_000,
  } as const;
  const other: JobRequest = {
    ...{ type: 'another', about: request.about, property: 'no_fault', maxStates: 1_000_000 },
    except: ['a stray slot of a CPU that is online'],
  };
  for (const asked of [request, other]) {
    const alone: ExploreReply = inOneGo(startJob(asked));
    expect(alone.type).toBe(asked === other ? 'another' : 'answer');
    const { answer, answers } = helped((team) => startJob(asked, team), 1, prompt(1), 100);
    expect(answer).toEqual(alone);
    expect(answers).toBeGreaterThan(0);
  }
});

test('where steps are learned, which is faster than to tell of them, nobody is asked', () => {
  const question = freeQuestion({ kernel: 'rfc-no-hook', slots: 1, pages: 1 });
  const own = withOwn(question, [{}]);
  const { answer, answers } = helped((team) => exploring(own, ['no_fault'], {}, team), 2, prompt(2));
  expect(answers).toBe(0);
  expect(answer).toEqual(inOneGo(exploring(own, ['no_fault'])));
});
