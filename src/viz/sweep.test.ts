import { expect, test } from 'vitest';
import { present } from '../base/assert.ts';
import type { StepView } from '../timeline/frame.ts';
import { flushEvents, frameFromText } from './gallery-frames.ts';
import { stageDataOf } from './gallery.ts';
import { sweepStarts, writtenAfterMs } from './sweep.ts';

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
