import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { rawTrace, V310 } from '../interop/testing/small-traces.ts';
import { STORY } from './testing/cli.ts';

const ROOT = join(import.meta.dirname, '..', '..');
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kmapscope-'));
  writeFileSync(join(folder, 'story.kmap'), STORY);
  writeFileSync(
    join(folder, 'long.kmap'),
    `kmapscope 1\n${'cpu0: kmap_atomic(page0)\ncpu0: kunmap_atomic()\n'.repeat(2000)}`,
  );
  writeFileSync(join(folder, 'good.jsonl.gz'), gzipSync(JSON.stringify(rawTrace(V310, [['0 nop']]))));
  writeFileSync(join(folder, 'bad.jsonl.gz'), 'not packed');
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The real program, as `npm run kmapscope` starts it: in the project's folder, with the reader's own in INIT_CWD. */
function kmapscope(argv: readonly string[], input = ''): { code: number | null; out: string; err: string } {
  const env = { ...process.env, npm_lifecycle_event: 'kmapscope', INIT_CWD: folder };
  const node = ['--import', 'tsx', join(ROOT, 'src/cli/main.ts'), ...argv];
  const { status, stdout, stderr } = spawnSync(process.execPath, node, { cwd: ROOT, env, input, encoding: 'utf8' });
  return { code: status, out: stdout, err: stderr };
}

test('a relative name is meant from where it was typed', () => {
  expect(kmapscope(['run', 'story.kmap'])).toMatchObject({
    code: 0,
    err: '',
    out: expect.stringMatching(/^story\.kmap: Left behind\n/),
  });
});

test('a scenario comes from standard input as well', () => {
  expect(kmapscope(['format', '-'], STORY)).toEqual({ code: 0, err: '', out: STORY });
});

test('packed traces are unpacked', () => {
  expect(kmapscope(['verify', 'good.jsonl.gz'])).toMatchObject({ code: 0, err: '' });
  expect(kmapscope(['verify', 'bad.jsonl.gz'])).toMatchObject({
    code: 2,
    err: expect.stringContaining('this is not a gzip file'),
  });
});

test.each([
  ['nowhere.kmap', 'there is no such file'],
  ['.', 'this is a folder'],
])('%s: %s, and no stack', (file, why) => {
  const { code, out, err } = kmapscope(['run', file]);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toBe(`${file}:1:1: ${why}: name a file that holds a scenario, or - for standard input\n`);
});

test('a reader that stops reading ends it quietly', () => {
  const main = join(ROOT, 'src/cli/main.ts');
  const command = `"${process.execPath}" --import tsx "${main}" run "${join(folder, 'long.kmap')}" | head -n 1`;
  const { stdout, stderr } = spawnSync('sh', ['-c', command], { cwd: ROOT, encoding: 'utf8' });
  expect({ stdout, stderr }).toEqual({ stdout: `${join(folder, 'long.kmap')}\n`, stderr: '' });
});

test('Ctrl-C ends a long search with what it has found, and nothing but that is printed where nobody looks', async () => {
  const argv = ['--import', 'tsx', join(ROOT, 'src/cli/main.ts'), 'explore', '--kernel', 'fixed', '--cpus', '3'];
  const child = spawn(process.execPath, [...argv, '--property', 'no_fault'], { cwd: ROOT });
  const [out, errors]: [string[], string[]] = [[], []];
  child.stderr.on('data', (text) => errors.push(String(text)));
  child.stdout.on('data', (text) => {
    out.push(String(text));
    if (String(text).startsWith('Something like')) child.kill('SIGINT');
  });
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect({ code, err: errors.join('') }).toEqual({ code: 1, err: '' });
  expect(out.join('')).toMatch(
    /\nIt was ended before all states were visited\.\nno_fault {2}unknown {2}not finished: [0-9,]+ states to depth [0-9]+; no violation so far\n\n$/,
  );
});
