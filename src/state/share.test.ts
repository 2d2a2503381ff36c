import { expect, test } from 'vitest';
import { startShare } from './share.ts';

/** What may be drawn for each of so many frames that take so long. */
function shares(frames: number, frameMs: (share: number) => number): readonly number[] {
  const share = startShare();
  return Array.from({ length: frames }, () => {
    const ms = share.ms();
    share.learn(frameMs(ms), true);
    return ms;
  });
}

test('where frames take no time, more is drawn for each, up to a third of what a frame has', () => {
  const given = shares(30, () => 3);
  expect(given.slice(0, 4)).toEqual([0.25, 0.5, 0.75, 1]);
  expect(given.at(-1)).toBe(5);
});

test('where a frame is full with one part alone, it stays alone', () => {
  expect(new Set(shares(30, () => 14))).toEqual(new Set([0.25]));
});

test('where what is drawn takes twice as long again until it is painted, frames stay as long as they may be', () => {
  const lasts = shares(200, (share) => 2 + 2 * share).map((share) => 2 + 2 * share);
  expect(Math.max(...lasts)).toBeLessThan(8.75);
  expect(Math.min(...lasts.slice(100))).toBeGreaterThan(4);
});

test('one long frame gives up half of what was won', () => {
  const share = startShare();
  for (let n = 0; n < 15; n++) share.learn(2, true);
  const before = share.ms();
  share.learn(40, false);
  expect([before, share.ms()]).toEqual([4, 2]);
});

test('a frame for which there was nothing more to draw tells nothing', () => {
  const share = startShare();
  for (let n = 0; n < 9; n++) share.learn(1, false);
  expect(share.ms()).toBe(0.25);
});

test('where even the least takes too long, it is asked again only every fifth frame, and what it hears then counts', () => {
  const share = startShare();
  const asked = Array.from({ length: 11 }, () => {
    const asks = share.asks();
    if (asks) share.learn(14, true);
    return asks ? '?' : '.';
  });
  expect(asked.join('')).toBe('?....?....?');
  for (let n = 0; n < 4; n++) share.asks();
  expect(share.asks()).toBe(true);
  share.learn(3, true);
  expect([share.ms(), share.asks()]).toEqual([0.5, true]);
});
