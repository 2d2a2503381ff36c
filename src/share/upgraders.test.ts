import { expect, test } from 'vitest';
import { shareOf } from './testing/share-of.ts';
import { upgrade, upgraded, UPGRADERS } from './upgraders.ts';

/** A content that went through three versions: a name, then a list of names, then a list under another key. */
type Fake =
  | { readonly version: 1; readonly name: string }
  | { readonly version: 2; readonly names: readonly string[] }
  | { readonly version: 3; readonly people: readonly string[] };
type Newest = Extract<Fake, { readonly version: 3 }>;

const isNewest = (fake: Fake): fake is Newest => fake.version === 3;
const ran: number[] = [];
const STEPS: readonly ((older: Fake) => Fake)[] = [
  (older) => {
    ran.push(1);
    return { version: 2, names: older.version === 1 ? [older.name] : [] };
  },
  (older) => {
    ran.push(2);
    return { version: 3, people: older.version === 2 ? older.names : [] };
  },
];

test('what an old version stored goes through every upgrader after its own, in order, and no other', () => {
  expect(upgrade<Fake, Newest>({ version: 1, name: 'a' }, STEPS, isNewest)).toEqual({ version: 3, people: ['a'] });
  expect(ran.splice(0)).toEqual([1, 2]);
  expect(upgrade<Fake, Newest>({ version: 2, names: ['b', 'c'] }, STEPS, isNewest)).toEqual({
    version: 3,
    people: ['b', 'c'],
  });
  expect(ran.splice(0)).toEqual([2]);
  expect(upgrade<Fake, Newest>({ version: 3, people: [] }, STEPS, isNewest)).toEqual({ version: 3, people: [] });
  expect(ran.splice(0)).toEqual([]);
});

test('an upgrader that skips a version, or stays where it was, is a bug that shows', () => {
  const skips: readonly ((older: Fake) => Fake)[] = [() => ({ version: 3, people: [] }), (older) => older];
  const stays: readonly ((older: Fake) => Fake)[] = [(older) => older];
  expect(() => upgrade<Fake, Newest>({ version: 1, name: '' }, skips, isNewest)).toThrow('gives version 2');
  expect(() => upgrade<Fake, Newest>({ version: 1, name: '' }, stays, isNewest)).toThrow('gives version 2');
  expect(() => upgrade<Fake, Newest>({ version: 1, name: '' }, [], isNewest)).toThrow('one of ours');
});

test('version 1 is the first and needs no upgrader', () => {
  const share = shareOf('kmapscope 1\ncpu0: tick\n');
  expect(upgraded(share)).toBe(share);
  expect(UPGRADERS.length + 1).toBe(share.version);
});
