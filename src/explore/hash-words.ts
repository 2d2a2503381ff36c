/** Digests `count` words from `at` on: all 32 bits of the answer are usable. The table takes its slot from the low ones, its tag from the high ones. */
export type HashWords = (words: Int32Array, at: number, count: number) => number;

/**
 * Two lanes of multiply and rotate, so that neighbouring words do not wait for each other, and the finaliser of MurmurHash3 (Appleby,
 * public domain, fmix32), so that states that differ in one high bit differ in the low ones too.
 */
export const hashWords: HashWords = (words, at, count) => {
  let even = 0x9e3779b9 | 0;
  let odd = 0x85ebca6b | 0;
  const end = (at + count) | 0;
  const pairs = (end - 1) | 0;
  let i = at | 0;
  for (; i < pairs; i = (i + 2) | 0) {
    even = Math.imul(((even << 13) | (even >>> 19)) ^ (words[i] as number), 0x9e3779b1);
    odd = Math.imul(((odd << 13) | (odd >>> 19)) ^ (words[(i + 1) | 0] as number), 0x85ebca77);
  }
  if (i < end) even = Math.imul(((even << 13) | (even >>> 19)) ^ (words[i] as number), 0x9e3779b1);
  let hash = even ^ ((odd << 16) | (odd >>> 16));
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
};
