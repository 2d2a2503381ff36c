import type { HashWords } from './hash-words.ts';
import { isGrownFrom, move, movesBetween, unpack, type Packing } from './packing.ts';

/** Nodes of a chunk, as a power of two: growing never copies a state, and a small search takes little. */
export const CHUNK_SHIFT = 13;
export const CHUNK_NODES = 1 << CHUNK_SHIFT;
export const CHUNK_MASK = CHUNK_NODES - 1;

/** The table grows when this part of it is taken: at 0.8, and 0.4 right after doubling, it takes 5 to 10 bytes a state. */
const MAX_LOAD = 0.8;
/** Nodes hashed before any of them is entered, when all are; a divisor of a chunk's. */
const BLOCK_NODES = 1 << 8;
const FIRST_TABLE = 1 << 10;
const MAX_EXPECTED = 1 << 24;
/** Up to this many slots the table grows fourfold: hashing everything anew is what costs there, not memory. */
const SMALL_TABLE = 1 << 20;

/** What the store may grow to, and what it probably will. */
export type Room = { readonly maxStates: number; readonly maxBytes: number; readonly expected?: number };

/**
 * Every state seen, in the order seen: packed states one behind the other, beside them the node each was first reached from and by which
 * action, and an open-addressing table of node numbers. No object, no string and no path per state.
 *
 *     node n:   states[n >>> 13][(n & 8191) * words …]   parents[…][n & 8191]   actions[…][n & 8191]
 *     table:    | tag: high bits of the hash | node + 1: as many low bits as the table has slots for |     0: free
 *
 * The low bits of the hash choose the slot, so a slot keeps in its high bits just those that the slot's number does not tell. A wrong
 * state is thus rejected without looking at it, nearly always.
 */
export type NodeStore = {
  packing: Packing;
  readonly hash: HashWords;
  readonly room: Room;
  count: number;
  /** There is place for nodes up to this count without asking for more. */
  until: number;
  readonly states: Int32Array[];
  readonly parents: Int32Array[];
  readonly actions: Uint16Array[];
  table: Int32Array;
  /** Slots of the table − 1, a mask. */
  mask: number;
  /** All that the typed arrays above take. */
  bytes: number;
  /** What kept a state out, if one was. */
  full: 'no' | 'states' | 'bytes';
};

/** An empty store. A small first table is always granted. */
export function emptyStore(packing: Packing, room: Room, hash: HashWords): NodeStore {
  const table = new Int32Array(firstTable(room));
  return {
    ...{ packing, hash, room, count: 0, until: 0, states: [], parents: [], actions: [] },
    ...{ table, mask: table.length - 1, bytes: table.byteLength, full: 'no' },
  };
}

/** Slots for as many states as are expected, and allowed; what is expected beyond any table is not believed. */
function firstTable({ maxStates, maxBytes, expected = 0 }: Room): number {
  const states = Math.min(expected, maxStates, MAX_EXPECTED);
  let slots = FIRST_TABLE;
  while (limitOf(slots) < states && 4 * 2 * slots <= maxBytes / 2) slots *= 2;
  return slots;
}

/** The chunk of packed states that `node` stands in. */
export function chunkOf(store: NodeStore, node: number): Int32Array {
  return store.states[node >>> CHUNK_SHIFT] as Int32Array;
}

/** Where in its chunk `node` begins, in words. */
export function offsetOf(store: NodeStore, node: number): number {
  return Math.imul(node & CHUNK_MASK, store.packing.words);
}

/** The node that `node` was first reached from; −1 for the first. */
export function parentOf(store: NodeStore, node: number): number {
  return store.parents[node >>> CHUNK_SHIFT]?.[node & CHUNK_MASK] as number;
}

/** The action that `node` was first reached by; of no meaning for the first. */
export function actionOf(store: NodeStore, node: number): number {
  return store.actions[node >>> CHUNK_SHIFT]?.[node & CHUNK_MASK] as number;
}

function sameWords(a: Int32Array, at: number, b: Int32Array, from: number, count: number): boolean {
  for (let i = 0; i < count; i++) if (a[(at + i) | 0] !== b[(from + i) | 0]) return false;
  return true;
}

/** Whether `node` is the packed state at `at` of `rows`. */
export function isNode(store: NodeStore, node: number, rows: Int32Array, at: number): boolean {
  return sameWords(chunkOf(store, node), offsetOf(store, node), rows, at, store.packing.words);
}

/** The node of the packed state at `at` of `rows`, −1 when it was not seen. */
export function find(store: NodeStore, rows: Int32Array, at: number, hash: number): number {
  const { table, mask } = store;
  let slot = hash & mask;
  for (let entry = table[slot] as number; entry !== 0; entry = table[slot] as number) {
    const node = ((entry & mask) - 1) | 0;
    if (((entry ^ hash) & ~mask) === 0 && isNode(store, node, rows, at)) return node;
    slot = (slot + 1) & mask;
  }
  return -1;
}

/**
 * For each hash the first node of which the table cannot rule out that it has it, −1 when there is none. It is nearly always the right one.
 * All slots are read once before any is looked at, so that the memory answers for many of them side by side; returns their sum, lest a
 * compiler leave that out.
 */
export function suspects(store: NodeStore, hashes: Int32Array, count: number, into: Int32Array): number {
  const { table, mask } = store;
  const outside = ~mask;
  let sum = 0;
  for (let k = 0; k < count; k++) sum ^= table[(hashes[k] as number) & mask] as number;
  for (let k = 0; k < count; k++) {
    const hash = hashes[k] as number;
    let slot = hash & mask;
    let entry = table[slot] as number;
    while (entry !== 0 && ((entry ^ hash) & outside) !== 0) {
      slot = (slot + 1) & mask;
      entry = table[slot] as number;
    }
    into[k] = ((entry & mask) - 1) | 0;
  }
  return sum;
}

/** Takes the packed state at `at` of `rows` in, unless it is known. False: it is new and there is no room; `full` then says why. */
export function add(
  store: NodeStore,
  rows: Int32Array,
  at: number,
  hash: number,
  parent: number,
  action: number,
): boolean {
  const { table, mask, count } = store;
  let slot = hash & mask;
  for (let entry = table[slot] as number; entry !== 0; entry = table[slot] as number) {
    if (((entry ^ hash) & ~mask) === 0 && isNode(store, ((entry & mask) - 1) | 0, rows, at)) return true;
    slot = (slot + 1) & mask;
  }
  if (count === store.until) return makeRoom(store) && add(store, rows, at, hash, parent, action);
  table[slot] = (hash & ~mask) | (count + 1);
  const words = store.packing.words;
  const chunk = chunkOf(store, count);
  const offset = offsetOf(store, count);
  for (let i = 0; i < words; i++) chunk[(offset + i) | 0] = rows[(at + i) | 0] as number;
  (store.parents[count >>> CHUNK_SHIFT] as Int32Array)[count & CHUNK_MASK] = parent;
  (store.actions[count >>> CHUNK_SHIFT] as Uint16Array)[count & CHUNK_MASK] = action;
  store.count = count + 1;
  return true;
}

/** Room for one node more, as far as the bounds allow. */
function makeRoom(store: NodeStore): boolean {
  const { room, count } = store;
  if (count >= room.maxStates) {
    store.full = 'states';
    return false;
  }
  if (count >= limitOf(store.mask + 1)) {
    const slots = (store.mask + 1) * (store.mask < SMALL_TABLE ? 4 : 2);
    if (!afford(store, 4 * (slots - store.table.length))) return false;
    enterAll(store, slots);
  }
  if (count === store.states.length * CHUNK_NODES) {
    const words = store.packing.words;
    if (!afford(store, CHUNK_NODES * (4 * words + 4 + 2))) return false;
    store.states.push(new Int32Array(words * CHUNK_NODES));
    store.parents.push(new Int32Array(CHUNK_NODES));
    store.actions.push(new Uint16Array(CHUNK_NODES));
  }
  store.until = Math.min(room.maxStates, limitOf(store.mask + 1), store.states.length * CHUNK_NODES);
  return true;
}

/** How many nodes a table of `slots` may hold. */
function limitOf(slots: number): number {
  return Math.floor(MAX_LOAD * slots);
}

function afford(store: NodeStore, bytes: number): boolean {
  if (store.bytes + bytes > store.room.maxBytes) {
    store.full = 'bytes';
    return false;
  }
  store.bytes += bytes;
  return true;
}

/** A table of `slots` with every node in it. */
function enterAll(store: NodeStore, slots: number): void {
  const { hash, states, count } = store;
  const words = store.packing.words;
  const mask = slots - 1;
  const table = slots === store.table.length ? store.table.fill(0) : new Int32Array(slots);
  const hashes = new Int32Array(BLOCK_NODES);
  for (let first = 0; first < count; first += BLOCK_NODES) {
    const packed = states[first >>> CHUNK_SHIFT] as Int32Array;
    const nodes = Math.min(BLOCK_NODES, count - first);
    const offset = offsetOf(store, first);
    for (let k = 0; k < nodes; k++) hashes[k] = hash(packed, offset + k * words, words);
    for (let k = 0; k < nodes; k++) {
      const digest = hashes[k] as number;
      let slot = digest & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = (digest & ~mask) | (first + k + 1);
    }
  }
  store.table = table;
  store.mask = mask;
}

/** The bits of each cell in which some state differs from the initial one. */
export function bitsSeen({ packing, states, count }: NodeStore): Uint16Array {
  const { words, base, cellCount } = packing;
  const seen = new Int32Array(words);
  for (const [chunk, packed] of states.entries()) {
    const end = Math.min(CHUNK_NODES, count - (chunk << CHUNK_SHIFT)) * words;
    for (let at = 0; at < end; at += words) {
      for (let i = 0; i < words; i++) seen[i] = (seen[i] as number) | (packed[at + i] as number);
    }
  }
  const block = new Uint16Array(cellCount);
  unpack(packing, seen, 0, block);
  return block.map((value, cell) => value ^ (base[cell] as number));
}

/** Goes over to another packing, in which every state fits: packs them anew, if need be. False: there is no room for that; `full` then says so, and nothing changed. */
export function repack(store: NodeStore, packing: Packing): boolean {
  if (isGrownFrom(packing, store.packing)) {
    store.packing = packing;
    return true;
  }
  const moves = movesBetween(store.packing, packing);
  const stride = store.packing.words;
  if (!afford(store, 4 * CHUNK_NODES * (packing.words - stride) * store.states.length)) return false;
  for (const [chunk, packed] of store.states.entries()) {
    const into = packing.words === stride ? packed : new Int32Array(packing.words * CHUNK_NODES);
    const nodes = Math.min(CHUNK_NODES, store.count - (chunk << CHUNK_SHIFT));
    move(moves, packed, stride, into, packing.words, nodes);
    store.states[chunk] = into;
  }
  store.packing = packing;
  enterAll(store, store.table.length);
  return true;
}
