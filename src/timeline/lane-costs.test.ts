import { expect, test } from 'vitest';
import { present } from '../base/assert.ts';
import { costsOf, NO_COSTS, plusCosts } from '../model/cost.ts';
import { DEFAULT_WEIGHTS } from '../model/weights.ts';
import { load } from '../scenario/lint.ts';
import { cumulative, costRows, laneCosts, type CostGroup, type LaneCosts } from './lane-costs.ts';
import { runLanes } from './lanes.ts';
import { measured, MEASURE_WORDS, MEASURES } from './measure.ts';
import { costsAt, type Run } from './run.ts';

const TEXT = `kmapscope 1
machine kernel=rfc-v2 cpus=2
cpu1: kmap_atomic(page3)
cpu1: kunmap_atomic()
expect stray(cpu1.slot0)
cpu0: kmap_atomic_flush_unused()
cpu0: kmap_atomic_flush_unused()
`;

function lanesOf(text: string): { readonly lanes: readonly LaneCosts[]; readonly runs: readonly Run[] } {
  const loaded = load(text);
  if (!loaded.ok) throw new Error(loaded.diagnostics[0]?.message);
  const made = runLanes(loaded.scenario, ['rfc-v1']);
  if (!made.ok) throw new Error(made.error);
  return { lanes: made.value.map(laneCosts), runs: made.value.map(({ run }) => run) };
}

const { lanes, runs } = lanesOf(TEXT);
const KINDS = present(runs[0], 'a run').records.map(({ glance }) => glance.kind);

const shown = (group: CostGroup, from: number, to: number): string =>
  costRows(lanes, KINDS, group, from, to)
    .map(
      ({ kernel, of, costs }) =>
        `${kernel} ${of}: ${costs.pte_writes}w ${costs.pte_reads}r ${costs.tlb_flushes}i ${costs.ipis}ipi`,
    )
    .join('\n');

test('what a lane has cost after each step is what its run says', () => {
  lanes.forEach((lane, i) => {
    const run = present(runs[i], 'a run');
    expect(cumulative(lane)).toEqual(Array.from({ length: 6 }, (_, at) => costsAt(run, at)));
  });
  expect(cumulative({ kernel: 'x', steps: [] })).toEqual([NO_COSTS]);
});

test('a row for each lane', () => {
  expect(shown('lane', 0, 5)).toBe('rfc-v2 : 2w 64r 2i 2ipi\nrfc-v1 : 65w 0r 65i 2ipi');
  expect(shown('lane', 3, 4)).toBe('rfc-v2 : 1w 32r 1i 1ipi\nrfc-v1 : 32w 0r 32i 1ipi');
});

test('a row for each CPU that ever spends something, and each kind of step, whether it did by now or not', () => {
  expect(shown('cpu', 0, 1)).toBe(`rfc-v2 cpu0: 0w 0r 0i 0ipi
rfc-v2 cpu1: 1w 0r 1i 0ipi
rfc-v1 cpu0: 0w 0r 0i 0ipi
rfc-v1 cpu1: 1w 0r 1i 0ipi`);
  expect(shown('kind', 0, 5)).toBe(`rfc-v2 map: 1w 0r 1i 0ipi
rfc-v2 flush: 1w 64r 1i 2ipi
rfc-v1 map: 1w 0r 1i 0ipi
rfc-v1 flush: 64w 0r 64i 2ipi`);
});

test('rows of any group add up to the run', () => {
  for (const group of ['lane', 'cpu', 'kind'] as const) {
    const own = costRows(lanes, KINDS, group, 0, 5).filter(({ kernel }) => kernel === 'rfc-v1');
    expect(own.reduce((sum, { costs }) => plusCosts(sum, costs), NO_COSTS)).toEqual(
      costsAt(present(runs[1], 'a run'), 5),
    );
  }
});

test('a cost can be measured in every way there is a word for', () => {
  const costs = costsOf([{ type: 'tlb_invalidate', cpu: 0, scope: 'range', va: 1, count: 5 }]);
  expect(MEASURES.map((measure) => measured(costs, measure, DEFAULT_WEIGHTS))).toEqual([
    420, 0, 0, 5, 0, 0, 5, 3, 0, 0,
  ]);
  expect(Object.keys(MEASURE_WORDS).toSorted()).toEqual([...MEASURES].toSorted());
});
