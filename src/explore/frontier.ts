import type { Batch } from './batch.ts';
import { CELLS, CHANGE, type Leaps } from './leaps.ts';
import { CHUNK_MASK, CHUNK_NODES, CHUNK_SHIFT, type NodeStore } from './node-store.ts';

/**
 * What is known beforehand of the nodes that wait to be expanded: the change that led there, for what changes the same bits again leads
 * back to where the node came from; and for each range of actions an entry,
 *
 *     −1   nothing
 *     2f   fact f holds: the step that led here changed none of what it depends on
 *     2f+1 and all its steps lead to states that are known, so they need not be looked for: the range is asleep
 *
 * Sleep sets (Godefroid, Partial-Order Methods for the Verification of Concurrent Systems, LNCS 1032, 1996, ch. 5), by ranges: every state
 * and every step is still found; only where a step leads is not looked up where that is known. Let a of range A lead from p to n, which is
 * new, and b of range B from p to m, where neither A nor B changes what the other depends on. Then b leads from n to where a leads from m:
 *
 *          a              If m has a smaller number than n, it was expanded before n is, and with it where a leads from m. It has
 *      p ────→ n          when B comes before A, for then b's row came before a's; and when B was asleep in p already, for then m
 *     b│       │b         was known before p was expanded, and n only after that.
 *      m ────→ ·
 *          a
 */
export type Frontier = {
  /** Places of a node: an entry for each range, and behind them the change, −1 for none that is known. */
  readonly each: number;
  /** By chunk of nodes, as far as they wait: the entries of its nodes one behind the other. */
  readonly chunks: (Int32Array | null)[];
  /** Chunks that were given back. */
  readonly spare: Int32Array[];
};

export function emptyFrontier(ranges: number): Frontier {
  return { each: ranges + 1, chunks: [], spare: [] };
}

/** The chunk that the entries of `node` stand in, made if need be; nothing is known then of its nodes. */
export function entriesOf({ each, chunks, spare }: Frontier, store: NodeStore, node: number): Int32Array {
  const number = node >>> CHUNK_SHIFT;
  const there = chunks[number] ?? null;
  if (there !== null) return there;
  const chunk = spare.pop() ?? newChunk(each, store);
  chunk.fill(-1);
  chunks[number] = chunk;
  return chunk;
}

function newChunk(each: number, store: NodeStore): Int32Array {
  const chunk = new Int32Array(CHUNK_NODES * each);
  store.bytes += chunk.byteLength;
  return chunk;
}

/** The nodes before `node`, the first of a chunk, wait no longer, and nothing that they led to does. */
export function leaveChunk({ chunks, spare }: Frontier, node: number): void {
  const number = (node >>> CHUNK_SHIFT) - 1;
  const chunk = chunks[number] ?? null;
  if (chunk === null) return;
  spare.push(chunk);
  chunks[number] = null;
}

/** Hands on what is known of the nodes that the batch's rows came from, to those that they became: `first` and all after it. */
export function handOn(leaps: Leaps, store: NodeStore, batch: Batch, first: number): void {
  const { frontier, facts, stride, setWords, code } = leaps;
  const { each } = frontier;
  const entries = each - 1;
  for (let node = first; node < store.count; node++) {
    const row = batch.fresh[node - first] as number;
    const step = batch.steps[row] as number;
    const ours = entriesOf(frontier, store, node);
    const to = Math.imul(node & CHUNK_MASK, each);
    if (step < 0) {
      ours.fill(-1, to, to + each);
      continue;
    }
    const range = batch.ranges[row] as number;
    const from = batch.parents[row] as number;
    const theirs = entriesOf(frontier, store, from);
    const at = Math.imul(from & CHUNK_MASK, each);
    const changed = step + CELLS;
    const needed = Math.imul((theirs[at + range] as number) >> 1, stride) + 1;
    const changed0 = code[changed] as number;
    const changed1 = code[changed + 1] as number;
    const needed0 = facts[needed] as number;
    const needed1 = facts[needed + 1] as number;
    for (let other = 0; other < entries; other++) {
      const entry = theirs[at + other] as number;
      ours[to + other] = -1;
      if (entry < 0 || other === range) continue;
      const reads = Math.imul(entry >> 1, stride) + 1;
      const writes = reads + setWords;
      let differs = (changed0 & (facts[reads] as number)) | (changed1 & (facts[reads + 1] as number));
      let disturbs = ((facts[writes] as number) & needed0) | ((facts[writes + 1] as number) & needed1);
      for (let i = 2; i < setWords; i++) {
        differs |= (code[changed + i] as number) & (facts[reads + i] as number);
        disturbs |= (facts[writes + i] as number) & (facts[needed + i] as number);
      }
      if (differs !== 0) continue;
      const sleeps = disturbs === 0 && ((entry & 1) !== 0 || other < range);
      ours[to + other] = (entry & -2) | (sleeps ? 1 : 0);
    }
    ours[to + entries] = code[step + CHANGE] as number;
  }
}
