import { expect, test } from 'vitest';
import { ownEdits } from './own-edits.ts';

test('what was sent comes back in its order; some of it may be passed over', () => {
  const edits = ownEdits();
  for (const text of ['a', 'ab', 'abc']) edits.sent(text);
  expect([edits.isOwn('ab'), edits.isOwn('abc')]).toEqual([true, true]);
});

test('a text from elsewhere is told from those, also when it is what was typed once', () => {
  const edits = ownEdits();
  edits.sent('a');
  edits.sent('ab');
  expect([edits.isOwn('a'), edits.isOwn('ab'), edits.isOwn('a')]).toEqual([true, true, false]);
  edits.sent('b');
  expect([edits.isOwn('another scenario'), edits.isOwn('b')]).toEqual([false, false]);
});
