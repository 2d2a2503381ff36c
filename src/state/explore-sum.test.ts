import { expect, test } from 'vitest';
import type { Progress } from './explore-state.ts';
import { summing } from './explore-sum.ts';

const said = (states: number, depth: number, part: string | null = null): Progress => ({
  ...{ states, frontier: 1, transitions: 2 * states, depth, fullDepth: depth - 1, bytes: 10 * states },
  ...{ statesPerSecond: states / 10, elapsedMs: 100 * depth, part },
});

test('states, rates and memory of all; the depth of the deepest; and of those that are done no more', () => {
  const { hear } = summing();
  expect(hear(1, said(100, 5, 'v3.9'))).toEqual(said(100, 5, 'v3.9'));
  expect(hear(0, said(50, 7, 'v2.6.32'))).toEqual({
    ...{ states: 150, frontier: 2, transitions: 300, depth: 7, fullDepth: 4, bytes: 1500 },
    ...{ statesPerSecond: 15, elapsedMs: 700, part: 'v2.6.32, v3.9' },
  });
  expect(hear(1, null)).toEqual(said(50, 7, 'v2.6.32'));
  expect(hear(0, null)).toBeNull();
});
