import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keepAlike } from './alike.ts';

test('what says the same is the same object as before, what does not is new', () => {
  const before = { slots: [{ page: 1 }, { page: 2 }], config: { cpus: 4 } };
  const after = { slots: [{ page: 1 }, { page: 3 }], config: { cpus: 4 } };
  const kept = keepAlike(before, after);
  expect(kept).toEqual(after);
  expect(kept.config).toBe(before.config);
  expect(kept.slots[0]).toBe(before.slots[0]);
  expect(kept.slots).not.toBe(before.slots);
});

test('a list that is longer or shorter, a field that is gone or new: not the same', () => {
  expect(keepAlike([1, 2], [1])).toEqual([1]);
  expect(keepAlike([1], [1, 2])).toEqual([1, 2]);
  expect(keepAlike({ a: 1, b: 2 }, { a: 1 })).toEqual({ a: 1 });
  expect(keepAlike({ a: 1 }, { a: 1, b: null })).toEqual({ a: 1, b: null });
  expect(keepAlike([1], { 0: 1 })).toEqual({ 0: 1 });
  expect(keepAlike({ 0: 1 }, [1])).toEqual([1]);
  expect(keepAlike(null, { a: 1 })).toEqual({ a: 1 });
});

/** Fields have the names that our types give them. */
const plain = fc.jsonValue().filter((value) => !JSON.stringify(value).includes('__proto__'));

test('it always says what `after` says; and a copy of the same is the same object', () => {
  fc.assert(
    fc.property(plain, plain, (before, after) => {
      expect(keepAlike(before, after)).toStrictEqual(after);
      expect(keepAlike(before, structuredClone(before))).toBe(before);
    }),
  );
});
