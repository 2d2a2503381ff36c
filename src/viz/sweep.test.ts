import { select } from 'd3-selection';
import { expect, test, vi } from 'vitest';
import { present } from '../base/assert.ts';
import type { StepView } from '../timeline/frame.ts';
import { flushEvents, frameFromText } from './gallery-frames.ts';
import { stageDataOf } from './gallery.ts';
import { stageLayout } from './stage-layout.ts';
import { sweep, sweepStarts, writtenAfterMs } from './sweep.ts';

const FLUSH: StepView = {
  text: 'cpu3: kmap_atomic_flush_unused()',
  cpu: 3,
  title: 'Flush',
  sentence: 'The flush runs on every CPU.',
  outcome: 'done',
  reason: null,
  checks: [],
  unmet: [],
  changes: [],
  events: [],
  code: null,
};

const before = frameFromText(
  'cpu0 online depth=0 | . page4~\ncpu1 online depth=2 | page1* page2*\ncpu2 online depth=0 |\ncpu3 online depth=0 | page5~',
);
const after = frameFromText(
  'cpu0 online depth=0 |\ncpu1 online depth=2 | page1* page2*\ncpu2 online depth=0 |\ncpu3 online depth=0 |',
  { step: FLUSH },
);
const data = stageDataOf(after, flushEvents(before, [0, 1, 2, 3]));

test('the CPUs that were called sweep at the same time, the caller when all have answered', () => {
  expect([...sweepStarts(data, 20)].map(([{ cpu }, ms]) => [cpu, ms])).toEqual([
    [0, 0],
    [1, 0],
    [2, 0],
    [3, 16 * 20],
  ]);
});

test('a slot empties when the bar comes to it', () => {
  const slotAt = (cpu: number, slot: number) => present(after.slots[cpu * 16 + slot], 'a slot');
  const passes = writtenAfterMs(data, 20);
  expect(passes(slotAt(0, 1))).toBe(20);
  expect(passes(slotAt(3, 0))).toBe(320);
  expect(passes(slotAt(2, 5))).toBe(0);
});

test('a rule is as the flush leaves it only behind the bar', () => {
  const group = select(document.createElementNS('http://www.w3.org/2000/svg', 'g'));
  group.append('g').attr('class', 'tiles').append('path').attr('class', 'rule skipped');
  const animate = vi.fn((_: readonly Keyframe[], timing: { readonly duration: number }) => ({
    addEventListener: () => undefined,
    timing,
  }));
  Object.assign(Element.prototype, { animate });
  const layout = stageLayout({ width: 1000, height: 500 }, data.shape);
  sweep(group, [], layout, { ...data, motion: { ...data.motion, slotMs: 20, letGoMs: 160 } });
  const [frames = [], timing] = animate.mock.calls.find(([first]) => 'clipPath' in (first[0] ?? {})) ?? [];
  expect(timing).toEqual({ duration: 640 });
  expect(frames.map(({ offset }) => offset)).toEqual([0, 14 / 32, 0.5, 1]);
  /** How far down each strip it is seen, from where its rows begin. */
  const seen = frames.map(({ clipPath }) =>
    [...String(clipPath).matchAll(/px ([\d.]+)px, [\d.]+px ([\d.]+)px, [\d.]+px \2px, [\d.]+px \1px/g)].map(
      ([, top, bottom]) => Number(bottom) > Number(top),
    ),
  );
  expect(seen).toEqual([
    [false, false, false, false],
    [true, true, true, false],
    [true, true, true, false],
    [true, true, true, true],
  ]);
});
