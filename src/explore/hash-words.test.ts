import { expect, test } from 'vitest';
import { hashWords } from './hash-words.ts';

const COUNT = 1 << 16;

/** How many of the `slots` that `COUNT` hashes could fall in are hit, for some bits of the hash. */
function slotsHit(wordsOf: (i: number) => readonly number[], bitsOf: (hash: number) => number): number {
  const hit = new Set<number>();
  for (let i = 0; i < COUNT; i++) {
    const words = Int32Array.from(wordsOf(i));
    hit.add(bitsOf(hashWords(words, 0, words.length)));
  }
  return hit.size;
}

// COUNT balls thrown at random into COUNT slots leave 1/e of them empty.
const BY_CHANCE = COUNT * (1 - Math.exp(-1));

test.each([
  ['the lowest bits of one word', (i: number) => [i]],
  ['the highest bits of one word', (i: number) => [i << 16]],
  ['the high halves of two words', (i: number) => [(i & 0xff) << 24, (i >>> 8) << 24]],
  ['one bit in each of sixteen words', (i: number) => Array.from({ length: 16 }, (_, k) => (i >>> k) & 1)],
  ['the top bit of sixteen words', (i: number) => Array.from({ length: 16 }, (_, k) => ((i >>> k) & 1) << 31)],
])('states that differ in %s spread over slots and over tags', (_, wordsOf) => {
  expect(slotsHit(wordsOf, (hash) => hash & 0xffff)).toBeGreaterThan(0.98 * BY_CHANCE);
  expect(slotsHit(wordsOf, (hash) => hash >>> 16)).toBeGreaterThan(0.98 * BY_CHANCE);
  expect(slotsHit(wordsOf, (hash) => hash)).toBeGreaterThan(COUNT - 8);
});

test('only the words asked for count, and their order does', () => {
  const words = Int32Array.of(7, 1, 2, 3, 9);
  expect(hashWords(words, 1, 3)).toBe(hashWords(Int32Array.of(1, 2, 3), 0, 3));
  expect(hashWords(words, 1, 3)).not.toBe(hashWords(Int32Array.of(3, 2, 1), 0, 3));
  expect(hashWords(words, 1, 2)).not.toBe(hashWords(words, 1, 3));
});
