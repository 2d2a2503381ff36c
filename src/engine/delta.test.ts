import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deltaOf, patched } from './delta.ts';

const change = (before: unknown, after: unknown): unknown => patched(before, deltaOf(before, after));

test('only what changed is said', () => {
  const before = { text: 'a long text', slots: [{ page: 1 }, { page: 2 }], depth: 1 };
  expect(deltaOf(before, { text: 'a long text', slots: [{ page: 1 }, { page: 3 }], depth: 1 })).toEqual({
    fields: { slots: { length: 2, items: [[1, { fields: { page: { is: 3 } } }]] } },
  });
  expect(deltaOf(before, structuredClone(before))).toBe(0);
});

test('what did not change is the same object', () => {
  const before = { slots: [{ page: 1 }, { page: 2 }], config: { cpus: 4 } };
  const after = patched(before, deltaOf(before, { slots: [{ page: 1 }, { page: 3 }], config: { cpus: 4 } }));
  expect(after).toMatchObject({ slots: [{ page: 1 }, { page: 3 }] });
  expect((after as typeof before).config).toBe(before.config);
  expect((after as typeof before).slots[0]).toBe(before.slots[0]);
  expect(before.slots[1]).toEqual({ page: 2 });
});

test('lists that grow and shrink, fields that come and go, something else altogether', () => {
  expect(change([1, 2, 3], [1])).toEqual([1]);
  expect(change([1], [1, { a: 2 }, 3])).toEqual([1, { a: 2 }, 3]);
  expect(change({ a: 1, b: 2 }, { a: 1 })).toEqual({ a: 1 });
  expect(change({ a: 1 }, { a: 1, b: null })).toEqual({ a: 1, b: null });
  expect(change({ a: [1] }, { a: { 0: 1 } })).toEqual({ a: { 0: 1 } });
  expect(change(null, { a: 1 })).toEqual({ a: 1 });
});

test('a delta of something else is a bug', () => {
  expect(() => patched(null, { fields: {} })).toThrow();
  expect(() => patched({}, { length: 0, items: [] })).toThrow();
});

/** Fields have the names that our types give them. */
const plain = fc.jsonValue().filter((value) => !JSON.stringify(value).includes('__proto__'));

test('whatever it was, after the change it says what it is to say; also where the delta went through a port', () => {
  fc.assert(
    fc.property(plain, plain, (before, after) => {
      expect(change(before, after)).toStrictEqual(after);
      expect(patched(before, structuredClone(deltaOf(before, after)))).toStrictEqual(after);
      expect(deltaOf(before, structuredClone(before))).toBe(0);
    }),
  );
});
