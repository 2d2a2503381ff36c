import { expect, test } from 'vitest';
import { milliseconds, motionOf, STILL } from './motion.ts';

test.each([
  ['180ms', 180],
  ['0.18s', 180],
  [' 20ms', 20],
  ['', 0],
  ['fast', 0],
])('%j is %d milliseconds', (text, ms) => {
  expect(milliseconds(text)).toBeCloseTo(ms);
});

test('without a style sheet, as in tests and saved pictures, nothing moves', () => {
  expect(motionOf(document.body)).toBe(STILL);
});
