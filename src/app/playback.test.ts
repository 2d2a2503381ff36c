import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeRig, type Rig } from '../state/testing/rig.ts';
import { startPlayback } from './playback.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

async function opened(): Promise<Rig> {
  const rig = makeRig();
  await rig.commands.open({
    text: `kmapscope 1\nmachine kernel=v3.9\n${'cpu0: kmap_atomic(page1)\ncpu0: kunmap_atomic()\n'.repeat(4)}`,
  });
  startPlayback(rig);
  return rig;
}
const at = (rig: Rig): number => rig.state().session?.at ?? -1;
const wait = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

test('nothing moves until asked', async () => {
  const rig = await opened();
  await wait(60_000);
  expect([at(rig), rig.asked.length]).toEqual([0, 1]);
});

test('a step on every beat, and it stops at the end', async () => {
  const rig = await opened();
  await rig.commands.play();
  await wait(1599);
  expect(at(rig)).toBe(0);
  await wait(1);
  expect(at(rig)).toBe(1);
  await wait(60_000);
  expect([at(rig), rig.state().playing]).toEqual([8, false]);
});

test('the speed counts at once; a pause holds', async () => {
  const rig = await opened();
  await rig.commands.play();
  await wait(1000);
  rig.commands.setSpeed(4);
  await wait(400);
  expect(at(rig)).toBe(1);
  await wait(800);
  expect(at(rig)).toBe(3);
  rig.commands.pause();
  await wait(60_000);
  expect(at(rig)).toBe(3);
});

test('in the zoom of lines it plays lines', async () => {
  const rig = await opened();
  rig.commands.setZoom('lines');
  await rig.commands.play();
  await wait(800 * 3);
  expect([at(rig), rig.state().session?.micro]).toEqual([0, 3]);
});

test('the next beat waits for the picture, and nothing is left running when it is stopped', async () => {
  const rig = makeRig();
  await rig.commands.open({ text: 'kmapscope 1\ncpu0: irq\ncpu0: irq_return\n' });
  const stop = startPlayback(rig);
  await rig.commands.play();
  stop();
  await wait(60_000);
  expect(at(rig)).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});
