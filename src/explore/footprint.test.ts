import { expect, test } from 'vitest';
import { makeRecorder } from './footprint.ts';

const at = (block: Uint16Array, cell: number): number => block[cell] as number;

test('each cell is read once, in the order of asking, and what was written before is not read', () => {
  const record = makeRecorder(5);
  const { reads, writes, result } = record(Uint16Array.of(7, 8, 9, 1, 2), (block) => {
    block[3] = at(block, 1) + at(block, 0);
    block[4] = 0;
    block[3] = at(block, 3) + at(block, 1);
    return at(block, 3);
  });
  expect(reads).toEqual([
    { cell: 1, value: 8 },
    { cell: 0, value: 7 },
  ]);
  expect(writes).toEqual([
    { cell: 3, value: 23, before: 1 },
    { cell: 4, value: 0, before: 2 },
  ]);
  expect(result).toBe(23);
});

test('the state stays as it is, and one piece of work knows nothing of the one before', () => {
  const record = makeRecorder(2);
  const state = Uint16Array.of(1, 2);
  record(state, (block) => {
    block[0] = at(block, 1) + 5;
  });
  expect(state).toEqual(Uint16Array.of(1, 2));
  expect(record(state, (block) => at(block, 0))).toEqual({ reads: [{ cell: 0, value: 1 }], writes: [], result: 1 });
});

test('what is written is cut to 16 bits, as in any block', () => {
  const { writes } = makeRecorder(1)(Uint16Array.of(1), (block) => {
    block[0] = -1;
  });
  expect(writes).toEqual([{ cell: 0, value: 0xffff, before: 1 }]);
});

test('a block that is copied or filled as a whole cannot be recorded, nor a cell that is not there', () => {
  const record = makeRecorder(2);
  const state = new Uint16Array(2);
  expect(() => record(state, (block) => block.slice())).toThrow('cell by cell, not by slice');
  expect(() => record(state, (block) => block.fill(0))).toThrow('cell by cell, not by fill');
  expect(() => record(state, (block) => block[2])).toThrow('cell by cell, not by 2');
  expect(record(state, (block) => block.length).result).toBe(2);
});
