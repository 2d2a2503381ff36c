// One of the two that try mutants: asked for a mutant, it runs the tests that reach it until one fails. A mutant that goes in circles is
// noticed by how often it passes its own kind; should it do so where none stands, no answer comes, and the one who asked ends this worker.
import { parentPort, workerData } from 'node:worker_threads';
import { makeHost } from './host.mjs';

/**
 * @typedef {{ readonly file: string, readonly index: number, readonly ms: number, readonly passed: number }} Reach a test that
 *   reaches a mutant, and how many places of mutants it passes when nothing is broken
 * @typedef {{ readonly id: number, readonly tests: readonly Reach[] }} Trial
 * @typedef {{ readonly id: number, readonly by: string | null, readonly circles: boolean }} Verdict `by`: the test that failed, null
 *   for none
 * @typedef {{ readonly root: string, readonly files: ReadonlyMap<string, string> }} Given
 */

const { root, files } = /** @type {Given} */ (workerData);
const host = makeHost(root, files);
/** So many times as often as with nothing broken, and then some. */
const CIRCLES = 20;
const AND_THEN_SOME = 200_000;

let active = -1;
let left = Infinity;
Reflect.set(globalThis, '__m', (/** @type {number} */ id) => {
  if (--left < 0) throw new Error('goes in circles');
  return id === active;
});

/** @param {Trial} trial @returns {Promise<Verdict>} */
async function tryOut({ id, tests }) {
  active = id;
  host.restart();
  /** @type {Map<string, readonly import('./host.mjs').Test[]>} */
  const loaded = new Map();
  for (const { file, index, passed } of tests) {
    left = CIRCLES * passed + AND_THEN_SOME;
    try {
      const all = loaded.get(file) ?? host.testsOf(file);
      loaded.set(file, all);
      const test = all[index];
      if (test === undefined) return { id, by: `${file}: a test is gone`, circles: false };
      await test.run();
    } catch {
      return { id, by: `${file}: ${loaded.get(file)?.[index]?.name ?? 'does not load'}`, circles: left < 0 };
    }
  }
  return { id, by: null, circles: false };
}

parentPort?.on('message', (/** @type {Trial} */ trial) => {
  void tryOut(trial).then((verdict) => parentPort?.postMessage(verdict));
});
