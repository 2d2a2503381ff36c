import { ensure } from '../base/assert.ts';
import type { CellValue } from './footprint.ts';

/**
 * What is known of a function of a block that looks at few of its cells, and at which next depends on what it saw: a tree whose branches
 * ask for the value of a cell, and whose leaves are the answers. It grows by one path at a time (see `learn`), and is looked up in flat
 * numbers, for that is done millions of times a second:
 *
 *     nodes[0]             a link to the root
 *     nodes[1]             0, always
 *     nodes[at]            the cell that the branch at `at` asks for
 *     nodes[at + 1]        links for the values below this stand here …
 *     nodes[at + 3 + v]    … each at its place,
 *     nodes[at + 2]        the others in a chain from here on: value, link, next in the chain (0: the end)
 *
 *     a link:              0: not known yet     > 0: the branch there     < 0: the leaf of number ~link
 */
export type DecisionTree<L> = {
  nodes: Int32Array;
  /** Places of `nodes` in use. */
  used: number;
  /** The answers, by the number of the leaf. Trees may share them. */
  readonly leaves: L[];
};

const UNKNOWN = 0;
const NOWHERE = 1;
const HEADER = 3;
/** Values from here on stand in chains: cells with addresses in them hold few different ones, but far apart. */
const FAR = 64;

/** A tree that knows nothing; `leaves` are those that it shares with others. */
export function emptyTree<L>(leaves: L[] = []): DecisionTree<L> {
  return { nodes: new Int32Array(256), used: 2, leaves };
}

/** The number of the leaf that `state` leads to, −1 when that is not known. */
export function leafOf({ nodes }: DecisionTree<unknown>, state: Uint16Array): number {
  let link = nodes[0] as number;
  while (link > 0) {
    const value = state[nodes[link] as number] as number;
    link = nodes[
      value < (nodes[link + 1] as number) ? link + HEADER + value : placeOfFar(nodes, link, value)
    ] as number;
  }
  return ~link;
}

/** Where the link of a value stands that is not in the row of its branch. */
function placeOfFar(nodes: Int32Array, branch: number, value: number): number {
  let at = nodes[branch + 2] as number;
  while (at !== 0 && nodes[at] !== value) at = nodes[at + 2] as number;
  return at === 0 ? NOWHERE : at + 1;
}

/**
 * Makes it known that blocks with these values of these cells, asked for in this order, have this answer. Returns the number of its leaf.
 * Throws when that contradicts what is known: then it was no function of the cells asked for.
 */
export function learn<L>(tree: DecisionTree<L>, path: readonly CellValue[], answer: L): number {
  let place = 0;
  for (const { cell, value } of path) place = placeOfChild(tree, place, cell, value);
  ensure(tree.nodes[place] === UNKNOWN, 'a path that is learned was not known');
  const leaf = tree.leaves.push(answer) - 1;
  tree.nodes[place] = ~leaf;
  return leaf;
}

/** One step down: the place of the link for `value` at the branch that `place` links to, both made where they are not yet. */
function placeOfChild(tree: DecisionTree<unknown>, place: number, cell: number, value: number): number {
  let link = tree.nodes[place] as number;
  ensure(link >= 0, 'a path goes on where others do');
  if (link === UNKNOWN) {
    link = take(tree, HEADER);
    tree.nodes[link] = cell;
    tree.nodes[place] = link;
  }
  ensure(tree.nodes[link] === cell, 'what was read so far decides what is read next');
  if (value >= FAR) return placeInChain(tree, link, value);
  if (value < (tree.nodes[link + 1] as number)) return link + HEADER + value;
  const wider = take(tree, HEADER + value + 1);
  tree.nodes.copyWithin(wider, link, link + HEADER + (tree.nodes[link + 1] as number));
  tree.nodes[wider + 1] = value + 1;
  tree.nodes[place] = wider;
  return wider + HEADER + value;
}

function placeInChain(tree: DecisionTree<unknown>, branch: number, value: number): number {
  for (let at = tree.nodes[branch + 2] as number; at !== 0; at = tree.nodes[at + 2] as number) {
    if (tree.nodes[at] === value) return at + 1;
  }
  const first = take(tree, 3);
  tree.nodes[first] = value;
  tree.nodes[first + 2] = tree.nodes[branch + 2] as number;
  tree.nodes[branch + 2] = first;
  return first + 1;
}

/** So many zeros more. */
function take(tree: DecisionTree<unknown>, count: number): number {
  const at = tree.used;
  tree.used += count;
  if (tree.used > tree.nodes.length) {
    const larger = new Int32Array(2 * Math.max(tree.used, tree.nodes.length));
    larger.set(tree.nodes);
    tree.nodes = larger;
  }
  return at;
}

/** What a link leads to: nothing known, an answer, or a branch with the links of the values seen there, in rising order. */
export type Known<L> =
  | { readonly type: 'unknown' }
  | { readonly type: 'leaf'; readonly answer: L }
  | { readonly type: 'branch'; readonly cell: number; readonly by: readonly { value: number; link: number }[] };

/** The link to the root of a tree, for `known`. */
export function rootOf({ nodes }: DecisionTree<unknown>): number {
  return nodes[0] as number;
}

/** A tree as something to walk through: the root is `known(tree, rootOf(tree))`. */
export function known<L>({ nodes, leaves }: DecisionTree<L>, link: number): Known<L> {
  if (link === UNKNOWN) return { type: 'unknown' };
  if (link < 0) return { type: 'leaf', answer: leaves[~link] as L };
  const by: { value: number; link: number }[] = [];
  for (let value = 0; value < (nodes[link + 1] as number); value++) {
    by.push({ value, link: nodes[link + HEADER + value] as number });
  }
  for (let at = nodes[link + 2] as number; at !== 0; at = nodes[at + 2] as number) {
    by.push({ value: nodes[at] as number, link: nodes[at + 1] as number });
  }
  const seen = by.filter((child) => child.link !== UNKNOWN).sort((a, b) => a.value - b.value);
  return { type: 'branch', cell: nodes[link] as number, by: seen };
}
