import type { Told } from './errand.ts';
import { flush, narrowAt, show, widenToWork, type Expander } from './expander.ts';

/** Hears of a property, by its number, that was met in the state of a node (`action` null) or on a step from it. */
export type Meets = (property: number, action: number | null) => void;

/** What was told of the properties of a node's state. Returns where its steps begin in the record. */
export function takeAnswers({ first, words, starts }: Told, node: number, meets: Meets): number {
  const at = starts[node - first] as number;
  const count = words[at] as number;
  for (let i = 1; i <= count; i++) meets(words[at + i] as number, null);
  return at + 1 + count;
}

/**
 * Puts what was told of the steps of `node`, which is loaded, into the batch, which has room for them: the same rows in the same order as if
 * it had been expanded here, and packed anew at the same ones.
 */
export function takeSteps(x: Expander, node: number, { words }: Told, at: number, meets: Meets): void {
  if (!narrowAt(x, node)) return;
  const steps = words[at] as number;
  let place = at + 1;
  for (let k = 0; k < steps; k++) {
    const action = words[place] as number;
    const met = words[place + 1] as number;
    for (let i = 1; i <= met; i++) meets(words[place + 1 + i] as number, action);
    place += 2 + met;
    x.merged += (words[place] as number) + 0x1_0000 * (words[place + 1] as number);
    const count = words[place + 2] as number;
    place += 3;
    if (
      !addRow(x, node, action, words, place, count) &&
      !(widenFor(x, words, place, count) && addRow(x, node, action, words, place, count))
    )
      return;
    place += 2 * count;
  }
}

/** The row of a step that makes these changes. False: a cell is too narrow for that. */
function addRow(x: Expander, node: number, action: number, changes: Uint16Array, from: number, count: number): boolean {
  const { packed, batch, store } = x;
  const { words, places } = store.packing;
  const { rows, hashes, parents, actions, steps, weights, size } = batch;
  const row = Math.imul(size, words);
  for (let i = 0; i < words; i++) rows[row + i] = packed[i] as number;
  let lost = 0;
  for (let i = 0; i < count; i++) {
    const change = changes[from + 2 * i + 1] as number;
    const place = places[changes[from + 2 * i] as number] as number;
    lost |= change >>> (place >>> 5);
    const at = row + (place >>> 10);
    rows[at] = (rows[at] as number) ^ (change << place);
  }
  if (lost !== 0) return false;
  hashes[size] = store.hash(rows, row, words);
  parents[size] = node;
  actions[size] = action;
  steps[size] = -1;
  weights[size] = batch.unseen + 1;
  batch.unseen = 0;
  batch.size = size + 1;
  return true;
}

/** Settles what waits and packs the store anew, for the state that these changes lead to. False: no room for that. */
function widenFor(x: Expander, changes: Uint16Array, from: number, count: number): boolean {
  const { work } = x;
  show(x);
  if (!flush(x)) return false;
  for (let i = 0; i < count; i++) {
    const cell = changes[from + 2 * i] as number;
    work[cell] = (work[cell] as number) ^ (changes[from + 2 * i + 1] as number);
  }
  return widenToWork(x);
}
