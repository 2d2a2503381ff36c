import { expect, test } from 'vitest';
import { reportOf, sentenceOf } from './report.ts';
import { startSearch, type SearchOptions } from './search.ts';
import type { Mood, Property, StateProperty, System } from './system.ts';
import { alikeCounters, clerks, counters, nothingLost, solves, twoBytes } from './toys.ts';

const sumIs = (mood: Mood, n: number): StateProperty => ({
  ...{ name: `sum ${mood === 'always' ? '≠' : '='} ${n}`, mood },
  holds: (state) => (state.reduce((sum, value) => sum + value, 0) === n) === (mood === 'sometimes'),
});

function sentence(
  system: System,
  properties: readonly Property[],
  options: SearchOptions = {},
  budget = Infinity,
): string {
  const search = startSearch(system, properties, options);
  search.run(budget);
  return sentenceOf(reportOf(search));
}

test.each([
  ['no violation: all 65,536 states, 131,072 transitions, depth 510', twoBytes, [solves(1, 1, 1)], {}],
  [
    'no violation; no example of 4x + 2y = 7: all 65,536 states, 131,072 transitions, depth 510',
    twoBytes,
    [solves(4, 2, 7)],
    {},
  ],
  ['violated: sum ≠ 3: all 27 states, 54 transitions, depth 6', counters(3, 2), [sumIs('always', 3)], {}],
  [
    'violated: sum ≠ 1, sum ≠ 2; no example of sum = 9: all 9 states, 12 transitions, depth 4',
    counters(2, 2),
    [sumIs('always', 1), sumIs('always', 2), sumIs('always', 9), sumIs('sometimes', 9)],
    {},
  ],
  [
    'not finished: 55 states to depth 2, no violation so far; the limit of depth was met',
    counters(9, 2),
    [sumIs('always', 3)],
    { maxDepth: 2 },
  ],
  [
    'not finished: 1,000 states to depth 5 (all of depth 4), violated: sum ≠ 1; the limit of states was met',
    counters(9, 2),
    [sumIs('always', 1)],
    { maxStates: 1000 },
  ],
  [
    'violated: sum ≠ 1: ended at the finding after 2 states, 9 transitions, depth 1',
    counters(9, 2),
    [sumIs('always', 1)],
    { until: 'violated' as const },
  ],
  [
    'no violation: all 210 states, 1,008 transitions, depth 24 (states that are alike counted once)',
    alikeCounters(6, 4),
    [],
    {},
  ],
])('%s', (expected, system, properties, options) => {
  expect(sentence(system, properties, options)).toBe(expected);
});

test('a stopped search speaks of the states that were asked only', () => {
  expect(sentence(counters(9, 2), [sumIs('always', 3)], {}, 100)).toBe(
    'not finished: 10 states to depth 1, no violation so far; stopped',
  );
  expect(sentence(counters(9, 2), [sumIs('always', 3)], {}, 101)).toBe(
    'not finished: 11 states to depth 2 (all of depth 1), no violation so far; stopped',
  );
});

test('merged steps are said', () => {
  expect(sentence(clerks(2, 3, true), [nothingLost(2, 3)])).toMatch(
    /^violated: no addition is lost: all 13 states, 14 transitions, depth 4 \(24 steps that touch nothing shared merged\)$/,
  );
});

test('no sentence ever says that something is proved', () => {
  for (const options of [{}, { maxDepth: 1 }, { maxStates: 3 }, { until: 'decided' as const }]) {
    expect(sentence(counters(2, 2), [sumIs('always', 99)], options)).not.toMatch(/prove|proof|verified|safe|correct/i);
  }
});

test('a report is plain data', () => {
  const search = startSearch(counters(3, 2), [sumIs('always', 2), sumIs('sometimes', 9)], { countAll: true });
  search.run(Infinity);
  const report = reportOf(search);
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  expect(report).toMatchObject({
    ...{
      status: 'complete',
      limit: null,
      states: 27,
      transitions: 54,
      merged: 0,
      symmetry: false,
      depth: 6,
      fullDepth: 6,
    },
    verdicts: [
      { name: 'sum ≠ 2', mood: 'always', verdict: 'violated', path: [0, 0], hits: 6, byCause: [] },
      { name: 'sum = 9', mood: 'sometimes', verdict: 'not found', path: null, hits: 0, byCause: [] },
    ],
  });
  expect(report.bytesPerState).toBe(report.bytes / 27);
});
