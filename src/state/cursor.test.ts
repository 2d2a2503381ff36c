import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { GlyphKind, StepOutline } from '../timeline/frame.ts';
import { cursorAfter, cursorBefore, cursorOfKind, kindAt, type Cursor } from './cursor.ts';

const entry = (kind: GlyphKind, ticks: number): StepOutline => ({
  line: 1,
  cpu: 0,
  kind,
  label: kind,
  outcome: 'done',
  reached: [],
  missed: [],
  fault: false,
  left: [],
  came: [],
  ticks,
});
const RUN = [entry('map', 3), entry('expect', 0), entry('unmap', 2), entry('map', 1), entry('flush', 4)];
const START: Cursor = { at: 0, micro: null };

/** Every cursor from the start on, `at` or `at+micro`. */
function walk(zoom: 'calls' | 'lines'): readonly Cursor[] {
  const cursors: Cursor[] = [START];
  for (let next = cursorAfter(RUN, START, zoom); next !== null; next = cursorAfter(RUN, next, zoom)) cursors.push(next);
  return cursors;
}
const shown = (cursor: Cursor | null): string =>
  cursor === null ? 'none' : `${cursor.at}${cursor.micro === null ? '' : `+${cursor.micro}`}`;

test('calls are stepped over', () => {
  expect(walk('calls').map(shown)).toEqual(['0', '1', '2', '3', '4', '5']);
});

test('lines are stepped into; a step of one line or none is one step', () => {
  expect(walk('lines').map(shown)).toEqual(['0', '0+1', '0+2', '1', '2', '2+1', '3', '4', '4+1', '4+2', '4+3', '5']);
});

test('back is forward backwards, in both zooms', () => {
  for (const zoom of ['calls', 'lines'] as const) {
    const forward = walk(zoom);
    const back: string[] = [];
    for (let at: Cursor | null = forward.at(-1) ?? null; at !== null; at = cursorBefore(RUN, at, zoom))
      back.push(shown(at));
    expect(back).toEqual(forward.map(shown).toReversed());
  }
});

test('leaving the zoom of lines in the middle of a call: forward to its end, back to its start', () => {
  const inside = { at: 4, micro: 2 };
  expect(shown(cursorAfter(RUN, inside, 'calls'))).toBe('5');
  expect(shown(cursorBefore(RUN, inside, 'calls'))).toBe('4');
});

test('the next and the previous step of this kind', () => {
  expect(kindAt(RUN, START)).toBeNull();
  expect(shown(cursorOfKind(RUN, START, 1))).toBe('none');
  expect(shown(cursorOfKind(RUN, { at: 1, micro: null }, 1))).toBe('4');
  expect(shown(cursorOfKind(RUN, { at: 4, micro: 1 }, -1))).toBe('1');
  expect(shown(cursorOfKind(RUN, { at: 4, micro: null }, 1))).toBe('none');
  expect(shown(cursorOfKind(RUN, { at: 1, micro: null }, -1))).toBe('none');
});

test('no step leads out of the run', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(5)), fc.nat(9), fc.constantFrom('calls', 'lines'), (ticks, at, zoom) => {
      const run = ticks.map((n) => entry('map', n));
      const from = { at: Math.min(at, run.length), micro: null };
      const [next, before] = [cursorAfter(run, from, zoom), cursorBefore(run, from, zoom)];
      expect(next?.at ?? 0).toBeLessThanOrEqual(run.length);
      expect(before?.at ?? 0).toBeGreaterThanOrEqual(0);
      expect(next === null).toBe(from.at === run.length);
      expect(before === null).toBe(from.at === 0);
    }),
  );
});

test('expectations that came true are passed over in both directions; one that failed is a place to stop', () => {
  const passed: StepOutline = { ...entry('expect', 0), outcome: 'expect_ok' };
  const failed: StepOutline = { ...entry('expect', 0), outcome: 'expect_failed' };
  const run = [entry('map', 3), passed, passed, entry('unmap', 2), passed, failed, entry('map', 1), passed];
  const forward: Cursor[] = [START];
  for (let next = cursorAfter(run, START, 'calls'); next !== null; next = cursorAfter(run, next, 'calls'))
    forward.push(next);
  expect(forward.map(shown)).toEqual(['0', '3', '5', '6', '8']);
  const back: Cursor[] = [];
  for (let at: Cursor | null = { at: 8, micro: null }; at !== null; at = cursorBefore(run, at, 'calls')) back.push(at);
  expect(back.map(shown)).toEqual(['8', '6', '5', '3', '0']);
  expect([1, 2, 3, 4, 7].map((at) => shown(cursorAfter(run, { at, micro: null }, 'calls')))).toEqual([
    ...['5', '5', '5', '6', '8'],
  ]);
  expect(shown(cursorAfter(run, { at: 1, micro: null }, 'lines'))).toBe('3+1');
  expect(kindAt(run, { at: 3, micro: null })).toBe('map');
  expect(shown(cursorOfKind(run, { at: 3, micro: null }, 1))).toBe('8');
  expect(shown(cursorOfKind(run, { at: 8, micro: null }, -1))).toBe('3');
});
