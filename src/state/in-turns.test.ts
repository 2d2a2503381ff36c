import { expect, test } from 'vitest';
import { drawInTurns } from './in-turns.ts';
import { startTurns } from './turns.ts';

/** A drawing of three pieces, each slow enough for a frame of its own; what is drawn is told in the order in which it is. */
function rig() {
  let tasks: (() => void)[] = [];
  let now = 0;
  const told: string[] = [];
  const turns = startTurns({
    next: (task) => tasks.push(task),
    painted: () => undefined,
    nowMs: () => now,
    isAwaited: () => false,
  });
  const pieces = ['a', 'b', 'c'].map((name) => (data: number) => {
    told.push(`${name}${String(data)}`);
    now += 5;
  });
  const frame = (): void => {
    const due = tasks;
    tasks = [];
    due.forEach((task) => task());
  };
  return { drawing: drawInTurns(turns, pieces), frame, told, turns };
}

test('what is to be seen at once is drawn whole', () => {
  const { drawing, told, turns } = rig();
  drawing.show(1, true);
  expect(told.join(' ')).toBe('a1 b1 c1');
  expect(turns.waiting()).toBe(false);
});

test('a jump is drawn piece by piece, a frame each', () => {
  const { drawing, frame, told } = rig();
  drawing.show(1, false);
  const frames = [1, 2, 3, 4].map(() => {
    const before = told.length;
    frame();
    return told.slice(before).join(' ');
  });
  expect(frames).toEqual(['a1', 'b1', 'c1', '']);
});

test('a piece is drawn of what is newest when its turn comes', () => {
  const { drawing, frame, told } = rig();
  drawing.show(1, false);
  frame();
  drawing.show(2, false);
  [1, 2, 3].forEach(frame);
  expect(told.join(' ')).toBe('a1 b2 c2 a2');
});

test('a step that comes before a jump was drawn draws all of it', () => {
  const { drawing, frame, told, turns } = rig();
  drawing.show(1, false);
  frame();
  drawing.show(2, true);
  expect(told.join(' ')).toBe('a1 a2 b2 c2');
  frame();
  expect([told.length, turns.waiting()]).toEqual([4, false]);
});

test('what has ended draws nothing any more', () => {
  const { drawing, frame, told } = rig();
  drawing.show(1, false);
  frame();
  drawing.end();
  [1, 2].forEach(frame);
  expect(told.join(' ')).toBe('a1');
});
