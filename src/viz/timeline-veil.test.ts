import { expect, test } from 'vitest';
import type { StepOutline } from '../timeline/frame.ts';
import { laneY, stepX, timelineLayout } from './timeline-layout.ts';
import { drawnOn, lineGaps, veilPath } from './timeline-veil.ts';

const step = (cpu: number, label: string, over: Partial<StepOutline> = {}): StepOutline => ({
  ...{ line: 4, cpu, kind: 'map', label, outcome: 'done', reached: [], missed: [] },
  ...{ fault: false, left: [], came: [], ticks: 1, ...over },
});

const RUN: readonly StepOutline[] = [
  step(0, 'speculate cpu1.slot0'),
  step(1, 'map p1'),
  step(1, 'unmap', { missed: [0] }),
  step(1, 'map p2'),
  step(1, 'unmap'),
];

/** Where the veil begins on the lane of nobody, on each CPU's and on that of the secure world; from how far after the first step. */
function edges(outline: readonly StepOutline[], at: number, width: number): readonly number[] {
  const layout = timelineLayout({ width, height: 120 }, 2, outline.length);
  const ahead = stepX(layout, at + 1) - Math.min(9, layout.dx / 2);
  const path = veilPath(layout, drawnOn(layout, outline), at, ahead, width);
  return [...path.matchAll(/H([\d.]+)V/g)].map(([, x]) => Math.round(Number(x) - stepX(layout, 1)));
}

test('the veil spares the words of what is done, and only on their lane', () => {
  expect(edges(RUN, 1, 700)).toEqual([111, 146, 111, 111]);
});

test('what is still to come is all under the veil', () => {
  expect(new Set(edges(RUN, 0, 700)).size).toBe(1);
});

test('an IPI that reached nobody stands clear with its words', () => {
  const [nobody, cpu0, cpu1] = edges(RUN, 3, 400);
  expect(cpu1).toBe(nobody);
  expect(cpu0).toBeGreaterThan(nobody ?? NaN);
});

test('where steps stand close, the sign of the last that is done is whole', () => {
  const [, cpu0, cpu1] = edges(
    Array.from({ length: 80 }, (_, n) => step(n % 2, 'tick')),
    1,
    700,
  );
  expect(cpu0).toBe(7);
  expect(cpu1).toBeLessThan(7);
});

/** Where the line of time is seen, lane by lane, when it stands so far into the step after `at`. */
function lineOn(outline: readonly StepOutline[], at: number, into: number): readonly string[] {
  const layout = timelineLayout({ width: 700, height: 120 }, 2, outline.length);
  const gaps = lineGaps(layout, drawnOn(layout, outline), at, stepX(layout, at + into), 8);
  const isSeen = (y: number): boolean => {
    let [from, seen] = [8, true];
    for (const length of (gaps ?? '').split(' ').map(Number)) {
      if (y < from + length) return seen;
      [from, seen] = [from + length, !seen];
    }
    return true;
  };
  return [0, 1, 2].map((lane) => {
    const y = laneY(layout, lane);
    return [y - 5, y, y + 5].map((one) => (isSeen(one) ? '|' : ' ')).join('');
  });
}

test('the line of time is broken where words of an earlier step stand, and only there', () => {
  expect(lineOn(RUN, 1, 0)).toEqual(['|||', '|||', '|||']);
  expect(lineOn(RUN, 1, 0.8)).toEqual(['   ', '|||', '|||']);
  expect(lineOn(RUN, 2, 0)).toEqual(['   ', '|||', '|||']);
  expect(lineOn(RUN, 2, 0.4)).toEqual(['|||', '   ', '|||']);
  expect(lineOn(RUN, 3, 0.3)).toEqual(['   ', '   ', '|||']);
  expect(lineOn(RUN, 5, 0)).toEqual(['|||', '|||', '|||']);
});
