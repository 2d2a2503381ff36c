import { expect, test } from 'vitest';
import { embedChoice } from './embed-choice.ts';

const read = (query: string) => embedChoice(new URLSearchParams(query));

test('a frame says in its address how much of the page it shows, and whether it may be touched', () => {
  expect(read('?embed=1')).toEqual({ ui: 'full', isLocked: false });
  expect(read('?embed=1&ui=player')).toEqual({ ui: 'player', isLocked: false });
  expect(read('?ui=min&lock=1&embed=1')).toEqual({ ui: 'min', isLocked: true });
});

test('what is unknown is as if it were not, and a page of its own has no frame', () => {
  expect(read('?embed=1&ui=huge&lock=yes&lang=auto')).toEqual({ ui: 'full', isLocked: false });
  expect(read('?embed=1&ui=constructor')).toEqual({ ui: 'full', isLocked: false });
  expect(read('?ui=min&lock=1')).toBe(null);
  expect(read('')).toBe(null);
});
