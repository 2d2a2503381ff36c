import { describe, expect, test } from 'vitest';
import { TOUR, tourStop } from '../lessons/tour.ts';
import { format } from '../scenario/format.ts';
import { load } from '../scenario/lint.ts';
import { parse } from '../scenario/parse.ts';
import { divergences } from './divergence.ts';
import { runLanes, type LaneRun } from './lanes.ts';
import { costsAt } from './run.ts';

function lanesOf(scenario: string, kernels: readonly string[]): readonly LaneRun[] {
  const loaded = load(scenario);
  if (!loaded.ok) throw new Error(loaded.diagnostics[0]?.message);
  const lanes = runLanes(loaded.scenario, kernels);
  if (!lanes.ok) throw new Error(lanes.error);
  return lanes.value;
}

describe.each(TOUR.stops.map((stop, i) => [i + 1, stop] as const))('stop %i of the thread companion', (page, stop) => {
  const lanes = lanesOf(stop.scenario, stop.kernels);
  const [own] = lanes;

  test('is written in canonical form, and found by its page', () => {
    const parsed = parse(stop.scenario);
    expect(parsed.diagnostics).toEqual([]);
    expect(format(parsed.scenario)).toBe(stop.scenario);
    expect(tourStop(page)).toBe(stop);
  });

  test('every expectation comes true on its own kernel, and every step can be asked there', () => {
    const failing = (own?.run.records ?? []).filter(({ outcome }) => outcome === 'expect_failed');
    expect(failing.map(({ reason }) => reason)).toEqual([]);
    expect(own?.run.records.some(({ outcome }) => outcome === 'expect_ok')).toBe(true);
  });

  test('the lanes part where it says', () => {
    expect(divergences(lanes.map(({ run }) => run))[0] ?? null).toBe(stop.parts);
  });

  test('where they do not part, they differ in what they cost', () => {
    const costs = lanes.map(({ run }) => JSON.stringify(costsAt(run, run.records.length)));
    expect(new Set(costs).size).toBe(lanes.length);
  });

  test('opens at a step of its run, compares at least two kernels and at most four', () => {
    expect(stop.at).toBeGreaterThan(0);
    expect(stop.at).toBeLessThanOrEqual(own?.run.records.length ?? 0);
    // Past the expectations behind its step, where stepping comes to stand too.
    expect(own?.run.records[stop.at]?.outcome).not.toBe('expect_ok');
    expect(lanes.length).toBeGreaterThan(1);
    expect(lanes.length).toBeLessThan(5);
  });

  test('is short, and quotes sparingly', () => {
    const words = (text: string): number => text.split(/\s+/).length;
    expect(words(stop.text.join(' '))).toBeLessThan(110);
    expect(words(stop.look)).toBeLessThan(40);
    expect(stop.claim.length).toBeLessThan(50);
    expect(words(stop.said?.words ?? '')).toBeLessThan(16);
  });
});

const outcomesOf = (page: number): readonly string[] => {
  const stop = tourStop(page);
  if (stop === undefined) throw new Error(`no page ${page}`);
  return lanesOf(stop.scenario, stop.kernels).map(({ name, run }) => {
    const { pte_writes, tlb_flushes, pte_reads } = costsAt(run, run.records.length);
    const refused = run.records.filter(({ outcome }) => outcome === 'refused').length;
    const fault = run.records.some(({ glance }) => glance.fault) ? 'fault' : 'no fault';
    return `${name}: ${fault}, ${refused} refused, ${pte_writes} writes, ${tlb_flushes} flushes, ${pte_reads} reads`;
  });
};

test('what each stop says of its lanes is so', () => {
  expect(TOUR.stops.map((_, i) => outcomesOf(i + 1))).toMatchInlineSnapshot(`
    [
      [
        "v3.9: no fault, 0 refused, 3 writes, 513 flushes, 0 reads",
        "rfc-v2: no fault, 0 refused, 4 writes, 514 flushes, 64 reads",
      ],
      [
        "v3.9: fault, 0 refused, 1 writes, 1 flushes, 0 reads",
        "rfc-v2: no fault, 0 refused, 2 writes, 2 flushes, 64 reads",
      ],
      [
        "v3.9: fault, 0 refused, 1 writes, 1 flushes, 0 reads",
        "v3.9-debug: no fault, 0 refused, 2 writes, 2 flushes, 0 reads",
        "rfc-v2: no fault, 0 refused, 2 writes, 2 flushes, 64 reads",
      ],
      [
        "rfc-v2: no fault, 0 refused, 18 writes, 18 flushes, 64 reads",
        "v3.9-debug: no fault, 0 refused, 32 writes, 32 flushes, 0 reads",
      ],
      [
        "rfc-v1: no fault, 0 refused, 65 writes, 65 flushes, 0 reads",
        "rfc-v2: no fault, 0 refused, 2 writes, 2 flushes, 64 reads",
      ],
      [
        "rfc-no-hook: fault, 0 refused, 1 writes, 2 flushes, 48 reads",
        "rfc-v2: no fault, 0 refused, 2 writes, 3 flushes, 64 reads",
      ],
      [
        "rfc-v2: no fault, 0 refused, 2 writes, 2 flushes, 64 reads",
        "rfc-v2 driver_flushes=none: fault, 0 refused, 1 writes, 1 flushes, 0 reads",
      ],
      [
        "rfc-v2: no fault, 0 refused, 2 writes, 2 flushes, 64 reads",
        "vendor-4.4: fault, 0 refused, 2 writes, 2 flushes, 64 reads",
        "fixed: no fault, 0 refused, 2 writes, 66 flushes, 64 reads",
      ],
    ]
  `);
});
