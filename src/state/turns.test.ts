import { expect, test } from 'vitest';
import { startTurns, WHOLE, type Part, type Turns } from './turns.ts';

/** Frames that come when the test says so; each tells what was drawn in it. */
function rig(): {
  readonly turns: Turns;
  readonly frame: () => string;
  readonly wait: (ms: number) => void;
  /** Something that is to be drawn at once is on its way; or is not any more. */
  readonly await: (is: boolean) => void;
  /** What was drawn last is painted, which takes so long. */
  readonly paint: (ms: number) => void;
  /** It takes so long to draw. */
  readonly part: (rank: number, ms?: number) => Part;
  /** What was drawn since it was last asked, before any frame. */
  readonly drawnAtOnce: () => string;
} {
  let tasks: (() => void)[] = [];
  let drawn = '';
  let after = (): void => undefined;
  let awaited = false;
  let now = 0;
  const drawnAtOnce = (): string => {
    const what = drawn;
    drawn = '';
    return what;
  };
  const turns = startTurns({
    next: (task) => tasks.push(task),
    painted: (task) => (after = task),
    nowMs: () => now,
    isAwaited: () => awaited,
  });
  return {
    turns,
    wait: (ms) => (now += ms),
    await: (is) => (awaited = is),
    paint: (ms) => {
      now += ms;
      after();
    },
    part: (rank, ms = 5) => ({
      rank,
      draw: () => {
        drawn += String(rank);
        now += ms;
      },
    }),
    drawnAtOnce,
    frame: () => {
      const due = tasks;
      tasks = [];
      due.forEach((task) => task());
      return drawnAtOnce();
    },
  };
}

test('the stage is drawn at once and has the first frame; then each part has one, the lowest rank first', () => {
  const { turns, frame, part, drawnAtOnce } = rig();
  [part(0), part(3), part(2), part(4)].forEach(turns.ask);
  expect(drawnAtOnce()).toBe('0');
  expect([frame(), frame(), frame(), frame(), frame()]).toEqual(['', '2', '3', '4', '']);
});

test('what is asked for twice before a frame is drawn twice at most: the second time in a frame of its own', () => {
  const { turns, frame, part, drawnAtOnce } = rig();
  const stage = part(0);
  turns.ask(stage);
  turns.ask(stage);
  turns.ask(stage);
  expect([drawnAtOnce(), frame(), frame(), frame()]).toEqual(['0', '', '0', '']);
});

test('a picture that was begun is made whole before the next one is begun', () => {
  const { turns, frame, part, drawnAtOnce } = rig();
  const [stage, memory, time] = [part(0), part(WHOLE), part(WHOLE)];
  const frames = Array.from({ length: 9 }, () => {
    turns.ask(stage);
    const atOnce = drawnAtOnce();
    if (atOnce === '0') [memory, time].forEach(turns.ask);
    const drawn = frame();
    if (drawn === '0') [memory, time].forEach(turns.ask);
    return atOnce + drawn;
  });
  expect(frames).toEqual(['0', '1', '1', '0', '1', '1', '0', '1', '1']);
});

test('where there is time a frame is shared, but nobody draws in it twice, and those who follow keep among themselves', () => {
  const { turns, frame, part, drawnAtOnce } = rig();
  const [stage, words, lines] = [part(0, 0.1), part(WHOLE, 0.1), part(WHOLE, 0.4)];
  [stage, words, lines, part(2, 0.1), part(3, 0.1)].forEach(turns.ask);
  turns.ask(stage);
  expect([drawnAtOnce(), frame(), frame(), frame(), frame()]).toEqual(['0', '11', '0', '23', '']);
});

test('where frames are painted soon, more parts share one; where they are not, each has one again', () => {
  const { turns, frame, part, paint } = rig();
  const parts = [2, 3, 4, 5].map((rank) => part(rank, 1));
  const frames = (paintMs: number): readonly string[] =>
    Array.from({ length: 16 }, () => {
      parts.forEach(turns.ask);
      const drawn = frame();
      paint(paintMs);
      return drawn;
    });
  const quick = frames(1);
  expect([quick[0], quick.at(-1)]).toEqual(['2', '2345']);
  expect(frames(12).at(-1)).toBe('2');
});

test('while the cursor goes on moving the parts wait, but not for ever; no frame is drawn by two', () => {
  const { turns, frame, part, wait, drawnAtOnce } = rig();
  const [stage, story, log] = [part(0), part(2), part(3)];
  const frames = Array.from({ length: 60 }, () => {
    turns.ask(stage);
    turns.ask(story);
    turns.ask(log);
    const before = drawnAtOnce();
    wait(16);
    return before + frame();
  });
  expect(frames.every((drawn) => drawn.length <= 1)).toBe(true);
  expect(frames.slice(0, 25).join('')).toMatch(/^0+$/);
  // One that has waited, the stage, and the next that has waited.
  expect(frames.join('')).toMatch(/0203/);
});

test('who has drawn does not wait any more, and when nobody does, that is heard', () => {
  const { turns, frame, part } = rig();
  let quiet = 0;
  turns.onQuiet(() => (quiet += 1));
  turns.ask(part(1));
  expect(turns.waiting()).toBe(true);
  expect([turns.waiting(), quiet]).toEqual([true, 0]);
  frame();
  expect([turns.waiting(), quiet]).toEqual([false, 1]);
});

test('a picture is whole when all of it is drawn, whoever else waits', async () => {
  const { turns, frame, part } = rig();
  const heard: string[] = [];
  [part(0), part(WHOLE), part(WHOLE), part(3)].forEach(turns.ask);
  void turns.whole().then(() => heard.push('whole'));
  frame();
  frame();
  await Promise.resolve();
  expect(heard).toEqual([]);
  frame();
  await Promise.resolve();
  expect([heard, turns.waiting()]).toEqual([['whole'], true]);
  await turns.whole();
});

test('a part that has nothing to draw any more gives up its turn', () => {
  const { turns, frame, part } = rig();
  const one = part(1);
  turns.ask(one);
  turns.cancel(one);
  expect([turns.waiting(), frame(), frame()]).toEqual([false, '', '']);
});

test('the parts leave their frames to a step that is on its way, but not for long', () => {
  const { turns, frame, part, wait, await: awaits, drawnAtOnce } = rig();
  const [stage, story, log] = [part(0), part(2), part(3)];
  [story, log].forEach(turns.ask);
  awaits(true);
  const before = frame();
  wait(10);
  turns.ask(stage);
  awaits(false);
  expect([before, drawnAtOnce(), frame(), frame(), frame()]).toEqual(['', '0', '', '2', '3']);

  [story, log].forEach(turns.ask);
  awaits(true);
  const frames = Array.from({ length: 6 }, () => {
    wait(16);
    return frame();
  });
  expect(frames.join('')).toBe('23');
  expect(frames.slice(0, 3)).toEqual(['', '', '']);
});

test('a picture that was begun is made whole although another is on its way', () => {
  const { turns, frame, part, await: awaits } = rig();
  awaits(true);
  [part(WHOLE), part(2)].forEach(turns.ask);
  expect([frame(), frame()]).toEqual(['1', '']);
});

test('before a step by itself nobody goes, however long they have waited', () => {
  const { turns, frame, part, wait, drawnAtOnce } = rig();
  const [stage, log] = [part(0), part(3)];
  turns.ask(log);
  wait(1_000);
  turns.ask(stage);
  expect([drawnAtOnce(), frame(), frame()]).toEqual(['0', '', '3']);
});
