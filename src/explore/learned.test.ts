import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashWords, type HashWords } from './hash-words.ts';
import { answerHere, learnedOf, learnedProperty, learnHere } from './learned.ts';
import { lookUp } from './lookup.ts';
import { pack, packingOf, type Packing } from './packing.ts';
import { stateOf } from './path.ts';
import { present } from '../base/assert.ts';
import { reportOf } from './report.ts';
import { startSearch, type Search, type SearchOptions } from './search.ts';
import type { Property, StateProperty, System } from './system.ts';
import { anyProgram, processes, randomRules, sharedQuestions } from './testing/random-systems.ts';
import { alikeCounters, clerks, counters, noDeadlock, nothingLost, philosophers } from './toys.ts';

function searched(system: System, properties: readonly Property[] = [], options: SearchOptions = {}): Search {
  const search = startSearch(system, properties, options);
  while (search.run(100).status === 'running');
  return search;
}

const learnable = (property: Property): Property => ({ ...property, local: true });

/** Learned or not, the same states are found in the same order, with the same numbers, verdicts and paths. */
function sameEitherWay(system: System, properties: readonly Property[] = [], options: SearchOptions = {}): void {
  const { ranges, ...plain } = system;
  expect(ranges).toBeDefined();
  const slow = searched(plain, properties, options);
  const fast = searched(system, properties.map(learnable), options);
  const { bytes, ...numbers } = slow.progress();
  expect(bytes).toBeGreaterThan(0);
  expect(fast.progress()).toMatchObject(numbers);
  const of = (search: Search): unknown[] => [
    search.levels,
    reportOf(search).verdicts,
    Array.from({ length: search.store.count }, (_, node) => stateOf(search.store, node).join(' ')),
  ];
  expect(of(fast)).toEqual(of(slow));
}

/** The system with its actions cut into ranges at some of them. */
const cut = (system: System, at: readonly number[]): System => ({
  ...system,
  ranges: [...new Set([0, ...at.map((action) => action % system.actions)])].sort((a, b) => a - b),
});
const cuts = fc.array(fc.nat(20), { maxLength: 4 });

test.each<[string, System, readonly Property[]]>([
  ['philosophers', philosophers(5), [noDeadlock(5)]],
  ['counters', counters(2, 70), []],
  ['alike counters', alikeCounters(4, 3), []],
  ['clerks', clerks(3, 2, false), [nothingLost(3, 2)]],
])('%s, learned as one and one by one', (_, system, properties) => {
  sameEitherWay({ ...system, ranges: [0] }, properties);
  sameEitherWay({ ...system, ranges: Array.from({ length: system.actions }, (__, action) => action) }, properties);
});

test('any system, cut into any ranges, with cells that turn out wider than they were', () => {
  fc.assert(
    fc.property(randomRules, cuts, (system, at) => {
      sameEitherWay(cut(system, at));
    }),
    { numRuns: 300 },
  );
});

test('with symmetry and properties; where steps are judged', () => {
  fc.assert(
    fc.property(anyProgram, cuts, fc.boolean(), fc.boolean(), (program, at, alike, judged) => {
      const system = cut(processes([program, program, program], { alike }), at);
      const causes = { most: 2, tries: 9, of: ({ name }: Property) => name };
      sameEitherWay(system, sharedQuestions, judged ? { causes } : {});
    }),
  );
});

test('where the room ends early', () => {
  fc.assert(
    fc.property(randomRules, cuts, fc.nat(30), (system, at, maxStates) => {
      sameEitherWay(cut(system, at), [], { maxStates });
    }),
  );
});

test('merged steps are the same, too', () => {
  // Eager actions are taken by `act` itself; only what follows them is learned.
  const merged = clerks(3, 2, true);
  sameEitherWay({ ...merged, ranges: [0] }, [nothingLost(3, 2)]);
});

test('what was learned in one state is known in others: a philosopher finds itself in six situations', () => {
  const system = { ...philosophers(3), ranges: [0, 1, 2] };
  const packing = whole(system.cells);
  const learned = present(learnedOf(system, packing), 'ranges');
  const { store } = searched(philosophers(3));
  const first = present(learned.ranges[0], 'a range');
  const told = new Map<string, unknown>();
  for (let node = 0; node < store.count; node++) {
    const state = stateOf(store, node);
    if (lookUp(first.lookup, packed(packing, state)) >= 0) continue;
    const fact = present(learned.facts[learnHere(learned, first, state)], 'a fact');
    told.set(`line ${String(state[0])} forks ${String(state[1])} ${String(state[4])}`, learned.leaves[fact.leaf]);
  }
  // In the order found. With one fork in the hand nobody asks for it again; the first line does not look at the other one.
  expect([...told]).toEqual([
    ['line 0 forks 0 0', [step([1, 1, 0], [0, 1, 0])]],
    ['line 1 forks 1 0', [step([4, 1, 0], [0, 2, 1])]],
    ['line 2 forks 1 1', [step([1, 0, 1], [0, 3, 2])]],
    ['line 1 forks 1 1', []],
    ['line 0 forks 1 0', []],
    ['line 3 forks 0 1', [step([4, 0, 1], [0, 0, 3])]],
  ]);
  expect(store.count).toBe(26);
});

function step(...writes: readonly (readonly [cell: number, value: number, before: number])[]): unknown {
  return { action: 0, writes: writes.map(([cell, value, before]) => ({ cell, value, before })) };
}

/** All bits of all cells. */
const whole = (cells: number): Packing => packingOf(new Uint16Array(cells), new Uint8Array(cells).fill(16));

function packed(packing: Packing, state: Uint16Array): Int32Array {
  const words = new Int32Array(packing.words);
  pack(packing, state, words, 0);
  return words;
}

test('a property is asked once of what it looks at, and is not learned when it is not local', () => {
  let times = 0;
  const property: StateProperty = {
    name: 'third',
    mood: 'always',
    holds: (state) => {
      times++;
      return state[2] !== 3 || state[0] === 1;
    },
  };
  const packing = whole(3);
  expect(learnedProperty(property, packing)).toBe(null);
  const learned = present(learnedProperty({ ...property, local: true }, packing), 'a local property');
  const answer = (...cells: readonly number[]): boolean => {
    const state = Uint16Array.from(cells);
    const known = lookUp(learned.lookup, packed(packing, state));
    return known < 0 ? answerHere(learned, state) : known === 1;
  };
  const all = (): readonly boolean[] => [
    answer(0, 5, 3),
    answer(1, 5, 3),
    answer(0, 6, 3),
    answer(1, 7, 2),
    answer(0, 8, 2),
  ];
  expect(all()).toEqual([false, true, false, true, true]);
  expect(all()).toEqual([false, true, false, true, true]);
  expect(times).toBe(3);
});

test('counters that have nothing to do with each other: every state is made once, though every step is counted', () => {
  let rows = 0;
  const hash: HashWords = (words, at, count) => {
    rows++;
    return hashWords(words, at, count);
  };
  const system = counters(4, 5);
  const search = searched({ ...system, ranges: [0, 1, 2, 3] }, [], { hash });
  const { states, transitions } = search.progress();
  expect([states, transitions]).toEqual([6 ** 4, 4 * 5 * 6 ** 3]);
  const apart = rows;
  rows = 0;
  searched(system, [], { hash });
  // Both also hash states anew when the table grows.
  expect(rows - apart).toBe(transitions - (states - 1));
});
