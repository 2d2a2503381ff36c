import { ensure } from '../base/assert.ts';
import { settle, emptyBatch, type Batch } from './batch.ts';
import { blocksOf, differing, type Blocks } from './blocks.ts';
import { eagerFollower, type FollowEager } from './eager.ts';
import { CELLS, CHANGE, changesIn, compile, leapsOf, recompile, type Leaps } from './leaps.ts';
import { learnedOf, learnHere, replayOf, type Range } from './learned.ts';
import { lookUp, replant, type Lookup } from './lookup.ts';
import { entriesOf, handOn, leaveChunk } from './frontier.ts';
import { bitsSeen, CHUNK_MASK, chunkOf, offsetOf, repack, type NodeStore } from './node-store.ts';
import { narrowest, pack, widened, type Packing } from './packing.ts';
import { LOOK, NOT_ENABLED, type System } from './system.ts';

/** Hears of every step, before it is known where it leads: the node, its state, the action and the state after it. */
export type Judge = (node: number, before: Uint16Array, action: number, after: Uint16Array) => void;

/**
 * The hot part: from one node of the store to the packed rows of its successors. The cost of a step is that of the cells it wrote, not of
 * the whole block: `work` is the state itself, the action is carried out on it, the written cells are packed into a copy of the packed
 * state and put back.
 */
export type Expander = Blocks & {
  readonly system: System;
  readonly act: NonNullable<System['act']>;
  readonly candidates: NonNullable<System['candidates']> | null;
  /** What has been learned of the system, when nothing happens between a step and its row. */
  readonly leaps: Leaps | null;
  /** Everything that was learned. */
  readonly lookups: Lookup[];
  readonly store: NodeStore;
  readonly batch: Batch;
  /** The state being expanded, packed. */
  packed: Int32Array;
  /** The state as it was last asked for by `show`, packed. */
  shown: Int32Array;
  /** The actions to try, and how many. */
  readonly order: Uint16Array;
  tried: number;
  readonly judge: Judge | null;
  readonly followEager: FollowEager | null;
  /** Something happens between the action and the row: a judge, merging, symmetry. */
  readonly special: boolean;
  /** Successors found, and eager steps passed through on the way to them. */
  transitions: number;
  merged: number;
};

/** A search that has come to this node is no small one: its states are packed as narrowly as they can be. */
const NARROWED_AT = 1 << 12;
/** Cells from here on are packed with a bit to spare when they grow: the store is then large enough to be packed anew seldom. */
const LARGE_STORE = 1 << 18;

export function expanderOf(system: System, store: NodeStore, judge: Judge | null): Expander {
  const blocks = blocksOf(system.cells);
  const { current, work } = blocks;
  current.set(store.packing.base);
  work.set(store.packing.base);
  const byNext: NonNullable<System['act']> = (block, action) =>
    system.next(current, action, block) ? LOOK : NOT_ENABLED;
  const special = judge !== null || system.eager !== undefined || system.canonical !== undefined;
  const learned = learnedOf(system, store.packing);
  const replay = learned !== null && special ? replayOf(learned) : null;
  const x: Expander = {
    ...blocks,
    ...{ system, store, judge, followEager: eagerFollower(system) },
    act: replay?.act ?? system.act ?? byNext,
    candidates:
      replay === null ? (system.candidates ?? null) : (state, into): number => replay.candidates(state, x.packed, into),
    leaps: learned !== null && !special ? leapsOf(learned, store.packing) : null,
    lookups: learned?.ranges.map(({ lookup }) => lookup) ?? [],
    batch: emptyBatch(system.actions, store.packing.words),
    packed: new Int32Array(store.packing.words),
    shown: new Int32Array(store.packing.words),
    order: Uint16Array.from({ length: system.actions }, (_, action) => action),
    tried: system.actions,
    special,
    ...{ transitions: 0, merged: 0 },
  };
  return x;
}

/** Makes `node` the current state. */
export function load(x: Expander, node: number): void {
  const { packed, store } = x;
  const chunk = chunkOf(store, node);
  const offset = offsetOf(store, node);
  for (let i = 0; i < packed.length; i++) packed[i] = chunk[(offset + i) | 0] as number;
}

/** The current state, unpacked. It differs in few cells from the one shown last, and only what differs is unpacked. */
export function show(x: Expander): Uint16Array {
  const { packed, shown, current, work, store } = x;
  const { places, owners, base, words } = store.packing;
  for (let i = 0; i < words; i++) {
    const word = packed[i] as number;
    let differs = word ^ (shown[i] as number);
    shown[i] = word;
    while (differs !== 0) {
      const cell = owners[(i << 5) + 31 - Math.clz32(differs)] as number;
      const place = places[cell] as number;
      const inside = ~(-1 << (place >>> 5));
      const value = ((word >>> place) & inside) ^ (base[cell] as number);
      current[cell] = value;
      work[cell] = value;
      differs &= ~(inside << place);
    }
  }
  return current;
}

/** Puts all successors of `node`, which is loaded, into the batch; the batch has room for them. */
export function expand(x: Expander, node: number): void {
  const { candidates, leaps } = x;
  if (!narrowAt(x, node)) return;
  if (leaps !== null) {
    leap(x, leaps, node);
    return;
  }
  show(x);
  if (candidates !== null) x.tried = candidates(x.current, x.order);
  expandFrom(x, node, 0, false);
}

/** By what is known of each range of actions; by carrying them out where that is nothing. */
function leap(x: Expander, leaps: Leaps, node: number): void {
  const { learned, frontier } = leaps;
  const { ranges } = learned;
  if ((node & CHUNK_MASK) === 0) {
    if (!flush(x)) return;
    leaveChunk(frontier, node);
  }
  const entries = entriesOf(frontier, x.store, node);
  const at = Math.imul(node & CHUNK_MASK, frontier.each);
  const back = entries[at + ranges.length] as number;
  for (let number = 0; number < ranges.length; number++) {
    const range = ranges[number] as Range;
    let entry = entries[at + number] as number;
    if (entry < 0) {
      let fact = lookUp(range.lookup, x.packed);
      if (fact < 0) {
        fact = learnHere(learned, range, show(x));
        if (fact >= 0 && !prepare(x, leaps)) return;
      }
      entry = fact < 0 ? -1 : fact << 1;
      entries[at + number] = entry;
    }
    if (entry >= 0) {
      const start = leaps.facts[Math.imul(entry >> 1, leaps.stride)] as number;
      if ((entry & 1) !== 0) x.batch.unseen += leaps.code[start] as number;
      else leapFrom(x, leaps, start, number, node, back);
      continue;
    }
    x.tried = range.end - range.first;
    for (let k = 0; k < x.tried; k++) x.order[k] = range.first + k;
    show(x);
    expandFrom(x, node, 0, false);
    if (x.store.full !== 'no') return;
  }
}

/** Makes what was learned last ready for use, packing the store anew if need be. False: no room for that. */
function prepare(x: Expander, leaps: Leaps): boolean {
  const wider = compile(leaps, x.store.packing, slackOf(x));
  return wider === null || (flush(x) && repackTo(x, wider));
}

/** The rows of the steps that stand from `start` on, but for those that go `back`. */
function leapFrom(x: Expander, leaps: Leaps, start: number, range: number, node: number, back: number): void {
  const { packed, batch, store } = x;
  const { code } = leaps;
  const { rows, hashes, parents, actions, steps, ranges, weights } = batch;
  const { hash } = store;
  const words = store.packing.words | 0;
  const difference = (CELLS + leaps.setWords) | 0;
  const each = (difference + words) | 0;
  const end = (start + 1 + Math.imul(code[start] as number, each)) | 0;
  let { size, unseen } = batch;
  let row = Math.imul(size, words);
  for (let at = (start + 1) | 0; at < end; at = (at + each) | 0) {
    unseen = (unseen + 1) | 0;
    if (code[(at + CHANGE) | 0] === back) continue;
    const from = (at + difference) | 0;
    for (let i = 0; i < words; i = (i + 1) | 0) {
      rows[(row + i) | 0] = (packed[i] as number) ^ (code[(from + i) | 0] as number);
    }
    hashes[size] = hash(rows, row, words);
    parents[size] = node;
    actions[size] = code[at] as number;
    steps[size] = at;
    ranges[size] = range;
    weights[size] = unseen;
    unseen = 0;
    size = (size + 1) | 0;
    row = (row + words) | 0;
  }
  batch.size = size;
  batch.unseen = unseen;
}

/** From the `first`-th action on. `again`: that one was judged before, only its row could not be written. */
function expandFrom(x: Expander, node: number, first: number, again: boolean): void {
  const { act, work, current, packed, touched, order, special, batch, store } = x;
  const { words, places } = store.packing;
  const { rows, hashes, parents, actions, steps, weights } = batch;
  const { hash } = store;
  const parent = node | 0;
  const tried = x.tried | 0;
  let size = batch.size | 0;
  let row = Math.imul(size, words);
  for (let k = first | 0; k < tried; k = (k + 1) | 0) {
    const action = order[k] as number;
    let count = act(work, action, touched) | 0;
    if (count === NOT_ENABLED) continue;
    if (special) finishStep(x, node, action, again && k === first);
    if (special || count === LOOK) count = differing(x);
    for (let i = 0; i < words; i = (i + 1) | 0) rows[(row + i) | 0] = packed[i] as number;
    let lost = 0;
    for (let t = 0; t < count; t = (t + 1) | 0) {
      const cell = touched[t] as number;
      const before = current[cell] as number;
      const change = (work[cell] as number) ^ before;
      const place = places[cell] as number;
      work[cell] = before;
      lost |= change >>> (place >>> 5);
      const at = (row + (place >>> 10)) | 0;
      rows[at] = (rows[at] as number) ^ (change << place);
    }
    if (lost !== 0) {
      batch.size = size;
      if (widenFor(x, action)) expandFrom(x, node, k, true);
      return;
    }
    hashes[size] = hash(rows, row, words);
    parents[size] = parent;
    actions[size] = action;
    steps[size] = -1;
    weights[size] = batch.unseen + 1;
    batch.unseen = 0;
    size = (size + 1) | 0;
    row = (row + words) | 0;
  }
  batch.size = size;
}

/** What happens between an action and its row, when something does. */
function finishStep(x: Expander, node: number, action: number, again: boolean): void {
  const { system, judge, followEager, work } = x;
  if (judge !== null && !again) judge(node, x.current, action, work);
  const steps = followEager === null ? 0 : followEager(work);
  if (!again) x.merged += steps;
  system.canonical?.(work);
}

/** `action` led to a value that its cell is too narrow for: settles what waits, packs the store anew. False: no room for that. */
function widenFor(x: Expander, action: number): boolean {
  const { system, work } = x;
  if (!flush(x)) return false;
  ensure(x.act(work, action, x.touched) !== NOT_ENABLED, 'an action enabled a moment ago still is');
  x.followEager?.(work);
  system.canonical?.(work);
  return widenToWork(x);
}

/** Packs the store anew so that the state in `work`, too, fits; `work` is the current state again. False: no room for that. */
export function widenToWork(x: Expander): boolean {
  const packing = widened(x.store.packing, x.work, slackOf(x));
  x.workWords.set(x.currentWords);
  return repackTo(x, packing);
}

/** Packs the store for no more than what has been seen, when `node`, which is loaded, is the one to do that at. False: no room for that. */
export function narrowAt(x: Expander, node: number): boolean {
  return node !== NARROWED_AT || narrow(x);
}

function narrow(x: Expander): boolean {
  show(x);
  if (!flush(x)) return false;
  const { store, leaps } = x;
  const { base } = store.packing;
  const bits = bitsSeen(store);
  for (const { cell, value } of leaps === null ? [] : changesIn(leaps)) {
    bits[cell] = (bits[cell] as number) | (value ^ (base[cell] as number));
  }
  return repackTo(x, narrowest(base, bits));
}

function slackOf({ store }: Expander): number {
  return store.count < LARGE_STORE ? 0 : 1;
}

/** Goes over to another packing; the batch is empty. False: no room for that. */
function repackTo(x: Expander, packing: Packing): boolean {
  const { store, batch, leaps } = x;
  if (!repack(store, packing)) return false;
  if (packing.words !== x.packed.length) {
    batch.rows = new Int32Array(batch.room * packing.words);
    x.packed = new Int32Array(packing.words);
  }
  pack(packing, x.current, x.packed, 0);
  x.shown = x.packed.slice();
  for (const lookup of x.lookups) replant(lookup, packing);
  if (leaps !== null) recompile(leaps, packing);
  return true;
}

/** Settles the batch. False: the store is full; what did not fit is not counted. */
export function flush(x: Expander): boolean {
  const { store, batch, leaps } = x;
  const first = store.count;
  x.transitions += settle(store, batch);
  if (leaps !== null) handOn(leaps, store, batch, first);
  return x.store.full === 'no';
}
