import { describe, expect, test } from 'vitest';
import { present } from '../base/assert.ts';
import { SHIPPED } from '../lessons/library.ts';
import { costsOf } from '../model/cost.ts';
import type { Costs } from '../model/cost.ts';
import { load } from '../scenario/lint.ts';
import { KERNEL_NAMES } from '../scenario/settings.ts';
import { formatStatement } from '../scenario/format.ts';
import { contrastsOf, type Contrast } from './differences.ts';
import { divergences } from './divergence.ts';
import { runLanes, type LaneRun } from './lanes.ts';
import { frameAt } from './step-view.ts';
import { endsOfRun, factsOfRun, searchDivergences } from './testing/seen-facts.ts';

/** The objects that are marked at a position because they do not look the same in both lanes. */
const markedAt = (lanes: readonly LaneRun[], at: number): readonly Contrast[] =>
  contrastsOf(lanes.map(({ run }) => ({ frame: frameAt(run, at, null).frame })));

describe.each(SHIPPED.map(({ id, text }) => [id, text] as const))('%s under every preset', (_, text) => {
  const loaded = load(text);
  if (!loaded.ok) throw new Error(loaded.diagnostics[0]?.message);
  const made = runLanes(loaded.scenario, KERNEL_NAMES);
  if (!made.ok) throw new Error(made.error);
  const lanes = made.value;
  const facts = new Map(lanes.map((lane) => [lane, factsOfRun(lane)]));
  const factsOf = (lane: LaneRun): readonly ReadonlySet<string>[] => present(facts.get(lane), 'the facts of a lane');

  test('lanes stay aligned', () => {
    const steps = lanes.map(({ run }) => run.records.map(({ step }) => formatStatement(step)).join('\n'));
    expect(new Set(steps).size).toBe(1);
  });

  test('where every pair parts, the first time and after, is what a search through all frames finds', () => {
    lanes.forEach((a, i) =>
      lanes.slice(i + 1).forEach((b) => {
        const found = searchDivergences([a, b], factsOf);
        expect(divergences([a.run, b.run]), `${a.name} and ${b.name}`).toEqual(found);
      }),
    );
  });

  test('the first difference that the lanes are marked with is where they first part', () => {
    const [own, ...others] = lanes;
    for (const other of own === undefined ? [] : others) {
      const first = divergences([present(own, 'a lane').run, other.run])[0] ?? Infinity;
      const [ends, theirs] = [endsOfRun(present(own, 'a lane')), endsOfRun(other)];
      for (let at = 0; at < Math.min(first, ends.length); at++) {
        expect(markedAt([present(own, 'a lane'), other], at), `${other.name} at ${at}`).toEqual([]);
      }
      if (first < Infinity && ends[first - 1] === theirs[first - 1])
        expect(markedAt([present(own, 'a lane'), other], first), other.name).not.toEqual([]);
    }
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
