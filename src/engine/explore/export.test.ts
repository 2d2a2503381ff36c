import { assert, expect, test } from 'vitest';
import * as fc from 'fast-check';
import { present } from '../../base/assert.ts';
import type { TransitionSystem } from '../../interop/transition-system.ts';
import { followed, holdsIn, initialOf, type Numbers } from '../../interop/testing/evaluate.ts';
import { load } from '../../scenario/lint.ts';
import { kernelSystem, type KernelSystem } from '../kernel-system.ts';
import { holdsOn, type Ask } from './ask.ts';
import { everyAsk } from './explore.ts';
import { namesOf } from './export-cells.ts';
import { moveSays } from './export-says.ts';
import { exportQuestion } from './export.ts';
import { freeQuestion, type FreeChoice } from './free-question.ts';
import { scenarioQuestion } from './programs.ts';
import { NO_HARDWARE, RAW, type Question } from './question.ts';

const free = (choice: FreeChoice): Question => freeQuestion({ ...choice, reductions: RAW });

function ofScenario(text: string): Question {
  const loaded = load(text);
  assert(loaded.ok);
  const { scenario, kernel, config } = loaded;
  const asked = scenarioQuestion(scenario, { kernel, config, reductions: RAW });
  assert(asked.ok);
  return asked.value;
}

function exportOf(question: Question, asks: readonly Ask[]): TransitionSystem {
  const exported = exportQuestion(question, asks);
  assert(exported.ok);
  return exported.value;
}

/** The variables of the export as they stand in a block of the model. */
function numbersOf({ variables }: TransitionSystem, { kernel, system }: KernelSystem, block: Uint16Array): Numbers {
  const named = new Map(namesOf(kernel.layout, system.cells).map(({ name, cells }) => [name, cells]));
  return new Map(
    variables.map(({ name, initial }) => [
      name,
      present(named.get(name), name)
        .slice(0, initial.length)
        .map((cell) => block[cell] as number),
    ]),
  );
}

const QUESTIONS: readonly (readonly [string, Question])[] = [
  ['rfc-v2, everything', free({ kernel: 'rfc-v2', cpus: 2, pages: 2, slots: 2 })],
  [
    'vendor-3.18, careless, without interrupts',
    free({ kernel: 'vendor-3.18', cpus: 2, pages: 1, slots: 3, owner: 'careless', operations: { irq: false } }),
  ],
  ['v6.1, one CPU', free({ kernel: 'v6.1', cpus: 1, pages: 2, slots: 3 })],
  ['v2.6.32, types', free({ kernel: 'v2.6.32', cpus: 2, pages: 1, slots: 2, operations: { hotplug: false } })],
  [
    'a program with tasks and pkmap',
    ofScenario(`kmapscope 1
machine kernel=v6.1 cpus=2 pages=2 tasks=1 pkmap=3
cpu0: kmap_local_page(page0)
cpu0: schedule(task2)
cpu1: kmap(page0)
cpu0: schedule(task0)
cpu0: kunmap_local()
cpu1: kunmap(page0)
`),
  ],
  [
    'addresses that are given back by name, and not the newest first',
    ofScenario(`kmapscope 1
machine kernel=v3.9 cpus=2 pages=2
cpu0: kmap_atomic(page0)
cpu0: kmap_atomic(page1)
cpu0: kunmap_atomic(cpu0.slot0)
cpu0: kunmap_atomic(cpu0.slot1)
cpu1: kmap_atomic(page1)
cpu1: secure_protect(page0)
cpu1: kunmap_atomic(0xfff10000)
`),
  ],
];

test.each(QUESTIONS)(
  'every exported move does what the model does, on every state of random walks: %s',
  (_, question) => {
    const asks = everyAsk(question);
    const exported = exportOf(question, asks);
    const bound = kernelSystem(question);
    const { system, moves } = bound;
    const rules = new Map(exported.moves.map((rule) => [rule.says, rule]));
    const [into, first] = [new Uint16Array(system.cells), new Uint16Array(system.cells)];
    system.initial(first);
    expect(initialOf(exported)).toEqual(numbersOf(exported, bound, first));
    let steps = 0;
    const walk = (choices: readonly number[]): void => {
      let state = first.slice();
      for (const chosen of choices) {
        const numbers = numbersOf(exported, bound, state);
        asks.forEach((ask, i) => {
          expect(holdsIn(numbers, present(exported.properties[i], 'a property'))).toBe(
            holdsOn(bound.kernel, bound.machineOf(state), ask),
          );
        });
        const nexts = moves.flatMap((move, action) => {
          const rule = rules.get(moveSays(question.config, move));
          const after = rule === undefined ? null : followed(numbers, rule);
          const may = system.next(state, action, into);
          expect(after).toEqual(may ? numbersOf(exported, bound, into) : null);
          return may ? [into.slice()] : [];
        });
        const next = nexts[chosen % Math.max(1, nexts.length)];
        if (next === undefined) return;
        state = next;
        steps++;
      }
    };
    fc.assert(fc.property(fc.array(fc.nat(1000), { minLength: 30, maxLength: 60 }), walk), { numRuns: 8, seed: 1 });
    expect(steps).toBeGreaterThan(100);
  },
);

test('no two moves are called the same', () => {
  const { moves } = exportOf(free({ kernel: 'v2.6.32', cpus: 2, pages: 2, slots: 2, hardware: NO_HARDWARE }), []);
  expect(new Set(moves.map(({ says }) => says)).size).toBe(moves.length);
});

test('what never changes is no variable', () => {
  const { variables } = exportOf(
    free({ kernel: 'rfc-v2', cpus: 1, pages: 1, slots: 1, operations: { driver: false } }),
    [],
  );
  expect(variables.map(({ name, initial }) => `${name}[${initial.length}]`)).toEqual([
    'top_pte[1]',
    'preempt_count[1]',
    'irqs_off[1]',
    'nested[1]',
    'fn0[3]',
    'pc0[3]',
    'a0[3]',
    'tlb0[1]',
    'kmap_atomic_idx[1]',
    'held[1]',
    'held0[1]',
  ]);
});

test('what has more paths than can be written down is refused in a sentence', () => {
  const question = free({ kernel: 'rfc-v2', cpus: 1, pages: 1, slots: 1 });
  expect(exportQuestion(question, [], 100)).toEqual({
    ok: false,
    error:
      'the moves of this have more than 100 paths, which is too much to write down: have fewer CPUs, pages, slots or lines of a scenario, or let explore answer it',
  });
});
