import { expect, test } from 'vitest';
import { fetchPart, underWay } from './fetch-part.ts';
import { makeRig } from './testing/rig.ts';

const lost = (): Promise<never> => Promise.reject(new TypeError('Failed to fetch'));

test('a part that cannot be fetched is told in a sentence, and asked for again it is fetched again', async () => {
  const rig = makeRig();
  expect(await fetchPart(rig.commands, 'The tour', lost)).toBeNull();
  expect(rig.state().banner?.text).toBe(
    'The tour could not be fetched. Everything else goes on; ask for it again when the connection is back.',
  );
  expect(await fetchPart(rig.commands, 'The tour', () => Promise.resolve('pages'))).toBe('pages');
});

test('when it has come after all, the sentence goes; what else a banner says stays', async () => {
  const rig = makeRig();
  await fetchPart(rig.commands, 'The tour', lost);
  await fetchPart(rig.commands, 'The editor', () => Promise.resolve('editor'));
  expect(rig.state().banner?.text).toMatch(/^The tour could not be fetched/);
  await fetchPart(rig.commands, 'The tour', () => Promise.resolve('pages'));
  expect(rig.state().banner).toBeNull();
});

test('until it is there, or lost, the page is not ready', async () => {
  const { store, state, commands } = makeRig();
  const fetching = commands.during(() => Promise.resolve('menu'));
  const losing = underWay(store, lost).catch(() => 'lost');
  expect(state().pending).toBe(2);
  expect([await fetching, await losing]).toEqual(['menu', 'lost']);
  expect(state().pending).toBe(0);
});
