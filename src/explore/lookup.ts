import { ensure } from '../base/assert.ts';
import type { CellValue } from './footprint.ts';
import type { Packing } from './packing.ts';

/** Blocks in which these cells, asked for in this order, have these values have this answer. */
export type Fact = { readonly path: readonly CellValue[]; readonly answer: number };

/**
 * What is known of a function of a state that looks at few of its cells, and at which next depends on what it saw: a decision tree, grown
 * by one path at a time, whose branches ask for bits of the packed state. It is looked up many millions of times a second.
 *
 *     nodes[0]           a link to the root
 *     nodes[at …]        a branch: word, shift and mask of what it asks for, and behind them a link for each value of that
 *
 *     a link:            0: not known yet     > 0: the branch there     < 0: ~answer
 *
 * Cells that take no bits never differ and are not asked for; so the tree is grown anew when the packing changes.
 */
export type Lookup = { packing: Packing; nodes: Int32Array; used: number; readonly facts: Fact[] };

const UNKNOWN = 0;
const HEADER = 3;
/** A branch asks for so many bits at most: values of wider cells, such as addresses, are few and far apart. */
const MOST_BITS = 6;
/** A tree is not grown beyond this, 16 MB: what is not known by then depends on too much. */
const MAX_NODES = 1 << 22;

/** Knows nothing. */
export function emptyLookup(packing: Packing): Lookup {
  return { packing, nodes: new Int32Array(1 << 8), used: 1, facts: [] };
}

/** The answer for a packed state, −1 when it is not known. Answers are not negative. */
export function lookUp({ nodes }: Lookup, packed: Int32Array): number {
  let link = nodes[0] as number;
  while (link > 0) {
    const value =
      ((packed[nodes[link] as number] as number) >>> (nodes[link + 1] as number)) & (nodes[link + 2] as number);
    link = nodes[link + HEADER + value] as number;
  }
  return ~link;
}

/** May more be learned? */
export function hasRoom({ used }: Lookup): boolean {
  return used < MAX_NODES;
}

/** Learns a fact; its values fit the packing. Throws when it contradicts what is known: then it was no function of the cells asked for. */
export function addFact(lookup: Lookup, fact: Fact): void {
  lookup.facts.push(fact);
  plant(lookup, fact);
}

/** The same facts for another packing. */
export function replant(lookup: Lookup, packing: Packing): void {
  lookup.packing = packing;
  lookup.nodes.fill(0, 0, lookup.used);
  lookup.used = 1;
  for (const fact of lookup.facts) plant(lookup, fact);
}

function plant(lookup: Lookup, { path, answer }: Fact): void {
  const { places, base } = lookup.packing;
  let place = 0;
  for (const { cell, value } of path) {
    const at = places[cell] as number;
    const packed = value ^ (base[cell] as number);
    const width = (at >>> 5) & 31;
    for (let bits = 0; bits < width; bits += MOST_BITS) {
      const mask = (1 << Math.min(MOST_BITS, width - bits)) - 1;
      const branch = branchAt(lookup, place, at >>> 10, (at & 31) + bits, mask);
      place = branch + HEADER + ((packed >>> bits) & mask);
    }
  }
  ensure(lookup.nodes[place] === UNKNOWN, 'what was read decides what is done');
  lookup.nodes[place] = ~answer;
}

/** The branch that the link at `place` leads to, made where there is none yet. */
function branchAt(lookup: Lookup, place: number, word: number, shift: number, mask: number): number {
  const link = lookup.nodes[place] as number;
  if (link === UNKNOWN) {
    const branch = take(lookup, HEADER + mask + 1);
    lookup.nodes.set([word, shift, mask], branch);
    lookup.nodes[place] = branch;
    return branch;
  }
  const same = link > 0 && lookup.nodes[link] === word && lookup.nodes[link + 1] === shift;
  ensure(same, 'what was read so far decides what is read next');
  return link;
}

/** So many zeros more. */
function take(lookup: Lookup, count: number): number {
  const at = lookup.used;
  lookup.used += count;
  if (lookup.used > lookup.nodes.length) {
    const larger = new Int32Array(2 * lookup.used);
    larger.set(lookup.nodes);
    lookup.nodes = larger;
  }
  return at;
}
