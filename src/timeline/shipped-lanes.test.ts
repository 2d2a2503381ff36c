import { describe, expect, test } from 'vitest';
import { present } from '../base/assert.ts';
import { SHIPPED } from '../lessons/library.ts';
import { costsOf } from '../model/cost.ts';
import type { Costs } from '../model/cost.ts';
import { load } from '../scenario/lint.ts';
import { KERNEL_NAMES } from '../scenario/settings.ts';
import { formatStatement } from '../scenario/format.ts';
import { firstDivergence } from './divergence.ts';
import { runLanes, type LaneRun } from './lanes.ts';
import { frameAt } from './step-view.ts';

/** What the panels show of a lane at a position, without what belongs to one kernel: addresses, costs, TLBs, the code. */
function seen({ run }: LaneRun, at: number): string {
  const { frame } = frameAt(run, at, null);
  return JSON.stringify([
    frame.slots.filter(({ state }) => state !== 'none').map(({ cpu, slot, page, state }) => [cpu, slot, page, state]),
    frame.cpus.map(({ state }) => state),
    frame.pages.filter(({ secure }) => secure).map(({ name }) => name),
    frame.fault?.page ?? 0,
    run.records[at - 1]?.outcome ?? null,
  ]);
}

const positionsOf = ({ run }: LaneRun): readonly number[] =>
  Array.from({ length: run.records.length + 1 }, (_, at) => at);

describe.each(SHIPPED.map(({ id, text }) => [id, text] as const))('%s under every preset', (_, text) => {
  const loaded = load(text);
  if (!loaded.ok) throw new Error(loaded.diagnostics[0]?.message);
  const made = runLanes(loaded.scenario, KERNEL_NAMES);
  if (!made.ok) throw new Error(made.error);
  const lanes = made.value;
  const pictures = lanes.map((lane) => positionsOf(lane).map((at) => seen(lane, at)));

  test('lanes stay aligned', () => {
    const steps = lanes.map(({ run }) => run.records.map(({ step }) => formatStatement(step)).join('\n'));
    expect(new Set(steps).size).toBe(1);
  });

  test('the first divergence of every pair is what a search through all frames finds', () => {
    lanes.forEach((a, i) =>
      lanes.slice(i + 1).forEach((b, j) => {
        const [seenA, seenB] = [present(pictures[i], 'a lane'), present(pictures[i + 1 + j], 'a lane')];
        const found = seenA.findIndex((picture, at) => picture !== seenB[at]);
        expect(firstDivergence([a.run, b.run]), `${a.name} and ${b.name}`).toBe(found < 0 ? null : found);
      }),
    );
  });

  test('what each has cost is what an independent count of its log comes to', () => {
    for (const { run } of lanes) {
      let costs: Costs = costsOf([]);
      run.records.forEach((record, i) => {
        // An expectation that came true is told with the step before it, whose events are not to be counted twice.
        const happened = record.outcome === 'expect_ok' ? [] : (frameAt(run, i + 1, null).frame.step?.events ?? []);
        costs = costsOf(happened, costs);
        expect(record.costs).toEqual(costs);
      });
    }
  });
});
