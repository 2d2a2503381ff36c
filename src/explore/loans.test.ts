import fc from 'fast-check';
import { expect, test } from 'vitest';
import { reportOf } from './report.ts';
import { startSearch, type Search, type SearchOptions } from './search.ts';
import { actionOf, parentOf } from './node-store.ts';
import { stateOf } from './path.ts';
import type { Property, StepProperty, System } from './system.ts';
import { anyProgram, processes, randomRules, sharedQuestions, sideBySide } from './testing/random-systems.ts';
import { anyTurns, sharedSearch, type Turn } from './testing/shared-search.ts';
import { alikeCounters, counters, noDeadlock, peterson, mutualExclusion, philosophers, twoBytes } from './toys.ts';

/**
 * All that there is to know of a search: numbers, verdicts with their paths, and every node with how it was reached. Where there is no room for
 * more states, steps that lead to none are counted and judged as far as the search has just come: by whole slices.
 */
function whole(search: Search): unknown {
  const nodes = Array.from({ length: search.store.count }, (_, node) => [
    ...stateOf(search.store, node),
    parentOf(search.store, node),
    actionOf(search.store, node),
  ]);
  const { merged, ...progress } = search.progress();
  const { verdicts, ...report } = { ...reportOf(search), merged: null };
  const isFull = progress.limit === 'states' || progress.limit === 'bytes';
  const known = isFull ? verdicts.filter((__, i) => 'holds' in (search.answers[i]?.property ?? {})) : verdicts;
  return { progress, merged: isFull ? null : merged, report, known, levels: search.levels, nodes };
}

function alone(system: System, properties: readonly Property[], options: SearchOptions): unknown {
  const search = startSearch(system, properties, options);
  search.run(Infinity);
  return whole(search);
}

const STEADY: readonly Turn[] = [
  ...[1, 2, 3].map((): Turn => ({ do: 'lend', most: 100, own: 50 })),
  { do: 'run', budget: 300 },
  ...[1, 0].map((errand): Turn => ({ do: 'answer', errand })),
];

const oddStep: StepProperty = {
  name: 'a step to what is odd everywhere',
  mood: 'sometimes',
  holdsOn: (_, __, after) => after.every((value) => value % 2 === 1),
};

test.each<[string, () => System, readonly Property[]]>([
  ['two bytes that wrap', () => twoBytes, [oddStep]],
  ['5 counters to 5', () => counters(5, 5), [oddStep]],
  ['7 counters to 9 that are alike', () => alikeCounters(7, 9), [oddStep]],
  ['9 philosophers', () => philosophers(9), [noDeadlock(9)]],
])('%s: to the last number and node as alone, with much of it looked into by others', (_, make, properties) => {
  const { search, told } = sharedSearch(make, () => properties, {}, STEADY, structuredClone);
  expect(told).toBeGreaterThan(search.store.count / 4);
  expect(whole(search)).toEqual(alone(make(), properties, {}));
});

const MOST = 500;
const anyOptions: fc.Arbitrary<SearchOptions> = fc.oneof(
  fc.constant({}),
  fc.record({ maxStates: fc.integer({ min: 1, max: MOST }) }),
  fc.record({ maxDepth: fc.nat(8) }),
  fc.record({ maxBytes: fc.constantFrom(0, 70_000, 200_000) }),
  fc.record({ until: fc.constantFrom('complete' as const, 'decided' as const, 'violated' as const) }),
);

/** A number that is not read from the state: it says whether the search asks in the same order. */
const rareStep = (cells: number): StepProperty => ({
  name: 'a large step',
  mood: 'always',
  holdsOn: (before, action, after) => before.every((value, cell) => value === after[cell]) || (action + cells) % 5 > 0,
});

test('whoever looks into which states, and whenever they are heard, if at all: any system is searched as alone', () => {
  let heard = 0;
  fc.assert(
    fc.property(randomRules, anyOptions, anyTurns, (rules, chosen, turns) => {
      const system = sideBySide(rules, counters(2, 5));
      const options = { maxStates: MOST, ...chosen };
      const properties = [
        ...[0, 1, 255].map((n): Property => ({ name: `${n}`, mood: 'always', holds: (state) => state.at(-1) !== n })),
        rareStep(system.cells),
      ];
      const { search, told } = sharedSearch(
        () => system,
        () => properties,
        options,
        turns,
        structuredClone,
      );
      heard += told;
      expect(whole(search)).toEqual(alone(system, properties, options));
    }),
    { numRuns: 300 },
  );
  expect(heard, 'they do help').toBeGreaterThan(1500);
});

test('also with processes that are alike, and local lines that are merged', () => {
  const programs = fc.oneof(
    fc.array(anyProgram, { minLength: 2, maxLength: 3 }),
    anyProgram.map((program) => [program, program, program]),
  );
  fc.assert(
    fc.property(programs, fc.boolean(), anyOptions, anyTurns, (all, merge, options, turns) => {
      const alike = all.every((program) => program === all[0]);
      const make = (): System => processes(all, { merge, alike });
      const { search } = sharedSearch(make, () => sharedQuestions, options, turns, structuredClone);
      expect(whole(search)).toEqual(alone(make(), sharedQuestions, options));
    }),
    { numRuns: 200 },
  );
});

test('others who never answer are not waited for', () => {
  const make = (): System => philosophers(8);
  const turns: readonly Turn[] = [
    { do: 'lend', most: 50, own: 20 },
    { do: 'run', budget: 100 },
  ];
  const { search, told } = sharedSearch(make, () => [noDeadlock(8)], {}, turns, structuredClone);
  expect(told).toBe(0);
  expect(whole(search)).toEqual(alone(make(), [noDeadlock(8)], {}));
});

test('nothing is lent when there is little, when steps are learned, or when findings are counted', () => {
  const running = (system: System, options: SearchOptions = {}): Search => {
    const search = startSearch(system, [mutualExclusion], options);
    search.run(200);
    return search;
  };
  expect(running(peterson(false)).lend(100, 50)).toBeNull();
  expect(running(philosophers(9)).lend(100, 50)?.count).toBeGreaterThan(31);
  expect(running(philosophers(9), { countAll: true }).lend(100, 50)).toBeNull();
  expect(running({ ...philosophers(9), ranges: [0] }).lend(100, 50)).toBeNull();
  const stopped = running(philosophers(9));
  stopped.stop();
  expect(stopped.lend(100, 50)).toBeNull();
});
