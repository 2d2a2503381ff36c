import { expect, test } from 'vitest';
import { frameFromText } from '../../viz/gallery-frames.ts';
import { isFar } from './is-far.ts';

const slots = (n: number): string => Array.from({ length: n }, () => 'page1*').join(' ');
const mapped = (n: number) => frameFromText(`cpu0 online depth=${String(n)} | ${slots(n)}`);

test('a step is near, a jump over many is far, and a frame is near to itself', () => {
  const boot = mapped(0);
  /** As it comes from the worker: what is as it was is the same object. */
  const after = (n: number) => {
    const frame = mapped(n);
    return { ...frame, slots: frame.slots.map((slot, at) => (at < n ? slot : (boot.slots[at] ?? slot))) };
  };
  expect([0, 1, 8, 9, 16].map((n) => isFar(boot, after(n)))).toEqual([false, false, false, true, true]);
  expect(isFar(boot, boot)).toBe(false);
});
