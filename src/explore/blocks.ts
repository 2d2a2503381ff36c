/**
 * A state and the block that actions are carried out on: equal between two actions, unless `next` is all there is. What an action did is
 * found by comparing the two.
 */
export type Blocks = {
  readonly current: Uint16Array;
  readonly work: Uint16Array;
  /** The same memory by 32 bits, padded with zeros to fours. */
  readonly currentWords: Int32Array;
  readonly workWords: Int32Array;
  /** Room for the numbers of the cells that an action wrote. */
  readonly touched: Uint16Array;
};

/** Blocks of so many cells, all zero. */
export function blocksOf(cells: number): Blocks {
  const padded = Math.ceil(cells / 8) * 4;
  const currentWords = new Int32Array(padded);
  const workWords = new Int32Array(padded);
  return {
    ...{ currentWords, workWords, touched: new Uint16Array(2 * cells) },
    current: new Uint16Array(currentWords.buffer, 0, cells),
    work: new Uint16Array(workWords.buffer, 0, cells),
  };
}

/** Writes the cells in which `work` differs from `current` into `touched`, in rising order; returns how many. */
export function differing({ currentWords: a, workWords: b, current, work, touched }: Blocks): number {
  let count = 0;
  for (let i = 0; i < a.length; i += 4) {
    const first = ((a[i] as number) ^ (b[i] as number)) | ((a[i + 1] as number) ^ (b[i + 1] as number));
    const last = ((a[i + 2] as number) ^ (b[i + 2] as number)) | ((a[i + 3] as number) ^ (b[i + 3] as number));
    if ((first | last) === 0) continue;
    for (let cell = 2 * i; cell < 2 * i + 8; cell++) if (current[cell] !== work[cell]) touched[count++] = cell;
  }
  return count;
}
