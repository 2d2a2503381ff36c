import { expect, test } from 'vitest';
import { trails } from './explore-trail.ts';

const HEAD = 'kmapscope 1\nmachine kernel=v3.9 cpus=2\n';
const MAPPED = `${HEAD}cpu1: kmap_atomic(page3)\n`;
const branch = (text: string) => ({ name: 'a branch', parent: 0, at: 1, text });

test('a run is where its cursor is; its branches have been where they lead', () => {
  const { at, visited } = trails(MAPPED, [
    branch(MAPPED),
    branch(`${MAPPED}cpu1: kunmap_atomic()\ncpu0: secure_protect(page3)\n`),
  ]);
  expect([at(0, null), at(1, null)]).toEqual([0, 3]);
  expect(visited).toEqual([0, 2, 3, 10]);
});

test('a run that cannot be read, or is too long to be carried out again at once, is nowhere', () => {
  expect(trails(`${HEAD}cpu1: nonsense()\n`, [])).toMatchObject({ visited: [] });
  const long = trails(HEAD + 'cpu1: irq\ncpu1: irq_return\n'.repeat(1500), []);
  expect([long.at(0, null), long.visited]).toEqual([null, []]);
});
