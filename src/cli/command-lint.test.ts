import { expect, test } from 'vitest';
import { cli, jsonOf, STORY } from './testing/cli.ts';

const FILES = {
  good: STORY,
  bad: 'kmapscope 1\ncpu0: kmap_atmic(page0)\ncpu9: irq\nexpect stray(cpu0)\n',
  refused: 'kmapscope 1\ncpu0: kunmap_atomic()\n',
  failing: 'kmapscope 1\nexpect fault\n',
};

test('every mistake is listed with its place, in the order of the lines', () => {
  const { code, out, err } = cli('lint bad', FILES);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(
    err
      .split('\n')
      .filter((line) => line.startsWith('bad:'))
      .map((line) => line.slice(0, 8)),
  ).toEqual(['bad:2:7:', 'bad:3:1:', expect.stringMatching(/^bad:4:\d/)]);
});

test('a step that is not possible is a mistake; an expect that does not hold is an answer', () => {
  expect(cli('lint refused', FILES)).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^refused:2:1: CPU0 holds no address/),
  });
  expect(cli('lint failing', FILES)).toEqual({ code: 0, out: 'failing: no mistakes', err: '' });
});

test('one bad file of several is enough; all are looked at', () => {
  const { code, out, err } = cli('lint good refused nowhere failing', FILES);
  expect({ code, out }).toEqual({ code: 2, out: 'good: no mistakes\nfailing: no mistakes' });
  expect(err).toContain('nowhere:1:1: there is no such file');
});

test('with --json each file ends with how many mistakes it has', () => {
  const lines = jsonOf(cli('lint --json bad good', FILES));
  expect(lines.map(({ type, file, line, mistakes }) => [type, file, line ?? mistakes])).toEqual([
    ['mistake', 'bad', 2],
    ['mistake', 'bad', 3],
    ['mistake', 'bad', 4],
    ['lint', 'bad', 3],
    ['lint', 'good', 0],
  ]);
});
