/** A row that carries words; a row that only shows that something is there. */
const READABLE = 12;
const THIN_LEAST = 2;
const MOST = 22;
const MOST_FEW = 28;
const MOST_THREE = 38;

export type RowEdges = { readonly edges: readonly number[]; readonly readable: number };

/**
 * The edges of `slots` rows in this much room, from 0. All rows are alike where all of them can carry words. Where they cannot, the first
 * ones can (a CPU fills its strip from the top), and the others share what is left: seldom used, never out of sight. It follows from the
 * room alone, never from what is mapped. At least three rows can be read, though they may need more than the room.
 */
export function rowEdges(room: number, slots: number): RowEdges {
  const most = slots <= 4 ? MOST_THREE : slots <= 8 ? MOST_FEW : MOST;
  const alike = Math.floor((2 * room) / slots) / 2;
  if (alike >= READABLE) return { edges: evenly(slots, Math.min(most, alike)), readable: slots };
  const fitting = Math.floor((room - THIN_LEAST * slots) / (READABLE - THIN_LEAST));
  const readable = Math.min(slots, Math.max(3, Math.min(fitting, Math.ceil(slots / 4))));
  const share = (room - readable * READABLE) / Math.max(1, slots - readable);
  const thin = Math.max(THIN_LEAST, Math.floor(share * 20) / 20);
  const heights = Array.from({ length: slots }, (_, slot) => (slot < readable ? READABLE : Math.min(thin, READABLE)));
  return { edges: heights.reduce<number[]>((sums, height) => [...sums, (sums.at(-1) ?? 0) + height], [0]), readable };
}

const evenly = (slots: number, height: number): readonly number[] =>
  Array.from({ length: slots + 1 }, (_, slot) => slot * height);
