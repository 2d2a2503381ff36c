import { expect, test } from 'vitest';
import { derivedWord } from './derivation.ts';

test('the derived word is that of the last step', () => {
  expect(
    derivedWord([
      { why: 'a', word: '00000001' },
      { why: 'b', word: '00000002' },
    ]),
  ).toBe('00000002');
  expect(() => derivedWord([])).toThrow('the last step of a derivation is missing');
});
