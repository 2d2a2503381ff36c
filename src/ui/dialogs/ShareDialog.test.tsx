import { expect, test } from 'vitest';
import { tierOf } from './ShareDialog.tsx';

test.each([
  [300, 'gold'],
  [301, 'green'],
  [1900, 'green'],
  [1901, 'amber'],
  [7900, 'amber'],
  [7901, 'red'],
])('a link of %d characters is %s', (length, tier) => {
  expect(tierOf('x'.repeat(length)).name).toBe(tier);
});
