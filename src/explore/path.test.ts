import { expect, test } from 'vitest';
import { initialOf, nodesTo, replay, runTo, stateOf } from './path.ts';
import { startSearch } from './search.ts';
import { digraph, philosophers } from './toys.ts';

test('every node has a run that is as long as the node is deep and ends in its state', () => {
  const system = philosophers(4);
  const search = startSearch(system, []);
  search.run(Infinity);
  for (let node = 0; node < search.store.count; node++) {
    const { path, end } = runTo(system, search.store, node);
    expect(end).toEqual(stateOf(search.store, node));
    expect(replay(system, path)).toEqual(end);
    expect(path.length).toBe(search.levels.findLastIndex((first) => first <= node));
    expect(nodesTo(search.store, node).at(-1)).toBe(node);
  }
});

test('a path with a step that is not enabled is no run', () => {
  const system = digraph(['1 2 3']);
  expect([...(replay(system, [2, 3]) ?? [])]).toEqual([3, 0]);
  expect(replay(system, [3])).toBe(null);
  expect(replay(system, [])).toEqual(initialOf(system));
});

test('a system that does not do twice what it did once is found out when the path is rebuilt', () => {
  const graph = digraph(['1 2 3', '1 4']);
  let broken = false;
  const fickle = { ...graph, next: (...step: Parameters<typeof graph.next>) => !broken && graph.next(...step) };
  const search = startSearch(fickle, []);
  search.run(Infinity);
  expect(runTo(fickle, search.store, 3).path).toEqual([2, 3]);
  broken = true;
  expect(() => runTo(fickle, search.store, 3)).toThrow('the step to a stored state is missing');
});
