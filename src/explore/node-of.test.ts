import { expect, test } from 'vitest';
import { edgesFrom, nodeOf } from './node-of.ts';
import { stateOf } from './path.ts';
import { startSearch, type Search, type SearchOptions } from './search.ts';
import type { System } from './system.ts';
import { alikeCounters, clerks, counters, digraph } from './toys.ts';

function searched(system: System, options: SearchOptions = {}): Search {
  const search = startSearch(system, [], options);
  search.run(Infinity);
  return search;
}

test('the edges of a graph', () => {
  const search = searched(digraph(['1 2 3 1', '2 2', '1 3']));
  const named = [0, 1, 2].map((node) =>
    edgesFrom(search, node)
      .map((edge) => `${edge.action}:${edge.node}`)
      .join(' '),
  );
  expect(named).toEqual(['2:1 3:2', '2:1 3:2', '1:0']);
});

test.each([
  ['plain', counters(3, 3)],
  ['up to symmetry', alikeCounters(3, 3)],
  ['merged', clerks(3, 2, true)],
])('there are as many edges as the search counted transitions, and all lead somewhere: %s', (_, system) => {
  const search = searched(system);
  const edges = Array.from({ length: search.store.count }, (_unused, node) => edgesFrom(search, node)).flat();
  expect(edges.length).toBe(search.progress().transitions);
  expect(edges.every(({ node }) => node >= 0)).toBe(true);
});

test('beyond a bound the map ends', () => {
  const search = searched(counters(2, 9), { maxDepth: 1 });
  expect(edgesFrom(search, 0)).toEqual([
    { action: 0, node: 1 },
    { action: 1, node: 2 },
  ]);
  expect(edgesFrom(search, 1).map(({ node }) => node)).toEqual([-1, -1]);
  expect(nodeOf(search, Uint16Array.of(7, 7))).toBe(-1);
});

test('a state in the middle of eager steps is found as the one it leads to', () => {
  const search = searched(clerks(2, 3, true));
  const start = new Uint16Array(5);
  expect(nodeOf(search, start)).toBe(0);
  expect(nodeOf(search, Uint16Array.of(0, 2, 0, 1, 0))).toBe(0);
  expect([...stateOf(search.store, 0)]).toEqual([0, 3, 0, 3, 0]);
});
