import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cli } from './testing/cli.ts';

const text = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');

test.each(['help', '--help', '-h'])('%s lists the commands and the exit codes', (command) => {
  const { code, out, err } = cli(command);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  for (const name of ['run', 'verify', 'compare', 'link', 'open', 'format', 'lint'])
    expect(out).toContain(`\n  ${name} `);
  expect(out).toContain('Exit codes: 0 all well; 1 the answer is "no"');
});

test('help COMMAND says what a command takes', () => {
  expect(cli('help run')).toMatchObject({ code: 0, out: expect.stringContaining('--kernel <preset>') });
});

test.each<[command: string, err: RegExp]>([
  ['rn story.kmap', /^error: unknown command 'rn'\n\(Did you mean run\?\)/],
  ['run', /^error: missing required argument 'file'/],
  ['run --frob a', /^error: unknown option '--frob'/],
  ['run a b', /^error: too many arguments for 'run'/],
  ['run a --kernel', /^error: option '--kernel <preset>' argument missing/],
])('"%s" is no command line of ours, and that is unusable input', (command, message) => {
  const { code, out, err } = cli(command);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(message);
  expect(err).toContain('kmapscope help lists the commands');
});

test('without a command the help goes to standard error: nothing was asked', () => {
  expect(cli([])).toMatchObject({ code: 2, out: '', err: expect.stringContaining('Usage: kmapscope') });
});

test('every type of line that --json prints is described in JSON.md', () => {
  const types = [...text('json-lines.ts').matchAll(/type: '(\w+)'/g)].map(([, type]) => type ?? '');
  expect(types.length).toBeGreaterThan(12);
  const described = text('JSON.md');
  expect(types.filter((type) => !described.includes(`\`${type}\``))).toEqual([]);
});
