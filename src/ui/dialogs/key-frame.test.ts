import { expect, test } from 'vitest';
import { SHIPPED } from '../../lessons/library.ts';
import { keyFrame } from './key-frame.ts';

test('the picture of a scenario is its fault, where it has one', () => {
  const story = SHIPPED.find(({ id }) => id === 'cpu-dies-with-a-stray')?.text ?? '';
  const frame = keyFrame(story);
  expect(frame?.fault?.place).toBe('cpu1.slot0');
  expect(frame?.cpus.map(({ state }) => state)).toEqual(['online', 'dead', 'online', 'online']);
});

test('else what is left behind, as late as it is', () => {
  const frame = keyFrame(
    'kmapscope 1\nmachine kernel=v3.9\ncpu1: kmap_atomic(page3)\ncpu1: kunmap_atomic()\ncpu0: irq\n',
  );
  expect(frame?.slots.filter(({ state }) => state === 'stray').map(({ cpu }) => cpu)).toEqual([1]);
  expect(frame?.cpus[0]?.context).toBe('irq');
});

test('a text that cannot be run has none', () => {
  expect(keyFrame('kmapscope 1\ncpu9: tick\n')).toBeNull();
});

test('every scenario that ships has one', () => {
  expect(SHIPPED.filter(({ text }) => keyFrame(text) === null).map(({ id }) => id)).toEqual([]);
});
