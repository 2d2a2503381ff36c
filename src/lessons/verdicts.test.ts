import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, test } from 'vitest';
import { table } from '../cli/words.ts';
import { askedOf } from '../engine/explore/asked.ts';
import { freeQuestion, slotsFor } from '../engine/explore/free-question.ts';
import { OWNERS, type Owner } from '../engine/explore/question.ts';
import { kernelSystem } from '../engine/kernel-system.ts';
import { reportOf } from '../explore/report.ts';
import { startSearch } from '../explore/search.ts';
import { PRESETS } from '../model/eras.ts';
import { PROPERTIES } from '../model/properties.ts';
import { FOUND } from './every-interleaving.ts';
import { BY_OWNER, VERDICT_SIZES, VERDICTS } from './verdicts.ts';

const KERNELS = PRESETS.map(({ name }) => name);
const ALWAYS = PROPERTIES.filter(({ mood, name }) => mood === 'always' && name !== 'pkmap_counts');

type Line = Readonly<Record<'kernel' | 'status' | 'name' | 'verdict', string>> &
  Readonly<Record<'states' | 'transitions' | 'depth', number>> & { readonly type: string };

/** What the command line says of these kernels: the real program, for a test runner slows a search down several times. */
async function explored(kernels: readonly string[]): Promise<readonly Line[]> {
  const root = join(import.meta.dirname, '..', '..');
  const argv = ['explore', '--json', '--kernel', kernels.join(',')];
  const node = ['--import', 'tsx', join(root, 'src/cli/main.ts'), ...argv];
  const run = promisify(execFile)(process.execPath, node, { cwd: root, maxBuffer: 1 << 26 });
  // Exit code 1: some promise is broken.
  const { stdout } = await run.catch((failed: unknown) => {
    expect(failed).toMatchObject({ code: 1 });
    return failed as { readonly stdout: string };
  });
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);
}

const MARKS: Readonly<Record<string, string>> = { holds: '.', violated: 'BROKEN', found: 'yes', 'not found': '.' };

describe('every interleaving of every kernel', () => {
  let lines: readonly Line[] = [];
  beforeAll(async () => {
    const halves = [0, 1].map((half) => explored(KERNELS.filter((_, i) => i % 2 === half)));
    lines = (await Promise.all(halves)).flat();
  }, 300_000);
  const summary = (kernel: string): Line | undefined =>
    lines.find((line) => line.type === 'explored' && line.kernel === kernel);
  const verdicts = (kernel: string): readonly Line[] =>
    lines.filter((line) => line.type === 'verdict' && line.kernel === kernel);
  const named = (kernel: string, verdict: string): readonly string[] =>
    verdicts(kernel).flatMap((line) => (line.verdict === verdict ? [line.name] : []));

  test('2 CPUs, 2 pages, two nested mappings, everything that can happen: the verdict table', () => {
    const names = verdicts('v3.9').map(({ name }) => name);
    const rows = KERNELS.map((kernel) => [
      kernel,
      summary(kernel)?.states ?? 0,
      ...verdicts(kernel).map(({ verdict }) => MARKS[verdict] ?? '?'),
    ]);
    expect(`\n${table([['kernel', 'states', ...names], ...rows]).join('\n')}\n`).toMatchInlineSnapshot(`
      "
      kernel                  states  no_pte_maps_secure  no_tlb_maps_secure  no_fault  no_live_clobbered  depth_in_bounds  no_bug  stray_exists  flush_finds_nothing  hook_matters
      v2.6.32                 14,477  BROKEN              BROKEN              BROKEN    .                  .                .       yes           .                    yes
      v2.6.37-rc              47,031  .                   .                   .         .                  .                BROKEN  yes           .                    .
      v3.9                    35,974  BROKEN              BROKEN              BROKEN    .                  .                .       yes           .                    yes
      v3.9-debug              12,296  .                   .                   .         .                  .                .       .             .                    .
      rfc-v1                  37,258  .                   .                   .         .                  .                .       yes           yes                  yes
      rfc-v2                  37,258  .                   .                   .         .                  .                .       yes           yes                  yes
      rfc-no-hook             48,149  BROKEN              BROKEN              BROKEN    .                  .                .       yes           yes                  yes
      rfc-dead-hook           39,037  BROKEN              BROKEN              BROKEN    .                  .                .       yes           yes                  yes
      v3.14                  147,182  BROKEN              BROKEN              BROKEN    .                  .                .       yes           .                    yes
      v3.14-rt                51,528  .                   BROKEN              BROKEN    .                  .                .       .             .                    .
      vendor-3.18            247,070  BROKEN              BROKEN              BROKEN    .                  .                .       yes           yes                  yes
      vendor-3.18.20          68,256  .                   BROKEN              BROKEN    .                  .                .       .             yes                  .
      vendor-3.18-corrected  211,881  .                   BROKEN              BROKEN    .                  .                .       yes           yes                  yes
      vendor-4.4             247,558  .                   BROKEN              BROKEN    .                  .                .       yes           yes                  yes
      vendor-4.9              78,692  .                   BROKEN              BROKEN    .                  .                .       .             yes                  .
      v6.1                    72,952  .                   BROKEN              BROKEN    .                  .                .       .             .                    .
      v6.1-debug              72,952  .                   BROKEN              BROKEN    .                  .                .       .             .                    .
      fixed                  211,618  .                   .                   .         .                  .                .       yes           yes                  yes
      "
    `);
  });

  test('is what ships as data', () => {
    const rows = KERNELS.map((kernel) => {
      const { status, states, transitions, depth } = summary(kernel) ?? {};
      expect(status).toBe('complete');
      return { kernel, states, transitions, depth, violated: named(kernel, 'violated'), found: named(kernel, 'found') };
    });
    expect(rows).toEqual(VERDICTS);
  });

  test('for each kernel that breaks a promise, and for no other, a run ships that shows it', () => {
    const broken = VERDICTS.filter(({ violated }) => violated.length > 0).map(({ kernel }) => kernel);
    const shipped = FOUND.filter(({ owner, scope }) => owner === 'quiesces' && scope === 'free');
    expect(shipped.map(({ kernel }) => kernel)).toEqual(broken);
    for (const { kernel, property } of shipped) {
      expect(VERDICTS.find((row) => row.kernel === kernel)?.violated).toContain(property);
    }
  });
});

/** The promises that are broken, by a search alone. */
function broken(kernel: string, owner: Owner): readonly string[] {
  const sizes = { ...VERDICT_SIZES, slots: slotsFor({ kernel }, 1) };
  const bound = kernelSystem(freeQuestion({ kernel, owner, ...sizes }));
  const asks = ALWAYS.map(({ name }) => name);
  const search = startSearch(bound.system, askedOf(bound, asks));
  search.run(Infinity);
  return reportOf(search).verdicts.flatMap(({ name, verdict }) => (verdict === 'violated' ? [name] : []));
}

test('the verdict depends on what the owner of the page promises: a naive one is bitten by every flush', () => {
  const rows = KERNELS.map((kernel) => ({
    kernel,
    ...Object.fromEntries(OWNERS.map((owner) => [owner, broken(kernel, owner)])),
  }));
  expect(rows).toEqual(BY_OWNER);
}, 300_000);
