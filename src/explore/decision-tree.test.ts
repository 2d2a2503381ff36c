import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyTree, known, leafOf, learn, rootOf, type DecisionTree } from './decision-tree.ts';
import { makeRecorder } from './footprint.ts';

/** The tree as text, a line per answer: `2=1 0=7: answer`. */
function pictureOf(tree: DecisionTree<string>, link = rootOf(tree), path: readonly string[] = []): string[] {
  const here = known(tree, link);
  if (here.type === 'unknown') return [];
  if (here.type === 'leaf') return [`${path.join(' ')}: ${here.answer}`];
  return here.by.flatMap((child) => pictureOf(tree, child.link, [...path, `${here.cell}=${child.value}`]));
}

test('paths that are learned are known, and no others', () => {
  const tree = emptyTree<string>();
  const state = Uint16Array.of(3, 0, 1);
  expect(leafOf(tree, state)).toBe(-1);
  const path = [
    { cell: 2, value: 1 },
    { cell: 0, value: 3 },
  ];
  expect(learn(tree, path, 'three')).toBe(0);
  expect(learn(tree, [{ cell: 2, value: 0 }], 'none')).toBe(1);
  expect(pictureOf(tree)).toEqual(['2=0: none', '2=1 0=3: three']);
  expect(
    [
      [3, 0, 1],
      [9, 9, 0],
      [2, 0, 1],
      [4, 0, 1],
      [3, 0, 2],
    ].map((s) => leafOf(tree, Uint16Array.from(s))),
  ).toEqual([0, 1, -1, -1, -1]);
});

test('what looks at nothing has one answer', () => {
  const tree = emptyTree<string>();
  learn(tree, [], 'always');
  expect(leafOf(tree, Uint16Array.of(5))).toBe(0);
  expect(pictureOf(tree)).toEqual([': always']);
});

test('values far apart take little room', () => {
  const tree = emptyTree<string>();
  const values = [0x8000, 65_535, 3, 0x4000, 63, 64];
  values.forEach((value) => learn(tree, [{ cell: 0, value }], String(value)));
  expect(values.map((value) => tree.leaves[leafOf(tree, Uint16Array.of(value))])).toEqual(values.map(String));
  expect([65, 62, 0, 0x8001].map((value) => leafOf(tree, Uint16Array.of(value)))).toEqual([-1, -1, -1, -1]);
  expect(tree.used).toBeLessThan(100);
  expect(pictureOf(tree)).toHaveLength(values.length);
});

test('answers that contradict each other are told', () => {
  const tree = emptyTree<string>();
  learn(tree, [{ cell: 0, value: 1 }], 'one');
  expect(() => learn(tree, [{ cell: 0, value: 1 }], 'two')).toThrow('was not known');
  expect(() => learn(tree, [{ cell: 1, value: 2 }], 'other')).toThrow('decides what is read next');
  expect(() => learn(tree, [], 'less')).toThrow('was not known');
  const longer = [
    { cell: 0, value: 1 },
    { cell: 1, value: 1 },
  ];
  expect(() => learn(tree, longer, 'more')).toThrow('a path goes on where others do');
});

test('a function of cells that depend on each other is learned as it is', () => {
  const cells = 6;
  const states = fc.array(fc.uint8Array({ minLength: cells, maxLength: cells, max: 5 }), { minLength: 30 });
  fc.assert(
    fc.property(states, fc.integer({ min: 1, max: 9 }), (blocks, factor) => {
      // The value of a cell says which cell is looked at next.
      const f = (block: Uint16Array): string => {
        let seen = '';
        for (let cell = 0, left = 4; left > 0; left--) {
          seen += String(block[cell]);
          cell = (cell + factor * (block[cell] as number) + 1) % cells;
        }
        return seen;
      };
      const record = makeRecorder(cells);
      const tree = emptyTree<string>();
      for (const bytes of blocks) {
        const state = Uint16Array.from(bytes, (byte) => (byte === 5 ? 0x4000 : byte));
        let leaf = leafOf(tree, state);
        if (leaf < 0) {
          const { reads, result } = record(state, f);
          leaf = learn(tree, reads, result);
          expect(leafOf(tree, state)).toBe(leaf);
        }
        expect(tree.leaves[leaf]).toBe(f(state));
      }
    }),
  );
});
