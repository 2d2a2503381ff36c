import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nodeOf } from './node-of.ts';
import { replay } from './path.ts';
import { reportOf } from './report.ts';
import { startSearch, type Search } from './search.ts';
import type { Property, StateProperty, StepProperty, System } from './system.ts';
import { anyProgram, processes, sharedQuestions } from './testing/random-systems.ts';
import { alikeCounters, counters } from './toys.ts';

function searched(system: System, properties: readonly Property[]): Search {
  const search = startSearch(system, properties);
  search.run(Infinity);
  return search;
}

test('n counters that are alike have as many states as there are multisets', () => {
  // C(6 + 4, 4) = 210 of 5^6 = 15,625
  expect(searched(alikeCounters(6, 4), []).progress()).toMatchObject({ status: 'complete', states: 210, depth: 24 });
  expect(searched(counters(6, 4), []).progress()).toMatchObject({ status: 'complete', states: 15_625, depth: 24 });
});

test('a path is a run of the system as it is, though the states on it were stored renamed', () => {
  const spread: StateProperty = {
    ...{ name: 'not 0 1 2', mood: 'always' },
    holds: (state) => [...state].sort((a, b) => a - b).join(' ') !== '0 1 2',
  };
  const search = searched(alikeCounters(3, 2), [spread]);
  const path = reportOf(search).verdicts[0]?.path ?? [];
  expect(path.length).toBe(3);
  const end = replay(counters(3, 2), path) ?? new Uint16Array(0);
  expect([...end].sort()).toEqual([0, 1, 2]);
  expect(nodeOf(search, end)).toBe(nodeOf(search, Uint16Array.of(2, 0, 1)));
  expect(nodeOf(search, Uint16Array.of(3, 0, 0))).toBe(-1);
});

test('the step of a finding is found under its real name', () => {
  const full: StepProperty = {
    ...{ name: 'the last step to 2 2 2', mood: 'sometimes' },
    holdsOn: (_before, _action, after) => after.every((n) => n === 2),
  };
  const path = reportOf(searched(alikeCounters(3, 2), [full])).verdicts[0]?.path ?? [];
  expect([...(replay(counters(3, 2), path) ?? [])]).toEqual([2, 2, 2]);
});

test('symmetry changes no verdict, with merging or without: random processes that run the same program', () => {
  fc.assert(
    fc.property(anyProgram, fc.integer({ min: 2, max: 3 }), fc.boolean(), (program, count, merge) => {
      // A process that loops alone for ever is left at a place that depends on its number (see `System.eager`).
      fc.pre(!merge || program.every(({ op }) => op !== 'loop'));
      const programs = Array.from({ length: count }, () => program);
      const whole = reportOf(searched(processes(programs, {}), sharedQuestions));
      const alike = reportOf(searched(processes(programs, { alike: true, merge }), sharedQuestions));
      expect(alike.verdicts.map(({ verdict }) => verdict)).toEqual(whole.verdicts.map(({ verdict }) => verdict));
      expect(alike.states).toBeLessThanOrEqual(whole.states);
      for (const [index, { path }] of alike.verdicts.entries()) {
        if (path === null) continue;
        if (!merge) expect(path.length).toBe(whole.verdicts[index]?.path?.length);
        const end = replay(processes(programs, {}), path);
        expect(end && sharedQuestions[index]?.holds(end)).toBe(sharedQuestions[index]?.mood === 'sometimes');
      }
    }),
    { numRuns: 300 },
  );
});
