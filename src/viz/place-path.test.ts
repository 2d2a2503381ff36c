import { expect, test } from 'vitest';
import { GLYPHS } from './glyphs.ts';
import { placePath } from './place-path.ts';

test('a path stands where it is placed', () => {
  expect(placePath('M-4.5,-4.5h9v9h-9z', 100, 50)).toBe('M95.5,45.5h9v9h-9z');
  expect(placePath('M-4,-4l8,8M4,-4l-8,8', 10, 20)).toBe('M6,16l8,8M14,16l-8,8');
});

test('it is made smaller, but for what is no length', () => {
  expect(placePath('M-5,0a5,5,0,1,0,10,0z', 0, 0, 0.5)).toBe('M-2.5,0a2.5,2.5,0,1,0,5,0z');
});

test('every sign of the timeline can be placed: at the origin it is itself', () => {
  for (const { d } of Object.values(GLYPHS)) expect(placePath(d, 0, 0)).toBe(d);
});
