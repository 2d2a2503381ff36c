import { ensure } from '../base/assert.ts';

/** A cell, by its number, and what stands in it. */
export type CellValue = { readonly cell: number; readonly value: number };

/**
 * What one piece of work on a block looked at and what it left behind. Work that has no other input does the same on every block in which
 * the cells of `reads` hold these values: it reads the same cells in this order, and writes the same.
 */
export type Footprint<R> = {
  /** Each cell whose value was asked for before it was written, once, in the order of asking. */
  readonly reads: readonly CellValue[];
  /** Each cell that was written, once, in the order of first writing: what stands in it at the end, and what stood there before. */
  readonly writes: readonly (CellValue & { readonly before: number })[];
  readonly result: R;
};

/** Runs `work` on a copy of `state`, one cell of which is read or written at a time, and takes down which. `state` stays as it is. */
export type Recorder = <R>(state: Uint16Array, work: (block: Uint16Array) => R) => Footprint<R>;

/**
 * A recorder for blocks of so many cells. `work` is always given the same block, which is good for nothing outside of it; throws when
 * `work` does more with it than read, write and count cells, for then it could not be said what it depends on.
 */
export function makeRecorder(cells: number): Recorder {
  const copy = new Uint16Array(cells);
  const isRead = new Uint8Array(cells);
  const isWritten = new Uint8Array(cells);
  let reads: CellValue[] = [];
  let written: { readonly cell: number; readonly before: number }[] = [];
  const block = new Proxy(copy, {
    get: (_, key) => {
      if (key === 'length') return cells;
      const cell = cellOf(key, cells);
      const value = copy[cell] as number;
      if (isRead[cell] === 0 && isWritten[cell] === 0) {
        isRead[cell] = 1;
        reads.push({ cell, value });
      }
      return value;
    },
    set: (_, key, value: number) => {
      const cell = cellOf(key, cells);
      if (isWritten[cell] === 0) {
        isWritten[cell] = 1;
        written.push({ cell, before: copy[cell] as number });
      }
      copy[cell] = value;
      return true;
    },
  });
  return (state, work) => {
    copy.set(state);
    isRead.fill(0);
    isWritten.fill(0);
    reads = [];
    written = [];
    const result = work(block);
    const writes = written.map(({ cell, before }) => ({ cell, value: copy[cell] as number, before }));
    return { reads, writes, result };
  };
}

function cellOf(key: string | symbol, cells: number): number {
  const cell = typeof key === 'string' ? Number(key) : NaN;
  ensure(cell >= 0 && cell < cells, `a recorded block is read cell by cell, not by ${String(key)}`);
  return cell;
}
