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
    size: 0,
    room,
  };
}

/** Takes the batch into the store, in its order, and empties it. Returns how many rows were taken: fewer when the store is full. */
export function settle(store: NodeStore, batch: Batch): number {
  const { rows, hashes, parents, actions, suspects: nodes, size } = batch;
  const words = store.packing.words;
  suspects(store, hashes, size, nodes);
  batch.size = 0;
  for (let k = 0; k < size; k++) {
    const row = Math.imul(k, words);
    const node = nodes[k] as number;
    if (node >= 0 && isNode(store, node, rows, row)) continue;
    if (!add(store, rows, row, hashes[k] as number, parents[k] as number, actions[k] as number)) return k;
  }
  return size;
}
