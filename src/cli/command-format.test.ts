import { expect, test } from 'vitest';
import { cli, jsonOf, STORY } from './testing/cli.ts';

const LOOSE = 'kmapscope 1\n  cpu0:kmap_atomic( page3 )   # why\n';
const CANONICAL = 'kmapscope 1\ncpu0: kmap_atomic(page3)  # why\n';

test('a scenario is printed in canonical form, mistakes of its run or not', () => {
  expect(cli('format a', { a: LOOSE })).toEqual({ code: 0, out: CANONICAL.trimEnd(), err: '' });
  expect(cli('format -', { '-': STORY })).toMatchObject({ code: 0, out: STORY.trimEnd() });
  expect(cli('format a', { a: 'kmapscope 1\ncpu9: kunmap_atomic()\n' }).code).toBe(0);
});

test('with --check the answer is the exit code', () => {
  expect(cli('format --check a', { a: CANONICAL })).toEqual({ code: 0, out: '', err: '' });
  expect(cli('format --check a', { a: LOOSE })).toMatchObject({
    code: 1,
    out: expect.stringContaining('not in canonical form'),
  });
});

test('what cannot be read is not printed at all', () => {
  expect(cli('format a', { a: 'kmapscope 1\nfrob\n' })).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringMatching(/^a:2:1: /),
  });
});

test('with --json both are said', () => {
  expect(jsonOf(cli('format --json a', { a: LOOSE }))).toEqual([
    { kmapscope: 1, type: 'format', file: 'a', canonical: false, text: CANONICAL },
  ]);
});
