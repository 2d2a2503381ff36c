import { expect, test } from 'vitest';
import { brokenPromise } from '../explore/broken-promise.ts';
import { stateOf } from '../explore/path.ts';
import { reportOf } from '../explore/report.ts';
import { startSearch, type Search } from '../explore/search.ts';
import type { Property, System } from '../explore/system.ts';
import { PRESETS } from '../model/eras.ts';
import { askedOf } from './explore/asked.ts';
import { everyAsk } from './explore/explore.ts';
import { freeQuestion, type FreeChoice } from './explore/free-question.ts';
import { RAW, REDUCED } from './explore/question.ts';
import { kernelSystem } from './kernel-system.ts';

// Most steps of an exploration are looked up, not taken (explore/learned.ts). Here both ways go side by side.

const BOUNDS = { maxStates: 1500 };

function searched(system: System, properties: readonly Property[]): Search {
  const search = startSearch(system, properties, BOUNDS);
  search.run(Infinity);
  return search;
}

function found(search: Search): unknown {
  const { store, levels, progress } = search;
  // How far cells have grown when, and so how often the store was packed anew, may differ.
  const numbers = { ...progress(), bytes: 0 };
  const states = Array.from({ length: store.count }, (_, node) => stateOf(store, node).join(' '));
  return { numbers, levels, verdicts: reportOf(search).verdicts, states };
}

function sameEitherWay(choice: FreeChoice): void {
  const bound = kernelSystem(freeQuestion(choice));
  const asked = askedOf(bound, everyAsk(bound.question));
  const { ranges, ...plain } = bound.system;
  expect(ranges?.length).toBeGreaterThan(1);
  const slow = searched(
    plain,
    asked.map((property) => ({ ...property, local: false })),
  );
  expect(found(searched(bound.system, asked))).toEqual(found(slow));
}

const names = PRESETS.map(({ name }) => name);

test.each(names)('%s: learned steps are the model’s, with sets and symmetry and without', (kernel) => {
  sameEitherWay({ kernel, reductions: RAW });
  sameEitherWay({ kernel, reductions: { ...REDUCED, merge: false } });
  sameEitherWay({ kernel, cpus: 3, pages: 1, owner: 'careless', reductions: { ...RAW, tlbSets: true } });
});

test('merged steps are taken, not learned', () => {
  const bound = kernelSystem(freeQuestion({ kernel: 'rfc-v2', reductions: REDUCED }));
  expect(bound.system.ranges).toBeUndefined();
});

test.each(['rfc-v2', 'v6.1', 'v2.6.32'])('%s keeps the promises of a system, state by state', (kernel) => {
  const bound = kernelSystem(freeQuestion({ kernel, pages: 1, reductions: RAW }));
  expect(brokenPromise(bound.system, askedOf(bound, everyAsk(bound.question)), 300)).toBe(null);
});
