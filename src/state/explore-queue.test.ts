import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Hear } from '../engine/explore-client.ts';
import type { KeptExplorer } from '../engine/explore-keeper.ts';
import type { ExploreProgress } from '../engine/explore-protocol.ts';
import { shareOut, type Work } from './explore-queue.ts';

/** What an explorer says next: how far it is, its answer, that it was ended, or that it cannot. */
type Saying = 'progress' | 'stopping' | 'answer' | 'ended' | 'refused' | 'crash';

const FAR: ExploreProgress = {
  ...{ states: 1, frontier: 1, transitions: 1, depth: 1, fullDepth: 1, bytes: 1 },
  ...{ statesPerSecond: 1, elapsedMs: 1, part: null },
};
const REPLIES: Readonly<Record<Saying, Parameters<Hear>[0]>> = {
  progress: { type: 'progress', progress: FAR },
  stopping: { type: 'stopping' },
  answer: { type: 'helping' },
  ended: { type: 'ended' },
  refused: { type: 'refused', message: 'no such kernel' },
  crash: { type: 'crash', error: new Error('a bug of ours') },
};
const FAILURES = { refused: 'no such kernel', crash: 'The explorer has failed: a bug of ours' };

/** So many tasks, shared out among so many explorers that say what they are told to say. `prompt`: the first ones answer as they are asked. */
function rig(tasks: number, explorers: number, onFailure: Work<number, string>['onFailure'], prompt = 0) {
  const hears: Hear[] = [];
  const seen = { begun: [] as number[], settled: new Map<number, string | null>(), ended: [] as (string | null)[] };
  const log: string[] = [];
  let stopping = false;
  let closed = 0;
  const all = Array.from({ length: explorers }, (_, i): KeptExplorer => ({
    ask: (_request, hear) => {
      hears[i] = hear;
      if (i < prompt) hear(REPLIES.answer);
    },
    stop: () => undefined,
    end: () => {
      closed += 1;
    },
  }));
  const numbers = Array.from({ length: tasks }, (_, i) => i);
  shareOut<number, string>(
    all,
    {
      ...{ tasks: numbers, onFailure, nameOf: (task) => `task ${String(task)}` },
      request: () => ({ type: 'stop' }),
      answerOf: (reply) => (reply.type === 'helping' ? 'done' : null),
    },
    {
      isStopping: () => stopping,
      begun: (task) => seen.begun.push(task),
      settled: (task, answer) => {
        expect(seen.settled.has(task), 'once').toBe(false);
        expect(seen.ended, 'nothing after the end').toEqual([]);
        seen.settled.set(task, answer);
      },
      progress: ({ part }, settled) => {
        expect(seen.ended, 'nothing after the end').toEqual([]);
        expect(settled).toBe(seen.settled.size);
        log.push(String(part));
      },
      ended: (failed) => seen.ended.push(failed),
    },
  );
  return {
    ...{ seen, log, numbers, closed: () => closed },
    stop: (): void => {
      stopping = true;
    },
    say: (explorer: number, what: Saying): void => hears[explorer]?.(REPLIES[what]),
  };
}

test('every explorer takes the next task when it is done with one, and who is at what is told', () => {
  const { seen, say, log, numbers } = rig(4, 2, 'go on');
  say(0, 'progress');
  say(1, 'progress');
  say(1, 'answer');
  say(1, 'progress');
  expect(log).toEqual(['task 0', 'task 0, task 1', 'task 0', 'task 0, task 2']);
  expect(seen.begun).toEqual([0, 1, 2]);
  say(1, 'answer');
  say(0, 'answer');
  expect(seen.ended).toEqual([]);
  say(1, 'answer');
  expect(seen).toEqual({ begun: numbers, settled: new Map(numbers.map((task) => [task, 'done'])), ended: [null] });
});

test('a failure ends all the work, or leaves one task without an answer: whoever gives it out says which', () => {
  const all = rig(3, 2, 'end all');
  all.say(1, 'crash');
  all.say(0, 'answer');
  expect(all.seen).toEqual({ begun: [0, 1], settled: new Map(), ended: [FAILURES.crash] });
  expect(all.closed(), 'nobody works on').toBe(2);
  const one = rig(3, 2, 'go on');
  one.say(1, 'crash');
  one.say(0, 'answer');
  one.say(1, 'refused');
  expect([...one.seen.settled]).toEqual([
    [1, null],
    [0, 'done'],
    [2, null],
  ]);
  expect(one.seen.ended).toEqual([null]);
  expect(one.closed()).toBe(0);
});

test('no work has ended as it begins, and so has work for nobody', () => {
  expect(rig(0, 2, 'end all').seen.ended).toEqual([null]);
  expect(rig(2, 0, 'end all').seen).toEqual({ begun: [], settled: new Map(), ended: [null] });
});

const sayings = fc.array(
  fc.tuple(fc.nat(4), fc.constantFrom<(Saying | 'stop')[]>(...(Object.keys(REPLIES) as Saying[]), 'answer', 'stop')),
  { maxLength: 40 },
);

test('whatever explorers say, and in whatever order: each task once, in order; one end, when nobody is at one any more', () => {
  fc.assert(
    fc.property(
      fc.nat(12),
      fc.integer({ min: 1, max: 4 }),
      fc.constantFrom<Work<number, string>['onFailure'][]>('end all', 'go on'),
      fc.nat(4),
      sayings,
      (tasks, explorers, onFailure, prompt, said) => {
        const { seen, say, stop, numbers, closed } = rig(tasks, explorers, onFailure, prompt);
        let stopped = false;
        let failed: string | null = null;
        for (const [explorer, what] of said) {
          const isOver = seen.ended.length > 0;
          const before = seen.settled.size;
          const isThere = explorer < explorers;
          if (what === 'stop') {
            stop();
            stopped = true;
            continue;
          }
          const begun = seen.begun.length;
          say(explorer, what);
          if (isOver || !isThere) expect([seen.begun.length, seen.settled.size]).toEqual([begun, before]);
          if (stopped) expect(seen.begun, 'nobody begins any more').toHaveLength(begun);
          if (isFailure(what) && onFailure === 'end all' && seen.ended.length > 0 && !isOver) failed = FAILURES[what];
        }
        const under = seen.begun.length - seen.settled.size;
        expect(seen.begun).toEqual(numbers.slice(0, seen.begun.length));
        expect(under).toBeGreaterThanOrEqual(0);
        expect(under).toBeLessThanOrEqual(explorers);
        if (seen.ended.length === 0) expect(under).toBeGreaterThan(0);
        else if (failed === null) expect([under, seen.ended]).toEqual([0, [null]]);
        else expect([seen.ended, closed()]).toEqual([[failed], explorers]);
        if (seen.ended.length > 0 && failed === null && !stopped) expect(seen.settled.size).toBe(tasks);
      },
    ),
    { numRuns: 500 },
  );
});

const isFailure = (what: Saying): what is 'refused' | 'crash' => what === 'refused' || what === 'crash';
