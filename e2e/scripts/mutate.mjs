// `npm run test:mutation [FOLDER or FILE …]`: breaks src/model and src/arm in every small way there is, one at a time, and looks whether a
// test notices. Prints the score and who survived; e2e/mutation/survivors.txt says which of them are as good as the original, and why.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { compiles } from './mutation/compiler.mjs';
import { makeHost } from './mutation/host.mjs';
import { mutantsOf } from './mutation/mutants.mjs';
import { root } from './system.mjs';

/**
 * @typedef {import('./mutation/mutants.mjs').Mutant} Mutant
 * @typedef {import('./mutation/worker.mjs').Reach} Reach
 * @typedef {import('./mutation/worker.mjs').Verdict} Verdict
 * @typedef {{ readonly mutant: Mutant, readonly verdict: 'killed' | 'timeout' | 'compiler' | 'unreached' | 'survived', readonly by: string }} Result
 */

/** What is broken, and the tests that must notice: those beside it, and a few traces of real kernels. */
const FOLDERS = ['src/arm', 'src/model', 'src/model/routines'];
const TESTS = [...FOLDERS, 'src/scenario', 'src/lessons', 'src/interop', 'e2e/mutation'];
/** Random runs and explorations: slow, and what they would kill the others do. */
const SKIPPED = new Set([
  'src/model/invariants.test.ts',
  'src/scenario/parse-properties.test.ts',
  'src/lessons/verdicts.test.ts',
  'src/lessons/every-interleaving.test.ts',
  'src/lessons/what-they-show.test.ts',
]);
const WORKERS = 2;
/** A worker that has not answered for so long never will. */
const PATIENCE_MS = 120_000;

/** @param {string} folder @param {RegExp} pattern */
const filesIn = (folder, pattern) =>
  readdirSync(join(root, folder))
    .filter((name) => pattern.test(name))
    .map((name) => `${folder}/${name}`);

const wanted = process.argv.slice(2);
const sources = FOLDERS.flatMap((folder) => filesIn(folder, /^(?!.*\.test\.ts$).*\.ts$/)).filter(
  (file) => wanted.length === 0 || wanted.some((name) => file.startsWith(name.replace(/^\.\//, ''))),
);
const testFiles = TESTS.flatMap((folder) => filesIn(folder, /\.test\.ts$/)).filter((file) => !SKIPPED.has(file));

/** @type {Mutant[]} */
const mutants = [];
/** @type {Map<string, string>} */
const texts = new Map();
for (const file of sources) {
  const { mutants: own, text } = mutantsOf(file, readFileSync(join(root, file), 'utf8'), mutants.length);
  mutants.push(...own);
  texts.set(file, text);
}

/** Which tests reach which mutant, and how long each takes. Every test must pass while nothing is broken. */
async function cover() {
  /** @type {Map<number, Reach[]>} */
  const reached = new Map();
  /** @type {Set<number>} */
  let seen = new Set();
  let passed = 0;
  Reflect.set(globalThis, '__m', (/** @type {number} */ id) => {
    seen.add(id);
    passed++;
    return false;
  });
  const host = makeHost(root, texts);
  let count = 0;
  for (const file of testFiles) {
    host.restart();
    seen = new Set();
    const tests = host.testsOf(file);
    const onLoad = seen;
    for (const [index, { name, run }] of tests.entries()) {
      seen = new Set();
      passed = 0;
      const started = performance.now();
      try {
        await run();
      } catch (error) {
        throw new Error(`${file}: “${name}” fails before anything is broken`, { cause: error });
      }
      const test = { file, index, ms: performance.now() - started, passed };
      for (const id of new Set([...onLoad, ...seen])) reached.set(id, [...(reached.get(id) ?? []), test]);
      count++;
    }
  }
  return { reached, count };
}

/** First the tests that are named after the file, then the quick ones. @param {Mutant} mutant @param {readonly Reach[]} tests */
function inOrder({ file }, tests) {
  const own = file.replace(/\.ts$/, '.test.ts');
  return [...tests].sort((a, b) => Number(b.file === own) - Number(a.file === own) || a.ms - b.ms);
}

/** @param {ReadonlyMap<number, readonly Reach[]>} reached @param {(result: Result) => void} done */
async function tryAll(reached, done) {
  const queue = [...mutants];
  const work = async () => {
    let worker = startWorker();
    for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
      const tests = inOrder(mutant, reached.get(mutant.id) ?? []);
      if (tests.length === 0) {
        done({ mutant, verdict: 'unreached', by: '' });
        continue;
      }
      const verdict = await ask(worker, { id: mutant.id, tests });
      if (verdict === null) {
        await worker.terminate();
        worker = startWorker();
        done({ mutant, verdict: 'timeout', by: '' });
      } else if (verdict.by === null) done({ mutant, verdict: 'survived', by: '' });
      else done({ mutant, verdict: verdict.circles ? 'timeout' : 'killed', by: verdict.by });
    }
    await worker.terminate();
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
}

function startWorker() {
  return new Worker(new URL('./mutation/worker.mjs', import.meta.url), { workerData: { root, files: texts } });
}

/**
 * @param {Worker} worker
 * @param {import('./mutation/worker.mjs').Trial} trial
 * @returns {Promise<Verdict | null>} null: no answer in time
 */
function ask(worker, trial) {
  return new Promise((answer, fail) => {
    const finish = (/** @type {Verdict | null} */ verdict) => {
      clearTimeout(timer);
      worker.off('message', finish);
      worker.off('error', fail);
      answer(verdict);
    };
    const timer = setTimeout(() => finish(null), PATIENCE_MS);
    worker.on('message', finish);
    worker.on('error', fail);
    worker.postMessage(trial);
  });
}

const key = (/** @type {Mutant} */ { file, original, replacement }) =>
  [file, original, replacement].map((part) => part.replaceAll(/\s+/g, ' ')).join(' | ');

/** Mutants that were looked at and found to make no difference, with the reason. @returns {ReadonlyMap<string, string>} */
function knownEquivalents() {
  const lines = readFileSync(join(root, 'e2e/mutation/survivors.txt'), 'utf8').split('\n');
  /** @type {Map<string, string>} */
  const known = new Map();
  let reason = '';
  for (const line of lines) {
    if (line.startsWith('# ')) reason = line.slice(2);
    else if (line.trim() !== '') known.set(line.trim(), reason);
  }
  return known;
}

const started = Date.now();
const { reached, count } = await cover();
console.log(`${String(mutants.length)} mutants in ${String(sources.length)} files, ${String(count)} tests`);
/** @type {Result[]} */
const results = [];
await tryAll(reached, (result) => {
  results.push(result);
  if (results.length % 250 === 0)
    console.log(`  ${String(results.length)} tried, ${String(Math.round((Date.now() - started) / 1000))} s`);
});
const survivors = results.filter(({ verdict }) => verdict === 'survived' || verdict === 'unreached');
const broken = new Set(survivors.filter(({ mutant }) => !compiles(root, mutant)).map(({ mutant }) => mutant.id));
const judged = results.map((result) =>
  broken.has(result.mutant.id) ? { ...result, verdict: /** @type {const} */ ('compiler') } : result,
);
report(judged.sort((a, b) => a.mutant.id - b.mutant.id));

/** @param {readonly Result[]} all */
function report(all) {
  const known = knownEquivalents();
  const alive = all.filter(({ verdict }) => verdict === 'survived' || verdict === 'unreached');
  const unknown = alive.filter(({ mutant }) => !known.has(key(mutant)));
  for (const { mutant, verdict } of unknown)
    console.log(`${mutant.file}:${String(mutant.line)} ${verdict}\n  ${key(mutant)}`);
  const of = (/** @type {Result['verdict']} */ verdict) => all.filter((result) => result.verdict === verdict).length;
  const killed = all.length - alive.length;
  const percent = (/** @type {number} */ n) => `${((100 * n) / all.length).toFixed(1)} %`;
  const byFile = sources.map((file) => {
    const own = all.filter(({ mutant }) => mutant.file === file);
    const left = alive.filter(({ mutant }) => mutant.file === file).length;
    return `${file.padEnd(50)} ${String(own.length - left).padStart(5)} / ${String(own.length).padStart(5)}`;
  });
  const summary = [
    `${String(all.length)} mutants: ${String(killed)} killed, ${percent(killed)}`,
    `  by a failing test ${String(of('killed'))}, by going in circles ${String(of('timeout'))}, by the compiler ${String(of('compiler'))}`,
    `  survivors: ${String(alive.length - unknown.length)} known to make no difference, ${String(unknown.length)} others (${String(of('unreached'))} reached by no test)`,
    `  ${String(Math.round((Date.now() - started) / 1000))} s`,
  ];
  for (const line of summary) console.log(line);
  mkdirSync(join(root, 'reports'), { recursive: true });
  const listed = all.map(
    ({ mutant, verdict, by }) => `${verdict}\t${mutant.file}:${String(mutant.line)}\t${key(mutant)}\t${by}`,
  );
  writeFileSync(join(root, 'reports/mutation.txt'), [...summary, '', ...byFile, '', ...listed, ''].join('\n'));
  if (killed < 0.9 * all.length) process.exitCode = 1;
}
