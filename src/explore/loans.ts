import type { Errand, Told } from './errand.ts';
import { chunkOf, offsetOf, type NodeStore } from './node-store.ts';

/**
 * Which of the nodes that wait somebody else looks into. What is told of a node does not depend on when or by whom, and is taken in when it is
 * the node's turn: so the search goes the same way, to the last number, as when it looks into every node itself.
 *
 *     ──done──┤ node … ──own──┤ lent ├ lent ├ … ┤ until … ──nobody's so far──┤ count
 */
export type Loans = {
  /** By first node: what was told, null as long as nothing was. They do not overlap, and stand in rising order. */
  readonly lent: Map<number, { readonly count: number; told: Told | null }>;
  /** All nodes before this one are lent, done, or to be done by the search itself. */
  until: number;
  /** The end of the loan that the node looked at last is in, and that loan: most nodes are in the same one. */
  current: { readonly first: number; readonly count: number; readonly told: Told } | null;
  /** Nothing has been heard since there was nothing else to do. */
  waited: boolean;
};

/** The states of an errand; what is asked of them is the search's. */
export type Loan = Omit<Errand, 'asked' | 'expands'>;

export const noLoans = (): Loans => ({ lent: new Map(), until: 0, current: null, waited: false });

/** Fewer states than these, or than are asked for, are not worth asking somebody else. */
const FEWEST = 32;

/**
 * So many states at most, of those that nobody has. The search, which is at `node`, looks into so many before them itself: what is lent is
 * told by the time that it comes to it. Null when they are too few.
 */
export function lendFrom(loans: Loans, store: NodeStore, node: number, most: number, own: number): Loan | null {
  const first = Math.max(loans.until, node) + own;
  const count = Math.min(most, store.count - first);
  return count < Math.min(FEWEST, most) ? null : lendThese(loans, store, first, count);
}

/** Lends just these. */
export function lendThese(loans: Loans, store: NodeStore, first: number, count: number): Loan {
  loans.until = first + count;
  loans.lent.set(first, { count, told: null });
  const { words } = store.packing;
  const states = new Int32Array(count * words);
  for (let k = 0; k < count; k++) {
    const at = offsetOf(store, first + k);
    states.set(chunkOf(store, first + k).subarray(at, at + words), k * words);
  }
  return { first, count, packing: store.packing, states };
}

/** Takes in what was told. What nobody waits for any more is dropped. */
export function hearOf(loans: Loans, told: Told): void {
  const loan = loans.lent.get(told.first);
  if (loan === undefined) return;
  loan.told = told;
  loans.waited = false;
}

/** Who looks into a node: the search `itself`, somebody who has not answered (`waits`), or somebody who has told. */
export function toldOf(loans: Loans, node: number): Told | 'itself' | 'waits' {
  const { current, lent } = loans;
  if (current === null && lent.size === 0) return 'itself';
  if (current !== null && node < current.first + current.count) return current.told;
  loans.current = null;
  const loan = lent.get(node);
  if (loan === undefined) return 'itself';
  if (loan.told === null) return 'waits';
  lent.delete(node);
  loans.current = { first: node, count: loan.count, told: loan.told };
  return loan.told;
}

/** The search looks into the nodes from this one on itself, as far as it had lent them together. */
export function takeBack(loans: Loans, node: number): void {
  loans.lent.delete(node);
}
