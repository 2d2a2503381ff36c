import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  fits,
  isGrownFrom,
  move,
  movesBetween,
  narrowest,
  pack,
  packingOf,
  roomy,
  unpack,
  widened,
  type Packing,
} from './packing.ts';

const cell = fc.oneof(fc.constantFrom(0, 1, 0x8000, 0xffff), fc.nat(0xffff));
const block = (length: number): fc.Arbitrary<Uint16Array> =>
  fc.array(cell, { minLength: length, maxLength: length }).map((cells) => Uint16Array.from(cells));
const blocks = fc
  .integer({ min: 1, max: 70 })
  .chain((length) => fc.array(block(length), { minLength: 2, maxLength: 6 }));

/** The packing that has learned `states`, in their order. */
function learned(states: readonly Uint16Array[], slack = 0): Packing {
  const [base = new Uint16Array(1), ...others] = states;
  return others.reduce(
    (packing, state) => (fits(packing, state) ? packing : widened(packing, state, slack)),
    narrowest(base, new Uint16Array(base.length)),
  );
}

function throughWords(packing: Packing, state: Uint16Array): Uint16Array {
  const words = new Int32Array(packing.words + 2).fill(-1);
  pack(packing, state, words, 1);
  expect([words.at(0), words.at(-1)]).toEqual([-1, -1]);
  const back = new Uint16Array(state.length);
  unpack(packing, words, 1, back);
  return back;
}

test('whatever was learned comes back as it was, and its neighbours in memory stay', () => {
  fc.assert(
    fc.property(blocks, fc.nat(2), (states, slack) => {
      const packing = learned(states, slack);
      for (const state of states) expect(throughWords(packing, state)).toEqual(state);
    }),
  );
});

test('a cell that never changed takes no bit, whatever its value, and one that was 0 and 1 takes one', () => {
  const packing = learned([Uint16Array.of(500, 0, 7, 0xffff), Uint16Array.of(500, 1, 4, 0xffff)]);
  expect([...packing.widths]).toEqual([0, 1, 2, 0]);
  expect(packing.words).toBe(1);
  expect(fits(packing, Uint16Array.of(500, 1, 5, 0xffff))).toBe(true);
  expect(fits(packing, Uint16Array.of(501, 1, 5, 0xffff))).toBe(false);
});

test('only a cell that must grow gets bits to spare, and none gets more than 16', () => {
  const narrow = learned([Uint16Array.of(0, 0, 0), Uint16Array.of(1, 3, 0)]);
  expect([...widened(narrow, Uint16Array.of(1, 4, 0xffff), 1).widths]).toEqual([1, 4, 16]);
});

test('105 cells of which 30 have two values take one word', () => {
  const states = [new Uint16Array(105), new Uint16Array(105).fill(1, 40, 70)];
  expect(learned(states).words).toBe(1);
});

test('no cell straddles two words, and each bit has its owner', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 16 }), { minLength: 1, maxLength: 60 }), (widths) => {
      const packing = packingOf(new Uint16Array(widths.length), Uint8Array.from(widths));
      const taken = new Set<number>();
      for (const [index, width] of widths.entries()) {
        const place = packing.places[index] as number;
        const first = 32 * (place >>> 10) + (place & 31);
        expect((place & 31) + width).toBeLessThanOrEqual(32);
        for (let bit = first; bit < first + width; bit++) {
          expect(taken.has(bit)).toBe(false);
          taken.add(bit);
          expect(packing.owners[bit]).toBe(index);
        }
      }
      const bits = widths.reduce((sum, width) => sum + width, 0);
      expect(packing.words).toBeLessThanOrEqual(Math.max(1, Math.ceil(bits / 17)));
    }),
  );
});

test('states moved to a wider packing are the states packed there', () => {
  fc.assert(
    fc.property(blocks, (states) => {
      const last = states.at(-1) ?? new Uint16Array(1);
      const before = learned(states.slice(0, -1));
      const now = widened(before, last, 1);
      const count = states.length - 1;
      const packed = new Int32Array(count * before.words);
      for (let k = 0; k < count; k++) pack(before, states[k] ?? last, packed, k * before.words);
      const moved = new Int32Array(count * now.words);
      move(movesBetween(before, now), packed, before.words, moved, now.words, count);
      const wanted = new Int32Array(count * now.words);
      for (let k = 0; k < count; k++) pack(now, states[k] ?? last, wanted, k * now.words);
      expect(moved).toEqual(wanted);
    }),
  );
});

test('states moved from a roomy packing to the narrowest, in place or not, are the states packed there', () => {
  fc.assert(
    fc.property(blocks, (states) => {
      const [base = new Uint16Array(1)] = states;
      const before = roomy(base, 16);
      const seen = base.map((first, i) => states.reduce((bits, state) => bits | (first ^ (state[i] ?? 0)), 0));
      const now = narrowest(base, seen);
      for (const state of states) expect(throughWords(now, state)).toEqual(state);
      const all = (packing: Packing): Int32Array => {
        const packed = new Int32Array(states.length * before.words);
        for (const [k, state] of states.entries()) pack(packing, state, packed, k * packing.words);
        return packed;
      };
      const moved = all(before);
      move(movesBetween(before, now), moved, before.words, moved, now.words, states.length);
      expect(moved.subarray(0, states.length * now.words)).toEqual(all(now).subarray(0, states.length * now.words));
    }),
  );
});

test('a cell that begins to change, or stands last in its word, grows without moving a bit', () => {
  const before = packingOf(new Uint16Array(3), Uint8Array.of(4, 0, 2));
  const words = new Int32Array(1);
  pack(before, Uint16Array.of(9, 0, 3), words, 0);
  const now = widened(before, Uint16Array.of(9, 5, 3), 0);
  expect([[...now.widths], isGrownFrom(now, before)]).toEqual([[4, 3, 2], true]);
  const state = new Uint16Array(3);
  unpack(now, words, 0, state);
  expect([...state]).toEqual([9, 0, 3]);
  expect(isGrownFrom(widened(before, Uint16Array.of(9, 0, 7), 0), before)).toBe(true);
  // The first cell cannot grow where it stands, and there are no three words in one.
  expect(isGrownFrom(widened(before, Uint16Array.of(99, 0, 3), 0), before)).toBe(false);
  expect(isGrownFrom(widened(before, Uint16Array.of(9, 0x7fff, 0x7fff), 0), before)).toBe(false);
});
