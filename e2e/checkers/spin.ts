import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Are Spin and a C compiler here? (e2e/scripts/checkers.mjs installs them where that can be done.) */
export const hasSpin = ['spin', 'gcc'].every((name) => spawnSync(name, ['--version']).error === undefined);

/** Spin's verifier for one model. */
export type Pan = {
  /** Visits all states while the claim of this name is watched. */
  readonly run: (claim: string) => Visited;
  /** Removes it. */
  readonly end: () => void;
};

/** What a run has found; `states` and `transitions` are all there are where it has no `error`. */
export type Visited = { readonly states: number; readonly transitions: number; readonly error: string | null };

/**
 * Has Spin make a verifier of a model, and gcc a program of it. Throws with what they said when they do not like it.
 *
 * @param depth how long a path of the depth-first search may be at most
 */
export function panOf(promela: string, depth = 1_000_000): Pan {
  const folder = mkdtempSync(join(tmpdir(), 'kmapscope-spin-'));
  const run = (command: string, args: readonly string[]): string => {
    const { status, stdout, stderr, error } = spawnSync(command, args, { cwd: folder, encoding: 'utf8' });
    if (error !== undefined || status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}${stdout}`);
    return stdout;
  };
  writeFileSync(join(folder, 'kmap.pml'), promela);
  // -o2: Spin 6.5 otherwise forgets numbers that it takes for dead, and counts states that differ in them once.
  run('spin', ['-o2', '-a', 'kmap.pml']);
  // No partial-order reduction: every state there is, counted. No step of the claim alone where the model has none, which would count as a
  // transition. No optimisation: these models are small, and compiling is most of it.
  run('gcc', ['-O0', '-w', '-DSAFETY', '-DNOREDUCE', '-DNOSTUTTER', '-o', 'pan', 'pan.c']);
  return {
    run: (claim) => visitedOf(run('./pan', ['-n', `-m${depth}`, '-w20', '-N', claim])),
    end: () => {
      rmSync(folder, { recursive: true });
    },
  };
}

function visitedOf(text: string): Visited {
  if (text.includes('max search depth too small')) throw new Error(`the search was cut off:\n${text}`);
  const number = (pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? NaN);
  const errors = number(/errors: ([0-9]+)/);
  const error = /^pan:[0-9]+: (.*)$/m.exec(text)?.[1] ?? null;
  if (errors > 0 !== (error !== null)) throw new Error(`errors that are not said, or the other way round:\n${text}`);
  return { states: number(/([0-9]+) states, stored/), transitions: number(/([0-9]+) transitions/), error };
}
