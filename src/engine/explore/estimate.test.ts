import fc from 'fast-check';
import { expect, test } from 'vitest';
import { present } from '../../base/assert.ts';
import { load } from '../../scenario/lint.ts';
import { estimate, estimatingPrograms, goneOn } from './estimate.ts';
import { exploring, inOneGo } from './explore.ts';
import { freeQuestion, type FreeChoice } from './free-question.ts';
import { scenarioQuestion } from './programs.ts';
import { lessReduced } from './question.ts';

const visited = (choice: FreeChoice): number => inOneGo(exploring(freeQuestion(choice), [])).states;

test('what is small has been counted when it is asked', () => {
  const choice: FreeChoice = { kernel: 'vendor-4.4', pages: 1, slots: 1 };
  expect(estimate(choice)).toEqual({ states: visited(choice), known: 'counted' });
});

test('what is larger is told by smaller machines, to a factor of two', () => {
  const choice: FreeChoice = { kernel: 'v3.9' };
  const { states, known } = estimate(choice);
  const real = visited(choice);
  expect(known).toBe('roughly');
  expect(states / real).toBeGreaterThan(0.5);
  expect(states / real).toBeLessThan(2);
});

test.each<[string, FreeChoice]>([
  ['is just beyond what is counted', { kernel: 'vendor-4.4', pages: 1, operations: { deeper: true } }],
  ['has few states of one page for each of two', { kernel: 'rfc-v2', slots: 1, operations: { deeper: true } }],
  ['has many together that none has alone', { kernel: 'v2.6.37-rc', pages: 1, operations: { deeper: true } }],
])('where CPUs write the strips of others it is told to a factor of two as well: what %s', (_, choice) => {
  const { states, known } = estimate(choice);
  const real = visited(choice);
  expect(known).toBe('roughly');
  expect(states / real).toBeGreaterThan(0.5);
  expect(states / real).toBeLessThan(2);
});

/** How many states each depth has where so many CPUs take so many steps each, in any order. */
function inAnyOrder(cpus: number, steps: number): readonly number[] {
  let levels = [1];
  for (let cpu = 0; cpu < cpus; cpu++) {
    levels = Array.from({ length: levels.length + steps }, (_, d) =>
      levels.slice(Math.max(0, d - steps), d + 1).reduce((sum, count) => sum + count, 0),
    );
  }
  return levels;
}

test('past the depth with the most states, how they have become fewer says how many there are to the end', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 3, max: 5 }),
      fc.integer({ min: 8, max: 14 }),
      fc.integer({ min: 4, max: 9 }),
      (cpus, steps, more) => {
        const levels = inAnyOrder(cpus, steps);
        const all = (steps + 1) ** cpus;
        const top = Math.ceil((cpus * steps) / 2);
        expect(goneOn(levels.slice(0, top)), 'before it nothing is known').toBeNull();
        const told = goneOn(levels.slice(0, top + more)) ?? NaN;
        expect(told / all).toBeGreaterThan(0.8);
        expect(told / all).toBeLessThan(1.25);
      },
    ),
  );
});

test('with a predicate of the person’s own more states will be visited, and that is said before', () => {
  const choice: FreeChoice = { kernel: 'v3.9', cpus: 2, pages: 1, slots: 1 };
  const own = lessReduced(freeQuestion(choice));
  expect(estimate(choice, true)).toEqual({ states: inOneGo(exploring(own, [])).states, known: 'counted' });
  expect(estimate(choice, true).states).toBeGreaterThan(10 * visited(choice));
});

test('what nobody could ever visit is known to be too large without having tried', () => {
  const { states, known } = estimate({ kernel: 'rfc-v2', cpus: 4, pages: 4 });
  expect(known).toBe('roughly');
  expect(states).toBeGreaterThan(1e9);
});

test('hardware that may not walk leaves fewer states', () => {
  const choice: FreeChoice = { kernel: 'vendor-4.4', operations: { irq: false } };
  expect(estimate({ ...choice, hardware: { pte: false } }).states).toBeLessThan(estimate(choice).states / 2);
});

test('the operations of a scenario are counted where they are few', () => {
  const loaded = load(`kmapscope 1
machine kernel=rfc-v2 cpus=2 pages=1
cpu1: kmap_atomic(page0)
cpu1: kunmap_atomic()
cpu0: secure_buffer_change_chunk(page0)
`);
  const { scenario, kernel, config } = present(loaded.ok ? loaded : null, 'a scenario');
  const asked = scenarioQuestion(scenario, { kernel, config });
  const question = present(asked.ok ? asked.value : null, 'a question');
  const { states } = inOneGo(exploring(question, []));
  expect(inOneGo(estimatingPrograms(question))).toEqual({ states, known: 'counted' });
});
