import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeRecorder, type CellValue } from './footprint.ts';
import { addFact, emptyLookup, lookUp, replant, type Lookup } from './lookup.ts';
import { pack, packingOf, widened, type Packing } from './packing.ts';

/** A packing in which every cell of `base` takes so many bits. */
const wide = (bits: number, ...base: readonly number[]): Packing =>
  packingOf(Uint16Array.from(base), new Uint8Array(base.length).fill(bits));

function asked(lookup: Lookup, ...state: readonly number[]): number {
  const packed = new Int32Array(lookup.packing.words);
  pack(lookup.packing, Uint16Array.from(state), packed, 0);
  return lookUp(lookup, packed);
}

/** `2=1 0=3`: the cells asked for, and their values. */
const path = (text: string): readonly CellValue[] =>
  text.split(' ').map((part) => {
    const [cell = NaN, value = NaN] = part.split('=').map(Number);
    return { cell, value };
  });

test('paths that are learned are known, and no others', () => {
  const lookup = emptyLookup(wide(4, 0, 0, 0));
  expect(asked(lookup, 3, 0, 1)).toBe(-1);
  addFact(lookup, { path: path('2=1 0=3'), answer: 7 });
  addFact(lookup, { path: path('2=0'), answer: 0 });
  const states = [
    [3, 0, 1],
    [3, 9, 1],
    [9, 9, 0],
    [2, 0, 1],
    [4, 0, 1],
    [3, 0, 2],
  ];
  expect(states.map((state) => asked(lookup, ...state))).toEqual([7, 7, 0, -1, -1, -1]);
});

test('what looks at nothing, or at what never changes, has one answer', () => {
  const nothing = emptyLookup(wide(4, 0));
  addFact(nothing, { path: [], answer: 3 });
  expect(asked(nothing, 5)).toBe(3);
  const constant = emptyLookup(wide(0, 9));
  addFact(constant, { path: path('0=9'), answer: 4 });
  expect(asked(constant, 9)).toBe(4);
  replant(constant, wide(1, 9));
  expect([asked(constant, 9), asked(constant, 8)]).toEqual([4, -1]);
});

test('values far apart take little room', () => {
  const lookup = emptyLookup(wide(16, 0x4001));
  const values = [0x8000, 65_535, 3, 0x4000, 63, 64];
  values.forEach((value, answer) => {
    addFact(lookup, { path: [{ cell: 0, value }], answer });
  });
  expect(values.map((value) => asked(lookup, value))).toEqual([0, 1, 2, 3, 4, 5]);
  expect([65, 62, 0, 0x8001].map((value) => asked(lookup, value))).toEqual([-1, -1, -1, -1]);
  expect(lookup.used).toBeLessThan(1000);
});

test('facts that contradict each other are told', () => {
  const lookup = emptyLookup(wide(3, 0, 0));
  addFact(lookup, { path: path('0=1'), answer: 1 });
  const add = (text: string): void => {
    addFact(lookup, { path: path(text), answer: 2 });
  };
  expect(() => {
    add('0=1');
  }).toThrow('what was read decides what is done');
  expect(() => {
    add('1=2');
  }).toThrow('what was read so far decides what is read next');
  expect(() => {
    add('0=1 1=1');
  }).toThrow('what was read so far decides what is read next');
});

test('a function of cells that depend on each other is learned as it is, whatever the packing', () => {
  const cells = 6;
  const states = fc.array(fc.uint8Array({ minLength: cells, maxLength: cells, max: 5 }), { minLength: 30 });
  fc.assert(
    fc.property(states, fc.integer({ min: 1, max: 9 }), (blocks, factor) => {
      // The value of a cell says which cell is looked at next.
      const f = (block: Uint16Array): number => {
        let seen = 0;
        for (let cell = 0, left = 4; left > 0; left--) {
          seen = 7 * seen + ((block[cell] as number) % 7);
          cell = (cell + factor * (block[cell] as number) + 1) % cells;
        }
        return seen;
      };
      const record = makeRecorder(cells);
      const all = blocks.map((bytes) => Uint16Array.from(bytes, (byte) => (byte === 5 ? 0x4000 : byte)));
      let packing = wide(0, ...(all[0] ?? []));
      const lookup = emptyLookup(packing);
      for (const state of all) {
        packing = widened(packing, state, 0);
        replant(lookup, packing);
        if (asked(lookup, ...state) >= 0) continue;
        const { reads, result } = record(state, f);
        addFact(lookup, { path: reads, answer: result });
      }
      for (const state of all) expect(asked(lookup, ...state)).toBe(f(state));
    }),
  );
});
