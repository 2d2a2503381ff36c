import { add, isNode, suspects, type NodeStore } from './node-store.ts';

/**
 * Successors on their way into the store: packed states one behind the other, and beside them their hash, the node they come from and the
 * action that made them. They wait for each other so that the table is asked for many of them at once.
 */
export type Batch = {
  rows: Int32Array;
  readonly hashes: Int32Array;
  readonly parents: Int32Array;
  readonly actions: Uint16Array;
  readonly suspects: Int32Array;
  /** Of rows that were looked up: the range of their action, and where their difference stands (see leaps.ts); −1 for others. */
  readonly ranges: Uint16Array;
  readonly steps: Int32Array;
  /** Steps that a row stands for: itself, and those before it that needed none; and those since the last row. */
  readonly weights: Int32Array;
  unseen: number;
  /** The rows that became nodes when the batch was settled last, in their order. */
  readonly fresh: Int32Array;
  size: number;
  /** Rows there is place for. */
  readonly room: number;
};

/** A batch that holds all successors of one state, and of several if they are few. */
export function emptyBatch(actions: number, words: number): Batch {
  const room = Math.max(256, actions + 1);
  return {
    rows: new Int32Array(room * words),
    hashes: new Int32Array(room),
    parents: new Int32Array(room),
    actions: new Uint16Array(room),
    suspects: new Int32Array(room),
    ranges: new Uint16Array(room),
    steps: new Int32Array(room),
    weights: new Int32Array(room),
    fresh: new Int32Array(room),
    ...{ unseen: 0, size: 0 },
    room,
  };
}

/** Takes the batch into the store, in its order, and empties it. Returns how many steps that were: fewer when the store is full. */
export function settle(store: NodeStore, batch: Batch): number {
  const { rows, hashes, parents, actions, suspects: nodes, weights, fresh, size } = batch;
  const words = store.packing.words;
  suspects(store, hashes, size, nodes);
  batch.size = 0;
  let steps = 0;
  let { count } = store;
  let news = 0;
  for (let k = 0; k < size; k++) {
    const row = Math.imul(k, words);
    const node = nodes[k] as number;
    steps += weights[k] as number;
    if (node >= 0 && isNode(store, node, rows, row)) continue;
    if (!add(store, rows, row, hashes[k] as number, parents[k] as number, actions[k] as number)) return steps - 1;
    if (store.count === count) continue;
    fresh[news++] = k;
    count = store.count;
  }
  steps += batch.unseen;
  batch.unseen = 0;
  return steps;
}
