import { expect, test } from 'vitest';
import { present } from '../base/assert.ts';
import type { Kernel } from './kernel.ts';
import { PROPERTIES } from './properties.ts';
import { walk } from './testing/random-walk.ts';
import { logOf, makeRig, run, type Rig } from './testing/rig.ts';

const LONG = import.meta.env.MODE === 'long';
const OPERATIONS = LONG ? 1_000_000 : 10_000;
/** So many walks of so many steps, at most, until each violation that is expected has been met. The seeds in the table meet theirs in one. */
const WALKS = 60;
const WALK = 15_000;

/**
 * What each kernel promises, as invariants (I1)-(I6) of machine.md 8 and the fault itself:
 *
 *     kept    whatever its callers do
 *     rules   as long as callers keep the rules (testing/manners.ts): unmap in order, nest within the strip, share no km_type, pair kmap
 *             with kunmap, and leave a page alone while it changes hands (the owner's part in H3 and H4)
 *     race    as rules, but what breaks it is a race that a random walk hardly meets: it has a test of its own below
 *     broken  not even then
 *
 * Interrupts, IPIs, hotplug, speculation and eviction happen at any time in each. The driver flushes what its kernel flushes.
 */
const TABLE = `
  preset                  pte     tlb     fault   live    depth   bug     pkmap   seeds
  v2.6.32                 broken  broken  broken  rules   kept    rules   kept    1 1
  v2.6.37-rc              broken  broken  broken  race    rules   broken  kept    36 1
  v3.9                    broken  broken  broken  rules   rules   rules   kept    1 1
  v3.9-debug              broken  broken  broken  race    rules   rules   kept    11 1
  rfc-v1                  rules   rules   rules   rules   rules   rules   kept    1 1
  rfc-v2                  rules   rules   rules   rules   rules   rules   kept    1 1
  rfc-no-hook             broken  broken  broken  rules   rules   rules   kept    38 3
  rfc-dead-hook           broken  broken  broken  rules   rules   rules   kept    38 1
  v3.14                   broken  broken  broken  rules   rules   rules   kept    4 1
  v3.14-rt                broken  broken  broken  rules   rules   rules   kept    7 1
  vendor-3.18             broken  broken  broken  rules   rules   rules   kept    1 2
  vendor-3.18.20          rules   broken  broken  rules   rules   rules   kept    5 2
  vendor-3.18-corrected   rules   broken  broken  rules   rules   rules   kept    1 1
  vendor-4.4              rules   broken  broken  rules   rules   rules   kept    1 1
  vendor-4.9              rules   broken  broken  rules   rules   rules   kept    6 2
  v6.1                    broken  broken  broken  kept    kept    rules   kept    2 1
  v6.1-debug              broken  broken  broken  kept    rules   rules   kept    24 1
  fixed                   rules   rules   rules   rules   rules   rules   kept    1 2
`;

const ALWAYS = PROPERTIES.filter(({ mood }) => mood === 'always');
const ROWS = TABLE.trim()
  .split('\n')
  .slice(1)
  .map((line) => {
    const [preset = '', ...cells] = line.trim().split(/\s+/);
    return { preset, promises: cells.slice(0, 7), seeds: cells.slice(7).map(Number) };
  });

const kernelOf = (preset: string): Kernel => makeRig(`${preset} cpus=2 pages=2 low=1 pkmap=2 tasks=1`).kernel;

type Kinds = ReadonlySet<string>;

/** Adds to `seen` the properties that a walk sees violated; it ends early when all of `enough` are among them. */
function walkOn(
  kernel: Kernel,
  seed: number,
  operations: number,
  careless: boolean,
  seen: Set<string>,
  enough: Kinds,
): void {
  walk(kernel, {
    seed,
    operations,
    careless,
    visit: (m) => {
      for (const { name, holds } of ALWAYS) if (!seen.has(name) && !holds(kernel, m)) seen.add(name);
      return enough.size === 0 || [...enough].some((name) => !seen.has(name));
    },
  });
}

/** Those of `wanted` that no walk meets; the first one is that of the seed. */
function notMet(kernel: Kernel, seed: number, careless: boolean, wanted: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  const missing = (): readonly string[] => wanted.filter((name) => !seen.has(name));
  for (let i = 0; i < WALKS && missing().length > 0; i++)
    walkOn(kernel, seed + i, WALK, careless, seen, new Set(wanted));
  return missing();
}

function metOnTheWay(kernel: Kernel, seed: number, careless: boolean): readonly string[] {
  const seen = new Set<string>();
  walkOn(kernel, seed, OPERATIONS, careless, seen, new Set());
  return [...seen];
}

const named = (promises: readonly string[], ...wanted: readonly string[]): readonly string[] =>
  ALWAYS.filter((_, i) => wanted.includes(present(promises[i], 'a promise'))).map(({ name }) => name);

test.each(ROWS)('$preset violates what it does not promise', ({ preset, promises, seeds }) => {
  const kernel = kernelOf(preset);
  const [mannerly = 1, careless = 1] = seeds;
  expect(notMet(kernel, mannerly, false, named(promises, 'broken'))).toEqual([]);
  expect(notMet(kernel, careless, true, named(promises, 'broken', 'rules'))).toEqual([]);
});

test.each(ROWS)('$preset keeps what it promises', ({ preset, promises }) => {
  const kernel = kernelOf(preset);
  const promised = named(promises, 'kept', 'rules', 'race');
  expect(metOnTheWay(kernel, 101, false).filter((name) => promised.includes(name))).toEqual([]);
  const always = named(promises, 'kept');
  expect(metOnTheWay(kernel, 102, true).filter((name) => always.includes(name))).toEqual([]);
});

test('the table is complete: every preset, and each cell one of four words', () => {
  expect(
    ROWS.flatMap(({ promises }) => promises).filter((word) => !['kept', 'rules', 'race', 'broken'].includes(word)),
  ).toEqual([]);
  expect(ROWS.map(({ promises }) => promises.length)).toEqual(ROWS.map(() => ALWAYS.length));
});

const live = ({ kernel, machine }: Rig): boolean =>
  present(
    PROPERTIES.find(({ name }) => name === 'no_live_clobbered'),
    'property',
  ).holds(kernel, machine);

test.each(['v2.6.37-rc', 'v3.9-debug'])(
  '%s: the 17th nesting that “>” lets pass, and the neighbour’s first, both find the slot none and then both write it',
  (kernel) => {
    const rig = run(makeRig(`${kernel} cpus=2`), 'cpu0: kmap_atomic(page1)\n'.repeat(16));
    run(rig, 'cpu0: enter kmap_atomic(page2)\ncpu0: tick 4\ncpu1: enter kmap_atomic(page3)\ncpu1: tick 4');
    expect(live(rig)).toBe(true);
    run(rig, 'cpu0: finish\ncpu1: finish');
    expect(logOf(rig)).not.toContain('bug');
    expect(live(rig)).toBe(false);
  },
);
