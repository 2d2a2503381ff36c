import { expect, test } from 'vitest';
import { present } from '../../base/assert.ts';
import { load } from '../../scenario/lint.ts';
import { estimate, estimatingPrograms } from './estimate.ts';
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
