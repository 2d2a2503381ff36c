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
  /**
   * Where each cell is, in one number: 1024 × word + 32 × width + shift. A shift takes the low five bits of its count, so that `x << place`
   * is by the shift and `x >>> (place >>> 5)` by the width.
   */
  readonly places: Int32Array;
  /** The cell that owns a bit, by 32 × word + bit; only asked for bits that are owned. */
  readonly owners: Uint16Array;
};

/** The packing of `base` with `widths` bits a cell. First fit: the earliest word with room. */
export function packingOf(base: Uint16Array, widths: Uint8Array): Packing {
  ensure(base.length === widths.length, 'one width a cell');
  const used: number[] = [0];
  const places = new Int32Array(base.length);
  for (const [cell, width] of widths.entries()) {
    let word = used.findIndex((bits) => bits + width <= 32);
    if (word < 0) word = used.push(0) - 1;
    const shift = width === 0 ? 0 : (used[word] as number);
    used[word] = (used[word] as number) + width;
    places[cell] = 1024 * word + 32 * width + shift;
  }
  return placed(base, widths, places, used.length);
}

function placed(base: Uint16Array, widths: Uint8Array, places: Int32Array, words: number): Packing {
  const owners = new Uint16Array(32 * words);
  for (const [cell, width] of widths.entries()) {
    const place = places[cell] as number;
    const first = 32 * (place >>> 10) + (place & 31);
    owners.fill(cell, first, first + width);
  }
  return { cellCount: base.length, words, base, widths, places, owners };
}

/**
 * The packing with wider cells and every bit where it was: cells that took none get a place that is free, others grow where they stand.
 * Null when there is no room for that.
 */
function grown({ base, words, widths: before, places: from }: Packing, widths: Uint8Array): Packing | null {
  const used: number[] = Array.from({ length: words }, () => 0);
  for (const [cell, width] of before.entries()) {
    const place = from[cell] as number;
    const word = place >>> 10;
    if (width > 0) used[word] = Math.max(used[word] as number, (place & 31) + width);
  }
  const places = from.slice();
  for (const [cell, width] of widths.entries()) {
    const was = before[cell] as number;
    if (width === was) continue;
    const place = from[cell] as number;
    const standing = place >>> 10;
    const end = (place & 31) + was;
    const word = was === 0 ? used.findIndex((bits) => bits + width <= 32) : standing;
    const shift = was === 0 ? (used[word] ?? 0) : place & 31;
    if (word < 0 || shift + width > 32 || (was > 0 && end !== used[word])) return null;
    places[cell] = 1024 * word + 32 * width + shift;
    used[word] = shift + width;
  }
  return placed(base, widths, places, words);
}

/** Whether states packed the one way are packed the other way, too, as they stand. */
export function isGrownFrom(now: Packing, before: Packing): boolean {
  return (
    now.words === before.words &&
    before.places.every((place, cell) => before.widths[cell] === 0 || sameBits(place, now.places[cell] as number))
  );
}

const sameBits = (a: number, b: number): boolean => a >>> 10 === b >>> 10 && (a & 31) === (b & 31);

/** The packing in which every cell has room for `bits` bits. */
export function roomy(base: Uint16Array, bits: number): Packing {
  return packingOf(base, new Uint8Array(base.length).fill(bits));
}

/** The packing with no more room than for states that differ from `base` in these bits of each cell. */
export function narrowest(base: Uint16Array, bits: Uint16Array): Packing {
  return packingOf(
    base,
    Uint8Array.from(bits, (seen) => 32 - Math.clz32(seen)),
  );
}

/**
 * The same packing with room for `state`, if possible with every bit where it was. `slack` is added to each cell that grows: packing a large store anew costs as much as a second
 * of search, so it is done seldom there, and the few bits are lost.
 */
export function widened(packing: Packing, state: Uint16Array, slack: number): Packing {
  const widths = packing.widths.map((width, cell) => {
    const needed = 32 - Math.clz32((state[cell] as number) ^ (packing.base[cell] as number));
    return needed > width ? Math.min(16, needed + slack) : width;
  });
  return grown(packing, widths) ?? packingOf(packing.base, widths);
}

/** Whether every cell of `state` fits. */
export function fits(packing: Packing, state: Uint16Array): boolean {
  return state.every(
    (value, cell) => (value ^ (packing.base[cell] as number)) >>> (packing.widths[cell] as number) === 0,
  );
}

/** Packs `state`, which fits, into `words` words from `at` on. */
export function pack(packing: Packing, state: Uint16Array, into: Int32Array, at: number): void {
  const { places, base, words, cellCount } = packing;
  into.fill(0, at, at + words);
  for (let cell = 0; cell < cellCount; cell++) {
    const place = places[cell] as number;
    const word = at + (place >>> 10);
    into[word] = (into[word] as number) | (((state[cell] as number) ^ (base[cell] as number)) << place);
  }
}

/** Unpacks the state whose words stand in `from` from `at` on. */
export function unpack(packing: Packing, from: Int32Array, at: number, into: Uint16Array): void {
  const { places, base, cellCount } = packing;
  for (let cell = 0; cell < cellCount; cell++) {
    const place = places[cell] as number;
    const word = from[at + (place >>> 10)] as number;
    into[cell] = ((word >>> place) & ~(-1 << (place >>> 5))) ^ (base[cell] as number);
  }
}

/**
 * Moves packed states from one packing to another one of the same base, in which they fit. What is packed is a difference from the base, so
 * the bits themselves stay; those that go from one word to one other by the same shift go together. Four numbers a move: the word, which bits
 * of it, how far to the left (to the right where that is negative), and the word they go to.
 */
export function movesBetween(before: Packing, now: Packing): Int32Array {
  const moves = new Map<string, [number, number, number, number]>();
  for (const [cell, width] of before.widths.entries()) {
    if (width === 0 || now.widths[cell] === 0) continue;
    const place = before.places[cell] as number;
    const goal = now.places[cell] as number;
    const bits = ~(-1 << Math.min(width, now.widths[cell] as number)) << place;
    const shift = (goal & 31) - (place & 31);
    const key = [place >>> 10, shift, goal >>> 10].join(' ');
    const known = moves.get(key);
    if (known === undefined) moves.set(key, [place >>> 10, bits, shift, goal >>> 10]);
    else known[1] |= bits;
  }
  return Int32Array.from([...moves.values()].flat());
}

/** Carries `moves` out on `count` states standing one behind the other; `into` may be `from` where its states do not grow. */
export function move(
  moves: Int32Array,
  from: Int32Array,
  stride: number,
  into: Int32Array,
  intoStride: number,
  count: number,
): void {
  const row = new Int32Array(intoStride);
  for (let k = 0; k < count; k++) {
    const source = k * stride;
    row.fill(0);
    for (let i = 0; i < moves.length; i += 4) {
      const bits = (from[source + (moves[i] as number)] as number) & (moves[i + 1] as number);
      const shift = moves[i + 2] as number;
      const word = moves[i + 3] as number;
      row[word] = (row[word] as number) | (shift < 0 ? bits >>> -shift : bits << shift);
    }
    const target = k * intoStride;
    for (let i = 0; i < intoStride; i++) into[target + i] = row[i] as number;
  }
}
