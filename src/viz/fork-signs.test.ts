import { expect, test } from 'vitest';
import { forksOn } from './fork-signs.ts';

//  main   1─2─3─4─5─6─7─8
//             ├─ a: 4─5─6       forked off main after step 3
//             │      └─ c: 7    forked off a after step 6
//             └───── b          forked off main after step 5
const BRANCHES = [
  { id: 0, name: 'main', parent: null, at: 0, length: 8 },
  { id: 1, name: 'a', parent: 0, at: 3, length: 6 },
  { id: 2, name: 'b', parent: 0, at: 5, length: 9 },
  { id: 3, name: 'c', parent: 1, at: 6, length: 7 },
];

const partings = (shown: number): Readonly<Record<string, number>> =>
  Object.fromEntries(forksOn(BRANCHES, shown).map(({ name, at }) => [name, at]));

test('each other future parts from the one that is shown where the two last had a step in common', () => {
  expect(partings(0)).toEqual({ a: 3, b: 5, c: 3 });
  expect(partings(1)).toEqual({ main: 3, b: 3, c: 6 });
  expect(partings(2)).toEqual({ main: 5, a: 3, c: 3 });
  expect(partings(3)).toEqual({ main: 3, a: 6, b: 3 });
});

test('one future alone parts from nothing', () => {
  expect(forksOn(BRANCHES.slice(0, 1), 0)).toEqual([]);
});
