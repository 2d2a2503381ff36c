import { expect, test } from 'vitest';
import { estimateText } from './wording.ts';

test('an estimate says how it is known, and how exact it is only where that has been held against what there is', () => {
  expect(estimateText({ states: 1, known: 'counted' })).toBe('1 state: it has been counted.');
  expect(estimateText({ states: 12_345, known: 'counted' })).toBe('12,345 states: they have been counted.');
  expect(estimateText({ states: 48_149, known: 'roughly' })).toBe(
    'Roughly 50,000 states, to a factor of two or three.',
  );
  const far = 'Something like 50,000 states, if it goes on as on smaller machines.';
  expect(estimateText({ states: 48_149, known: 'roughly' }, true)).toBe(far);
  expect(estimateText({ states: 5e14, known: 'roughly' })).toBe(far.replace('50,000', '500,000,000,000,000'));
  expect(estimateText({ states: 20_000, known: 'more' })).toBe('More than 20,000 states.');
});
