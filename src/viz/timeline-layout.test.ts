import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { StepOutline } from '../timeline/frame.ts';
import { awaySpans, buckets, laneY, stepAt, stepX, timelineLayout } from './timeline-layout.ts';

const step = (over: Partial<StepOutline> = {}): StepOutline => ({
  line: 4,
  cpu: 0,
  kind: 'map',
  label: 'map p0',
  outcome: 'done',
  reached: [],
  missed: [],
  fault: false,
  left: [],
  came: [],
  ticks: 1,
  ...over,
});

const SIZE = { width: 1000, height: 120 };

test('the step under the pointer is the step that is drawn there', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), fc.nat(), (steps, n) => {
      const layout = timelineLayout(SIZE, 4, steps);
      const at = n % (steps + 1);
      return stepAt(layout, stepX(layout, at)) === at;
    }),
  );
});

test('every step of a run stands inside the band, in order', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), fc.integer({ min: 300, max: 2000 }), (steps, width) => {
      const layout = timelineLayout({ width, height: 120 }, 4, steps);
      return stepX(layout, 1) > stepX(layout, 0) && stepX(layout, steps) <= layout.right;
    }),
  );
});

test('all lanes stand inside the band, however many there are and however low it is', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 32 }), fc.integer({ min: 30, max: 400 }), (cpus, height) => {
      const layout = timelineLayout({ width: 1000, height }, cpus, 9);
      expect(laneY(layout, cpus)).toBeLessThan(height);
      expect(laneY(layout, 0)).toBeGreaterThan(laneY(layout, null));
      expect(layout.height).toBeLessThanOrEqual(height);
    }),
  );
});

test('appending a step moves none of the others until the band is full', () => {
  const layouts = Array.from({ length: 120 }, (_, steps) => timelineLayout(SIZE, 4, steps + 1));
  const moved = layouts.filter(({ dx }, i) => i > 0 && dx !== layouts[i - 1]?.dx);
  expect(moved.length).toBeLessThan(12);
  const full = moved.every(({ steps, left, right }) => {
    const before = timelineLayout(SIZE, 4, steps - 1).dx;
    return before * steps > right - left - 8;
  });
  expect(full).toBe(true);
});

test('a CPU is away from the step that takes it down to the one that brings it back; one that is asked in vain takes nobody down', () => {
  const outline = [
    step({ kind: 'cpu_down', outcome: 'refused' }),
    step({ kind: 'cpu_down', left: [1] }),
    step({ kind: 'cpu_down', outcome: 'done' }),
    step({ kind: 'cpu_up', came: [1] }),
    step({ kind: 'cpu_down', left: [3] }),
  ];
  expect(awaySpans(outline)).toEqual([
    { cpu: 1, from: 2, to: 4 },
    { cpu: 3, from: 5, to: null },
  ]);
});

test('suspend takes down every CPU but its own; resume brings back those that it took, and no other', () => {
  const outline = [
    step({ kind: 'cpu_down', left: [2] }),
    step({ kind: 'cpu_down', left: [1, 3] }),
    step({ kind: 'cpu_up', came: [1, 3] }),
  ];
  expect(awaySpans(outline)).toEqual([
    { cpu: 1, from: 2, to: 3 },
    { cpu: 3, from: 2, to: 3 },
    { cpu: 2, from: 1, to: null },
  ]);
});

test('ten thousand steps become as many signs as there is room for, and the fault among them is not lost', () => {
  const outline = Array.from({ length: 10_000 }, (_, i) => step({ cpu: i % 4, fault: i === 6_001 }));
  const drawn = buckets(timelineLayout(SIZE, 4, outline.length), outline);
  expect(drawn.length).toBeLessThan(450);
  expect(drawn.filter((bucket) => bucket.step.fault)).toHaveLength(1);
  expect(
    drawn.reduce(
      (sum, { first, last, step: { cpu } }) =>
        sum + outline.slice(first - 1, last).filter((one) => one.cpu === cpu).length,
      0,
    ),
  ).toBe(10_000);
});

test('few steps are drawn one by one', () => {
  const outline = [step(), step({ cpu: null, kind: 'expect' }), step({ cpu: 1 })];
  expect(buckets(timelineLayout(SIZE, 4, 3), outline).map(({ first, last }) => [first, last])).toEqual([
    [1, 1],
    [2, 2],
    [3, 3],
  ]);
});
