import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nodesTo, replay, stateOf } from './path.ts';
import { nodeOf } from './node-of.ts';
import { reportOf } from './report.ts';
import { startSearch, type Progress, type Search, type SearchOptions } from './search.ts';
import type { Property, StateProperty, StepProperty, System } from './system.ts';
import { keyOf, naiveSearch, nearest } from './testing/naive-search.ts';
import { randomRules } from './testing/random-systems.ts';
import {
  binaryClock,
  counters,
  digraph,
  mutualExclusion,
  noDeadlock,
  peterson,
  philosophers,
  solves,
  twoBytes,
} from './toys.ts';

function searched(system: System, properties: readonly Property[] = [], options: SearchOptions = {}): Search {
  const search = startSearch(system, properties, options);
  search.run(Infinity);
  return search;
}

const numbers = ({ status, states, transitions, depth }: Progress): unknown[] => [status, states, transitions, depth];
const pathsOf = (search: Search): unknown[] => reportOf(search).verdicts.map(({ verdict, path }) => [verdict, path]);

test.each([
  ['a bit that flips', binaryClock, 2, 2, 1],
  ['two bytes that wrap', twoBytes, 65_536, 131_072, 510],
  ['a graph with a circle and a tail', digraph(['1 2 3 1', '3 4', '4 5 6']), 6, 6, 5],
  ['one node and no edge', digraph(['7']), 1, 0, 0],
  ['4 counters to 5', counters(4, 5), 6 ** 4, 4 * 5 * 6 ** 3, 20],
  ['9 counters to 1', counters(9, 1), 512, 9 * 256, 9],
  ['5 philosophers', philosophers(5), 3 ** 5 - 1, 805, 12],
  ["Peterson's lock", peterson(false), 20, 34, 6],
])('%s: exactly as many states, transitions and steps as there are', (_, system, states, transitions, depth) => {
  const { progress } = searched(system);
  expect(numbers(progress())).toEqual(['complete', states, transitions, depth]);
  expect(progress()).toMatchObject({ checked: states, frontier: 0, limit: null, fullDepth: depth, merged: 0 });
  const naive = naiveSearch(system);
  expect([naive.depths.size, naive.transitions, naive.depth]).toEqual([states, transitions, depth]);
});

test('the shortest path to each property, and its verdict', () => {
  const graph = digraph(['0 1 2 3 4 9', '0 5 9', '5 6', '6 0']);
  const at = (node: number): StateProperty => ({ name: '', mood: 'sometimes', holds: ([low]) => low === node });
  const never = (node: number): StateProperty => ({ name: '', mood: 'always', holds: ([low]) => low !== node });
  expect(pathsOf(searched(graph, [at(9), never(9), at(0), never(7), at(7), at(4)]))).toEqual([
    ['found', [5, 9]],
    ['violated', [5, 9]],
    ['found', []],
    ['holds', null],
    ['not found', null],
    ['found', [1, 2, 3, 4]],
  ]);
});

test("Peterson's lock holds, and lets both in when the turn is set before the flag", () => {
  expect(pathsOf(searched(peterson(false), [mutualExclusion]))).toEqual([['holds', null]]);
  const broken = searched(peterson(true), [mutualExclusion]);
  expect(pathsOf(broken)).toEqual([['violated', [0, 1, 1, 1, 0, 0]]]);
});

test('the philosophers starve when each has taken its own fork, and not earlier', () => {
  const search = searched(philosophers(5), [noDeadlock(5)], { until: 'violated' });
  expect(pathsOf(search)).toEqual([['violated', [0, 1, 2, 3, 4]]]);
  expect(search.progress().status).toBe('decided');
  expect(search.progress().states).toBeLessThan(3 ** 5 - 1);
});

test('2x + 10y = 14 has its nearest solution at x = 7; 4x + 2y = 7 has none', () => {
  const search = searched(twoBytes, [solves(2, 10, 14), solves(4, 2, 7)]);
  expect(pathsOf(search)).toEqual([
    ['found', [0, 0, 1]],
    ['not found', null],
  ]);
});

/** The same numbers from both searches, each state at the same depth, and every path runs. */
function agrees(system: System, options: SearchOptions): void {
  const naive = naiveSearch(system);
  const search = searched(system, [], options);
  expect(numbers(search.progress())).toEqual(['complete', naive.depths.size, naive.transitions, naive.depth]);
  for (let node = 0; node < search.store.count; node++) {
    const state = stateOf(search.store, node);
    expect(naive.depths.get(keyOf(state))).toBe(nodesTo(search.store, node).length - 1);
    expect(nodeOf(search, state)).toBe(node);
  }
}

test('on any system it finds the states, at the depths, that a search with a Map of strings finds', () => {
  fc.assert(
    fc.property(randomRules, (system) => {
      agrees(system, {});
    }),
    { numRuns: 300 },
  );
});

test('also without being told what was written, and with the actions to try named', () => {
  const byNext = randomRules.map(({ cells, actions, initial, next }): System => ({ cells, actions, initial, next }));
  fc.assert(
    fc.property(byNext, (system) => {
      agrees(system, {});
    }),
  );
  const scratch = new Uint16Array(9);
  const named = randomRules.map((system): System => ({
    ...system,
    candidates: (state, into) => {
      let count = 0;
      for (let action = 0; action < system.actions; action++) {
        if (system.next(state, action, scratch.subarray(0, system.cells))) into[count++] = action;
      }
      return count;
    },
  }));
  fc.assert(
    fc.property(named, (system) => {
      agrees(system, {});
    }),
  );
});

test.each([
  ['always 0', () => 0],
  ['always −1', () => -1],
  ['two bits', (words: Int32Array, at: number) => (words[at] as number) & 3],
])('also with a hash that is %s', (_, hash) => {
  fc.assert(
    fc.property(randomRules, (system) => {
      agrees(system, { hash });
    }),
  );
});

test('random graphs: the path to each node is as short as can be, and runs', () => {
  const node = fc.nat(60);
  const graphs = fc.array(fc.array(node, { minLength: 2, maxLength: 6 }), { minLength: 5, maxLength: 60 });
  fc.assert(
    fc.property(graphs, node, (walks, target) => {
      const system = digraph(walks.map((walk) => walk.join(' ')));
      const holds = (state: Uint16Array): boolean => state[0] === target;
      const [verdict] = reportOf(searched(system, [{ name: '', mood: 'sometimes', holds }])).verdicts;
      const naive = naiveSearch(system);
      expect(verdict?.path?.length ?? null).toBe(nearest(naive, holds));
      if (verdict?.path) expect(replay(system, verdict.path)?.[0]).toBe(target);
    }),
  );
});

test('slices of any size give the same search, state by state', () => {
  const whole = searched(philosophers(4), [noDeadlock(4)], { countAll: true });
  for (const budget of [1, 2, 3, 7, 50]) {
    const search = startSearch(philosophers(4), [noDeadlock(4)], { countAll: true });
    let slices = 0;
    while (search.run(budget).status === 'running') slices++;
    expect(slices).toBeGreaterThan(search.progress().states / budget - 2);
    expect(reportOf(search)).toEqual(reportOf(whole));
    for (let node = 0; node < search.store.count; node++)
      expect(stateOf(search.store, node)).toEqual(stateOf(whole.store, node));
  }
});

test('values of all sizes fit: a counter that grows to 65,535 beside one that falls', () => {
  const system: System = {
    cells: 3,
    actions: 1,
    initial: (into) => {
      into.set([0, 0xffff, 77]);
    },
    next: (state, _, into) => {
      into.set([(state[0] as number) + 1, (state[1] as number) - 1, 77]);
      return state[0] !== 0xffff;
    },
  };
  const search = searched(system);
  expect(numbers(search.progress())).toEqual(['complete', 65_536, 65_535, 65_535]);
  expect([...stateOf(search.store, 40_000)]).toEqual([40_000, 25_535, 77]);
});

test('a property of steps is asked about every step, also one to a state seen before', () => {
  const back: StepProperty = {
    name: 'never back to 1',
    mood: 'always',
    holdsOn: (_before, _action, after) => after[0] !== 1,
  };
  const far: StepProperty = {
    ...{ name: 'a step of more than 2', mood: 'sometimes' },
    holdsOn: ([from = 0], action, [to = 0]) => to === action && to - from > 2,
  };
  const graph = digraph(['1 2 3 4 1', '4 5 9']);
  const search = searched(graph, [back, far], { countAll: true });
  expect(reportOf(search).verdicts).toMatchObject([
    { verdict: 'violated', path: [2, 3, 4, 1], hits: 1 },
    { verdict: 'found', path: [2, 3, 4, 5, 9], hits: 1 },
  ]);
});

test('counting goes on after the first finding and is exact', () => {
  const odd: StateProperty = {
    name: 'even',
    mood: 'always',
    holds: (state) => state.reduce((sum, n) => sum + n, 0) % 2 === 0,
  };
  const search = searched(counters(3, 2), [odd, { ...odd, mood: 'sometimes' }], { countAll: true });
  expect(reportOf(search).verdicts).toMatchObject([
    { hits: 13, path: [0] },
    { hits: 14, path: [] },
  ]);
});

test('causes: the shortest run of each, among all steps by which a violation begins, and no more than asked for', () => {
  const graph = digraph(['0 1 9 8', '0 2 3 9', '0 4 5 8', '4 7', '5 9']);
  const bad: StateProperty = { name: 'below 7', mood: 'always', holds: ([node = 0]) => node < 7 };
  const of = (_: Property, end: Uint16Array, path: readonly number[]): string | null =>
    end[0] === 7 ? null : `${path.at(-1) ?? ''} by ${path.at(-2) ?? ''}`;
  const causesOf = (most: number, tries: number): unknown =>
    reportOf(searched(graph, [bad], { causes: { most, tries, of } })).verdicts[0]?.byCause;
  const all = [
    { cause: '9 by 1', path: [1, 9] },
    { cause: '9 by 3', path: [2, 3, 9] },
    { cause: '8 by 5', path: [4, 5, 8] },
    { cause: '9 by 5', path: [4, 5, 9] },
  ];
  expect(causesOf(9, 99)).toEqual(all);
  expect(causesOf(2, 99)).toEqual(all.slice(0, 2));
  expect(causesOf(9, 3)).toEqual(all.slice(0, 2)); // the second try, 4 → 7, has no cause of its own
});

test('causes: an initial state that violates is one, and so are steps', () => {
  const below: StateProperty = { name: 'not 0', mood: 'always', holds: ([node]) => node !== 0 };
  const ahead: StepProperty = { name: 'ahead', mood: 'always', holdsOn: ([from = 0], action) => action > from };
  const of = (_: Property, end: Uint16Array): string => `at ${end[0] ?? ''}`;
  const search = searched(digraph(['0 2 1 3', '3 0']), [below, ahead], { causes: { most: 9, tries: 99, of } });
  expect(reportOf(search).verdicts.map(({ byCause }) => byCause)).toEqual([
    [{ cause: 'at 0', path: [] }],
    [
      { cause: 'at 1', path: [2, 1] },
      { cause: 'at 0', path: [2, 1, 3, 0] },
    ],
  ]);
});

// 9 counters to 2: level sizes are the trinomial coefficients 1 9 45 156 414 882 1554 2304 2907 3139 …
test('a bound on depth: all states to that depth, each asked, and nothing said about the rest', () => {
  const sum = (state: Uint16Array): number => state.reduce((total, n) => total + n, 0);
  const below: StateProperty[] = [4, 5, 6].map((n) => ({
    name: `${n}`,
    mood: 'always',
    holds: (state) => sum(state) < n,
  }));
  const search = searched(counters(9, 2), below, { maxDepth: 5 });
  expect(search.progress()).toMatchObject({ status: 'limit', limit: 'depth', depth: 5, fullDepth: 5, frontier: 0 });
  expect(search.progress().states).toBe(1 + 9 + 45 + 156 + 414 + 882);
  expect(reportOf(search).verdicts.map(({ verdict }) => verdict)).toEqual(['violated', 'violated', 'unknown']);
  expect(search.levels).toEqual([0, 1, 10, 55, 211, 625]);
});

test('a bound on depth that the system keeps by itself does not keep the search from being complete', () => {
  expect(numbers(searched(counters(2, 2), [], { maxDepth: 5 }).progress())).toEqual(['complete', 9, 12, 4]);
  expect(searched(counters(2, 2), [], { maxDepth: 4 }).progress().status).toBe('limit');
});

test('a bound on states: exactly so many, each asked; as many as there are is enough', () => {
  const last: StateProperty = { name: 'not 2 2', mood: 'always', holds: ([a, b]) => a !== 2 || b !== 2 };
  expect(searched(counters(2, 2), [last], { maxStates: 9 }).progress().status).toBe('complete');
  const search = searched(counters(2, 2), [last], { maxStates: 8 });
  expect(search.progress()).toMatchObject({
    status: 'limit',
    limit: 'states',
    states: 8,
    checked: 8,
    depth: 3,
    fullDepth: 3,
  });
  expect(reportOf(search).verdicts[0]).toMatchObject({ verdict: 'unknown', path: null });
});

test('a bound on bytes ends the search with what fits', () => {
  const search = searched(philosophers(11), [noDeadlock(11)], { maxBytes: 1_000_000 });
  const { status, limit, states, checked, bytes, depth, fullDepth } = search.progress();
  expect([status, limit, checked - states]).toEqual(['limit', 'bytes', 0]);
  expect(bytes).toBeLessThanOrEqual(1_000_000);
  expect(states).toBeGreaterThan(20_000);
  expect(depth - fullDepth).toBeLessThanOrEqual(1);
});

test('bounds that leave no room at all', () => {
  expect(searched(binaryClock, [], { maxStates: 0 }).progress()).toMatchObject({
    status: 'limit',
    states: 0,
    depth: 0,
  });
  expect(searched(binaryClock, [], { maxBytes: 5000 }).progress()).toMatchObject({
    status: 'limit',
    limit: 'bytes',
    states: 0,
  });
});

test('under any bounds: no more than allowed, all of it asked, and it is the beginning of the whole search', () => {
  const bounds = fc.record({
    maxStates: fc.integer({ min: 1, max: 60 }),
    maxDepth: fc.nat(12),
    maxBytes: fc.integer({ min: 90_000, max: 800_000 }),
  });
  fc.assert(
    fc.property(randomRules, bounds, (system, room) => {
      const whole = searched(system);
      const search = searched(system, [], room);
      const { status, states, checked, frontier, depth, fullDepth, bytes } = search.progress();
      expect([checked, frontier, states <= room.maxStates, bytes <= room.maxBytes]).toEqual([states, 0, true, true]);
      expect(depth).toBeLessThanOrEqual(room.maxDepth);
      expect(fullDepth <= depth && depth <= fullDepth + 1).toBe(true);
      if (status === 'complete') expect(states).toBe(whole.store.count);
      for (let node = 0; node < states; node++) expect(stateOf(search.store, node)).toEqual(stateOf(whole.store, node));
      // Every state of a depth that is said to be complete was found.
      const { levels } = whole;
      expect(states).toBeGreaterThanOrEqual(levels[fullDepth + 1] ?? 0);
    }),
    { numRuns: 300 },
  );
});

test('a search that becomes large packs its states anew on the way, and loses none', () => {
  for (const system of [counters(3, 24), { ...counters(3, 24), ranges: [0, 1, 2] }]) {
    const search = searched(system);
    expect(search.progress()).toMatchObject({
      status: 'complete',
      states: 25 ** 3,
      depth: 72,
      transitions: 3 * 24 * 25 ** 2,
    });
    expect(search.store.packing.words).toBe(1);
    const seen = Array.from({ length: search.store.count }, (_, node) => stateOf(search.store, node).join(' '));
    expect(new Set(seen).size).toBe(25 ** 3);
  }
});

test('when cells must grow and there is no room for that, the search ends as at any other bound', () => {
  const system: System = {
    cells: 40,
    actions: 40,
    initial: () => undefined,
    next: (state, action, into) => {
      into.set(state);
      into[action] = 0xffff;
      return (state[action - 1] ?? 1) !== 0;
    },
  };
  expect(numbers(searched(system).progress())).toEqual(['complete', 41, 860, 40]);
  const limited = searched(system, [], { maxBytes: 300_000 }).progress();
  expect(limited).toMatchObject({ status: 'limit', limit: 'bytes', frontier: 0 });
  expect(limited.states).toBeGreaterThan(5);
  expect(limited.bytes).toBeLessThanOrEqual(300_000);
});

test('every step is judged once, also those that make a cell grow', () => {
  const seen: StepProperty = { name: 'a step', mood: 'sometimes', holdsOn: () => true };
  fc.assert(
    fc.property(randomRules, (system) => {
      const search = searched(system, [seen], { countAll: true });
      expect(search.answers[0]?.hits).toBe(naiveSearch(system).transitions);
    }),
  );
});

test('a search can be stopped between any two slices, and stays stopped', () => {
  const search = startSearch(counters(4, 5), [noDeadlock(1)]);
  search.run(500);
  const stopped = search.stop();
  expect(stopped).toMatchObject({ status: 'stopped' });
  expect(stopped.states).toBe(stopped.checked + stopped.frontier);
  expect(search.run(1000)).toEqual(stopped);
  expect(searched(binaryClock).stop().status).toBe('complete');
});
