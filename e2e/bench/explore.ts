import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportQuestion } from '../../src/engine/explore/export.ts';
import { boundsText } from '../../src/engine/explore/wording.ts';
import { freeQuestion, type FreeChoice } from '../../src/engine/explore/free-question.ts';
import { RAW, REDUCED } from '../../src/engine/explore/question.ts';
import { promelaOf } from '../../src/interop/promela.ts';

// The full state space of the same transition system, ours and Spin's, in turns and on one core, without reductions; then with ours.
// Spin's verifier is compiled without partial order reduction and without claims; the hash tables of both are made large enough beforehand.
// What is counted is the search: not Spin's compiling, not Node's start; ours learns the kernel's steps within it. An argument picks one of
// the configurations, from 1 on.

const ROUNDS = 3;
const FLAGS = ['-O2', '-w', '-DSAFETY', '-DNOREDUCE', '-DNOCLAIM', '-DMEMLIM=12000'];
const MOST_DEPTH = 2_000_000;
const CHOICES: readonly FreeChoice[] = [
  { kernel: 'rfc-v2', cpus: 2, slots: 2, pages: 2, operations: { irq: false, hotplug: false } },
  { kernel: 'vendor-4.4', cpus: 2, slots: 2, pages: 1, operations: { irq: false } },
  { kernel: 'rfc-v2', cpus: 2, slots: 1, pages: 2 },
];

type Run = { readonly states: number; readonly transitions: number; readonly seconds: number; readonly cpu: number };
type Ours = Run & { readonly bytes: number; readonly cells: number };
type Spins = Run & { readonly vector: number; readonly megabytes: number };

const canBind = spawnSync('taskset', ['-c', '0', 'true']).status === 0;
const missing = [['spin', '-V'] as const, ['gcc', '--version'] as const].filter(
  ([tool, version]) => spawnSync(tool, [version]).status !== 0,
);
function compare(folder: string, choice: FreeChoice): void {
  const raw = { ...choice, reductions: RAW };
  const question = freeQuestion(raw);
  console.log(`${choice.kernel}: ${boundsText(question)}`);
  const exported = exportQuestion(question, []);
  if (!exported.ok) throw new Error(exported.error);
  writeFileSync(join(folder, 'model.pml'), promelaOf(exported.value));
  const first = ours(raw);
  build(folder);
  const pairs = Array.from({ length: ROUNDS }, () => ({
    spin: spin(folder, first.states),
    ours: ours(raw, first.states),
  }));
  const best = {
    ours: fastest([first, ...pairs.map((pair) => pair.ours)]),
    spin: fastest(pairs.map((pair) => pair.spin)),
  };
  agree(best.ours, best.spin);
  tell(
    'Spin',
    best.spin,
    `state vector ${best.spin.vector} bytes, ${perState(best.spin.megabytes * 2 ** 20, best.spin)} in all`,
  );
  const allowed = 2 * best.ours.cells + 16;
  tell('ours', best.ours, `${perState(best.ours.bytes, best.ours)} in all (2 × cells + 16 = ${allowed})`);
  const ratios = pairs.map((pair) => (pair.spin.seconds / pair.ours.seconds).toFixed(1)).join(', ');
  console.log(
    `  ours is ${times(best.spin.seconds, best.ours.seconds)} faster by the clock (pairs: ${ratios}), ` +
      `${times(best.spin.cpu, best.ours.cpu)} by CPU time`,
  );
  const asked = ours(raw, first.states, 'ask');
  tell(
    'ours, every property asked of every state',
    asked,
    `${times(best.spin.seconds, asked.seconds)} faster than Spin without any`,
  );
  const reduced = ours({ ...choice, reductions: REDUCED }, 0, 'ask');
  tell(
    'ours, reduced, every property asked',
    reduced,
    `${times(best.spin.seconds, reduced.seconds)} faster, ` + `${times(best.ours.states, reduced.states)} fewer states`,
  );
}

function build(folder: string): void {
  // -o2: Spin otherwise counts states once that differ in what it takes for dead.
  must(spawnSync('spin', ['-o2', '-a', 'model.pml'], { cwd: folder, encoding: 'utf8' }));
  must(spawnSync('gcc', [...FLAGS, '-o', 'pan', 'pan.c'], { cwd: folder, encoding: 'utf8' }));
}

/** One run of Spin's verifier; the shell tells what CPU time its child took. */
function spin(folder: string, states: number): Spins {
  const options = `-m${MOST_DEPTH} -c0 -n -w${Math.ceil(Math.log2(states)) + 1}`;
  const text = must(onOneCore('sh', ['-c', `./pan ${options}; times`], folder));
  const number = (pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? NaN);
  if (text.includes('too small')) throw new Error('the depth of the search was not enough for Spin');
  const cpu = [...(text.trim().split('\n').at(-1) ?? '').matchAll(/(\d+)m([\d.]+)s/g)];
  return {
    states: number(/(\d+) states, stored/),
    // Spin counts the one that begins.
    transitions: number(/(\d+) transitions/) - 1,
    seconds: number(/elapsed time ([\d.]+) seconds/),
    cpu: cpu.reduce((sum, [, minutes, seconds]) => sum + 60 * Number(minutes) + Number(seconds), 0),
    vector: number(/State-vector (\d+) byte/),
    megabytes: number(/([\d.]+)\s+total actual memory usage/),
  };
}

function ours(choice: FreeChoice, expected = 0, ask = ''): Ours {
  const script = join(import.meta.dirname, 'explore-ours.ts');
  const options = ['--import', 'tsx', script, JSON.stringify(choice), String(expected), ask];
  const text = must(onOneCore('node', options, process.cwd()));
  return JSON.parse(text) as Ours;
}

function onOneCore(command: string, parts: readonly string[], cwd: string): SpawnSyncReturns<string> {
  const options = { cwd, encoding: 'utf8', maxBuffer: 1 << 26 } as const;
  return canBind
    ? spawnSync('taskset', ['-c', '0', command, ...parts], options)
    : spawnSync(command, [...parts], options);
}

function must({ status, stdout, stderr }: { readonly status: number | null; stdout: string; stderr: string }): string {
  if (status !== 0) throw new Error(`${stdout}\n${stderr}`);
  return stdout;
}

function agree(mine: Run, theirs: Run): void {
  if (mine.states === theirs.states && mine.transitions === theirs.transitions) return;
  throw new Error(`not the same system: ${JSON.stringify(mine)} and ${JSON.stringify(theirs)}`);
}

function fastest<R extends Run>(runs: readonly R[]): R {
  return runs.reduce((best, run) => (run.seconds < best.seconds ? run : best));
}

const times = (more: number, less: number): string => `${(more / less).toFixed(1)} times`;
const perState = (bytes: number, { states }: Run): string => `${(bytes / states).toFixed(1)} bytes a state`;

function tell(who: string, run: Run, more: string): void {
  const { states, transitions, seconds, cpu } = run;
  const speed = `${(transitions / seconds / 1e6).toFixed(1)} million transitions/s`;
  console.log(
    `  ${who}: ${states} states, ${transitions} transitions in ${seconds.toFixed(2)} s (CPU ${cpu.toFixed(2)} s), ${speed}; ${more}`,
  );
}

if (missing.length > 0) {
  const tools = missing.map(([tool]) => tool).join(' and ');
  console.error(`not here: ${tools}. On Debian: apt-get install spin gcc libc6-dev (npm run test:checkers does it).`);
  process.exitCode = 2;
} else {
  const folder = mkdtempSync(join(tmpdir(), 'kmapscope-bench-'));
  try {
    const [wanted] = process.argv.slice(2).map(Number);
    for (const [i, choice] of CHOICES.entries()) if (wanted === undefined || wanted === i + 1) compare(folder, choice);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
