import { expect, test } from 'vitest';
import { hashWords, type HashWords } from './hash-words.ts';
import {
  actionOf,
  add,
  bitsSeen,
  emptyStore,
  find,
  isNode,
  parentOf,
  repack,
  suspects,
  type NodeStore,
} from './node-store.ts';
import { stateOf } from './path.ts';
import { packingOf } from './packing.ts';

const ROOM = { maxStates: Infinity, maxBytes: Infinity };
const row = new Int32Array(1);

/** A store of states of one 16-bit cell. */
function storeOf(hash: HashWords, room = ROOM): NodeStore {
  return emptyStore(packingOf(new Uint16Array(1), Uint8Array.of(16)), room, hash);
}

function put(store: NodeStore, value: number): boolean {
  row[0] = value;
  return add(store, row, 0, store.hash(row, 0, 1), value - 1, value % 7);
}

function nodeOf(store: NodeStore, value: number): number {
  row[0] = value;
  return find(store, row, 0, store.hash(row, 0, 1));
}

// 0 has neither a tag nor a slot of its own; -1 has all bits; the last two share tags or slots among many.
test.each([
  ['a hash that is always 0', 300, () => 0],
  ['a hash that is always −1', 300, () => -1],
  ['a hash of two bits', 2000, (words: Int32Array) => (words[0] as number) & 3],
  ['a hash of which only the tag differs', 300, (words: Int32Array) => (words[0] as number) << 24],
  ['the hash', 60_000, hashWords],
])('every state is found again with %s, and no other', (_, count, hash: HashWords) => {
  const store = storeOf(hash);
  for (let value = 0; value < count; value++) {
    expect(nodeOf(store, value)).toBe(-1);
    expect(put(store, value)).toBe(true);
  }
  for (let value = 0; value < count; value++) {
    expect(put(store, value)).toBe(true);
    expect(nodeOf(store, value)).toBe(value);
    expect([parentOf(store, value), actionOf(store, value)]).toEqual([value - 1, value % 7]);
  }
  expect(store.count).toBe(count);
  expect(nodeOf(store, count)).toBe(-1);
});

test('the suspect of a hash is a node that may have it, and −1 only when no node has', () => {
  const store = storeOf(hashWords);
  for (let value = 0; value < 5000; value++) put(store, value);
  const hashes = Int32Array.from({ length: 10_000 }, (_, value) => hashWords(Int32Array.of(value), 0, 1));
  const nodes = new Int32Array(hashes.length);
  suspects(store, hashes, hashes.length, nodes);
  const known = [...nodes.subarray(0, 5000)].map((node, value) => {
    row[0] = value;
    return node >= 0 && isNode(store, node, row, 0);
  });
  expect(known.filter(Boolean).length).toBeGreaterThan(4990); // the rest are met behind another of the same tag
  expect([...nodes.subarray(0, 5000)]).not.toContain(-1);
  expect([...nodes.subarray(5000)].filter((node) => node >= 0).length).toBeLessThan(10);
});

test('a full store keeps what it has, says what filled it, and still knows what it knew', () => {
  const store = storeOf(hashWords, { maxStates: 100, maxBytes: Infinity });
  for (let value = 0; value < 100; value++) expect(put(store, value)).toBe(true);
  expect(put(store, 100)).toBe(false);
  expect([store.full, store.count]).toEqual(['states', 100]);
  expect(put(store, 99)).toBe(true);
});

test('a store never takes more bytes than it may', () => {
  const maxBytes = 400_000;
  const store = storeOf(hashWords, { maxStates: Infinity, maxBytes });
  let count = 0;
  while (put(store, count)) count++;
  expect(store.full).toBe('bytes');
  expect(store.count).toBe(count);
  const arrays = [store.table, ...store.states, ...store.parents, ...store.actions];
  expect(arrays.reduce((sum, { byteLength }) => sum + byteLength, 0)).toBe(store.bytes);
  expect(store.bytes).toBeLessThanOrEqual(maxBytes);
  expect(nodeOf(store, count - 1)).toBe(count - 1);
});

test('packing anew moves every state and every slot of the table', () => {
  const store = storeOf(hashWords);
  for (let value = 0; value < 20_000; value++) put(store, value);
  const base = new Uint16Array(1);
  expect(repack(store, { ...packingOf(base, Uint8Array.of(16)), words: 3 })).toBe(true);
  const wide = Int32Array.of(12_345, 0, 0);
  expect(find(store, wide, 0, hashWords(wide, 0, 3))).toBe(12_345);
  expect([...stateOf(store, 19_999)]).toEqual([19_999]);
  expect(store.bytes).toBe(store.table.byteLength + store.states.length * 8192 * (12 + 4 + 2));
});

test('packed for no more than what was seen, every state is found where it was', () => {
  const store = storeOf(hashWords);
  for (let value = 0; value < 20_000; value += 5) put(store, value & 0x1fff);
  const { count } = store;
  expect([...bitsSeen(store)]).toEqual([0x1fff]);
  const states = Array.from({ length: count }, (_, node) => [...stateOf(store, node)]);
  expect(repack(store, packingOf(new Uint16Array(1), Uint8Array.of(13)))).toBe(true);
  expect(Array.from({ length: count }, (_, node) => [...stateOf(store, node)])).toEqual(states);
  for (const [node, [value = 0]] of states.entries()) expect(nodeOf(store, value)).toBe(node);
});

test('what is expected is made room for at once, as far as it is allowed and can be believed', () => {
  const tableOf = (room: Parameters<typeof emptyStore>[1]): number =>
    emptyStore(packingOf(new Uint16Array(1), Uint8Array.of(16)), room, hashWords).table.length;
  expect(tableOf({ ...ROOM, expected: 100_000 })).toBe(1 << 17);
  expect(tableOf({ ...ROOM, maxStates: 1000, expected: 100_000 })).toBe(1 << 11);
  expect(tableOf({ ...ROOM, maxBytes: 1 << 17, expected: 100_000 })).toBeLessThanOrEqual(1 << 14);
  expect(tableOf({ ...ROOM, expected: Infinity })).toBe(1 << 25);
});
