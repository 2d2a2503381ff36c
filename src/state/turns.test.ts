import { expect, test } from 'vitest';
import { startTurns, type Part, type Turns } from './turns.ts';

/** Frames that come when the test says so; each tells what was drawn in it. */
function rig(): {
  readonly turns: Turns;
  readonly frame: () => string;
  readonly wait: (ms: number) => void;
  readonly part: (rank: number) => Part;
} {
  let tasks: (() => void)[] = [];
  let drawn = '';
  let now = 0;
  const turns = startTurns({ next: (task) => tasks.push(task), nowMs: () => now });
  return {
    turns,
    wait: (ms) => (now += ms),
    part: (rank) => ({ rank, draw: () => (drawn += String(rank)) }),
    frame: () => {
      const due = tasks;
      tasks = [];
      drawn = '';
      due.forEach((task) => task());
      return drawn;
    },
  };
}

test('the first frame is the stage’s; then each part has one, the lowest rank first', () => {
  const { turns, frame, part } = rig();
  [part(2), part(1), part(3)].forEach(turns.ask);
  expect([frame(), frame(), frame(), frame(), frame()]).toEqual(['', '1', '2', '3', '']);
});

test('while the cursor goes on moving the parts wait, but not for ever', () => {
  const { turns, frame, part, wait } = rig();
  const log = part(1);
  const drawn = Array.from({ length: 50 }, () => {
    turns.ask(log);
    wait(16);
    return frame();
  });
  expect(drawn.slice(0, 30).join('')).toBe('');
  expect(drawn.join('')).toBe('1');
});

test('who has drawn does not wait any more, and when nobody does, that is heard', () => {
  const { turns, frame, part } = rig();
  let quiet = 0;
  turns.onQuiet(() => (quiet += 1));
  turns.ask(part(1));
  expect(turns.waiting()).toBe(true);
  frame();
  expect([turns.waiting(), quiet]).toEqual([true, 0]);
  frame();
  expect([turns.waiting(), quiet]).toEqual([false, 1]);
});

test('a part that has nothing to draw any more gives up its turn', () => {
  const { turns, frame, part } = rig();
  const one = part(1);
  turns.ask(one);
  turns.cancel(one);
  expect([turns.waiting(), frame(), frame()]).toEqual([false, '', '']);
});
