import { ensure } from '../base/assert.ts';

/**
 * How the cells of a state are packed into 32-bit words. Widths are learned, not declared: a cell that never changed takes no bit, one
 * that was 0 and 1 takes one. When a value does not fit, the store is packed anew with a wider cell; see `widened`.
 *
 * A cell is kept as its difference (exclusive or) from the initial state, so a constant costs nothing whatever it is. No cell straddles
 * two words.
 */
export type Packing = {
  /** Cells of a state, and 32-bit words of a packed one. */
  readonly cellCount: number;
  readonly words: number;
  /** The initial state. */
  readonly base: Uint16Array;
  /** Bits of each cell. */
  readonly widths: Uint8Array;
  /** Four numbers a cell, side by side in memory: its word, its shift, the bits that do not fit, its base. */
  readonly places: Int32Array;
  /** The cell that owns a bit, by 32 × word + bit; only asked for bits that are owned. */
  readonly owners: Uint16Array;
};

/** The packing of `base` with `widths` bits a cell. First fit: the earliest word with room. */
export function packingOf(base: Uint16Array, widths: Uint8Array): Packing {
  ensure(base.length === widths.length, 'one width a cell');
  const used: number[] = [0];
  const places = new Int32Array(4 * base.length);
  for (const [cell, width] of widths.entries()) {
    let word = used.findIndex((bits) => bits + width <= 32);
    if (word < 0) word = used.push(0) - 1;
    const shift = width === 0 ? 0 : (used[word] as number);
    used[word] = (used[word] as number) + width;
    places.set([word, shift, ~((1 << width) - 1), base[cell] as number], 4 * cell);
  }
  const owners = new Uint16Array(32 * used.length);
  for (const [cell, width] of widths.entries()) {
    const at = 32 * (places[4 * cell] as number) + (places[4 * cell + 1] as number);
    owners.fill(cell, at, at + width);
  }
  return { cellCount: base.length, words: used.length, base, widths, places, owners };
}

/** The packing in which nothing has been learned yet: every cell as in `base`, one word for all. */
export function narrowest(base: Uint16Array): Packing {
  return packingOf(base, new Uint8Array(base.length));
}

/**
 * The same packing with room for `state`. `slack` is added to each cell that grows: packing a large store anew costs as much as a second
 * of search, so it is done seldom there, and the few bits are lost.
 */
export function widened(packing: Packing, state: Uint16Array, slack: number): Packing {
  const widths = packing.widths.map((width, cell) => {
    const needed = 32 - Math.clz32((state[cell] as number) ^ (packing.base[cell] as number));
    return needed > width ? Math.min(16, needed + slack) : width;
  });
  return packingOf(packing.base, widths);
}

/** Whether every cell of `state` fits. */
export function fits(packing: Packing, state: Uint16Array): boolean {
  return state.every(
    (value, cell) => (value ^ (packing.base[cell] as number)) >>> (packing.widths[cell] as number) === 0,
  );
}

/** Packs `state`, which fits, into `words` words from `at` on. */
export function pack(packing: Packing, state: Uint16Array, into: Int32Array, at: number): void {
  const { places, words, cellCount } = packing;
  into.fill(0, at, at + words);
  for (let cell = 0; cell < cellCount; cell++) {
    const place = at + (places[4 * cell] as number);
    const value = (state[cell] as number) ^ (places[4 * cell + 3] as number);
    into[place] = (into[place] as number) | (value << (places[4 * cell + 1] as number));
  }
}

/** Unpacks the state whose words stand in `from` from `at` on. */
export function unpack(packing: Packing, from: Int32Array, at: number, into: Uint16Array): void {
  const { places, cellCount } = packing;
  for (let cell = 0; cell < cellCount; cell++) {
    const word = from[at + (places[4 * cell] as number)] as number;
    const value = (word >>> (places[4 * cell + 1] as number)) & ~(places[4 * cell + 2] as number);
    into[cell] = value ^ (places[4 * cell + 3] as number);
  }
}

/**
 * Moves packed states from one packing to a wider one of the same base: for each cell that takes bits, five numbers: its word, shift and
 * mask before, its word and shift now. What is packed is a difference from the base, so the bits themselves stay.
 */
export function movesBetween(before: Packing, now: Packing): Int32Array {
  const moves: number[] = [];
  for (const [cell, width] of before.widths.entries()) {
    if (width === 0) continue;
    const [word, shift, outside] = before.places.subarray(4 * cell, 4 * cell + 3) as unknown as [
      number,
      number,
      number,
    ];
    moves.push(word, shift, ~outside, now.places[4 * cell] as number, now.places[4 * cell + 1] as number);
  }
  return Int32Array.from(moves);
}

/** Carries `moves` out on `count` states standing one behind the other. `into` holds zeros. */
export function move(
  moves: Int32Array,
  from: Int32Array,
  stride: number,
  into: Int32Array,
  intoStride: number,
  count: number,
): void {
  for (let k = 0; k < count; k++) {
    const source = k * stride;
    const target = k * intoStride;
    for (let i = 0; i < moves.length; i += 5) {
      const value =
        ((from[source + (moves[i] as number)] as number) >>> (moves[i + 1] as number)) & (moves[i + 2] as number);
      const at = target + (moves[i + 3] as number);
      into[at] = (into[at] as number) | (value << (moves[i + 4] as number));
    }
  }
}
