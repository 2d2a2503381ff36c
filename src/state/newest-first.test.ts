import { expect, test } from 'vitest';
import { newestFirst } from './newest-first.ts';

/** What was begun, in order, and a way to end it. */
function rig() {
  const begun: number[] = [];
  let end = (): void => undefined;
  const ask = newestFirst((what: number) => {
    begun.push(what);
    return new Promise<void>((done) => (end = done));
  });
  const finish = async (): Promise<void> => {
    end();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { ask, begun, finish };
}

test('the first is begun at once; of those asked for meanwhile only the newest', async () => {
  const { ask, begun, finish } = rig();
  [1, 2, 3, 4].forEach(ask);
  expect(begun).toEqual([1]);
  await finish();
  expect(begun).toEqual([1, 4]);
  ask(5);
  await finish();
  await finish();
  ask(6);
  expect(begun).toEqual([1, 4, 5, 6]);
});

test('where one was asked for, that is where it ends', async () => {
  const { ask, begun, finish } = rig();
  for (const at of [3, 1, 4, 1, 5]) ask(at);
  await finish();
  await finish();
  expect(begun.at(-1)).toBe(5);
});
