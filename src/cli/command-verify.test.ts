import { expect, test } from 'vitest';
import { IDLE, rawTrace, V310, type Raw } from '../interop/testing/small-traces.ts';
import { cli, jsonOf } from './testing/cli.ts';

const MAPPED: Raw = {
  r: 'fff10000',
  pre: 1,
  held: [0, 1, 0, 0],
  idx: [0, 1, 0, 0],
  on: 15,
  pte: [[1, 0, 'fff10000', '7f98565f', '7f98545f']],
  wr: [[1, 'F', 1, 0, '00000000', '7f98565f', 'task']],
};
const line = (steps: Parameters<typeof rawTrace>[1], header: Raw = {}): string =>
  JSON.stringify(rawTrace({ ...V310, ...header }, steps));

const GOOD = line([
  ['1 map 0', MAPPED],
  ['1 unmap', { ...IDLE, r: 'fff10000' }],
]);
/** The same, but for a depth. */
const WRONG = line([['1 map 0', { ...MAPPED, idx: [0, 2, 0, 0] }]], { name: 'too deep' });

test('traces that agree are counted, by file and by kind of observation', () => {
  const { code, out, err } = cli('verify a.jsonl b.jsonl', { 'a.jsonl': `${GOOD}\n${GOOD}\n`, 'b.jsonl': GOOD });
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatchInlineSnapshot(`
    "a.jsonl  agrees  2 traces, 4,712 observations, on rfc-v2
    b.jsonl  agrees  1 trace, 2,356 observations, on rfc-v2

      observation               compared
      header                          33  agree
      carried out or refused           6  agree
      return value                     6  agree
      Linux word of a slot           384  agree
      hardware word of a slot        384  agree
      words of a pkmap entry       3,072  agree
      pkmap_count                  3,072  agree
      address                          3  agree
      depth                           24  agree
      mappings held                   24  agree
      preempt_count                    6  agree
      CPU online                      30  agree
      PTE write                        9  agree
      invalidate after a write         3  agree
      call                            12  agree

    3 traces agree: 6 operations, 7,068 observations."
  `);
});

test('a trace that disagrees is named with its first difference, and the answer is no', () => {
  const { code, out } = cli('verify a.jsonl', { 'a.jsonl': `${GOOD}\n${WRONG}\n` });
  expect(code).toBe(1);
  expect(out).toContain('a.jsonl  DISAGREES  2 traces, ');
  expect(out).toContain('  too deep: 1 difference, the first in step 0, map: depth of cpu1: recorded 2, the model 1\n');
  expect(out).toMatch(/depth +12 {2}1 DIFFER\n/);
  expect(out).toContain('\n1 trace agrees, 1 DISAGREES: 3 operations, ');
});

test('a line that cannot be replayed is unusable input, whatever the others say', () => {
  const { code, out, err } = cli('verify a.jsonl', { 'a.jsonl': `${GOOD}\n{"format":"hmtruth-9"}\n${WRONG}` });
  expect(code).toBe(2);
  expect(err).toBe(
    'a.jsonl:2:1: "format" is "hmtruth-9" and this reads "hmtruth-1": record the trace again, or mend the line',
  );
  expect(out).toContain('; 1 line or file could not be replayed.');
});

test('a file of something else is not complained about line by line', () => {
  const { code, out, err } = cli('verify story.kmap', { 'story.kmap': 'kmapscope 1\n'.repeat(50) });
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err.split('\n')).toHaveLength(6);
  expect(err).toMatch(/\nstory\.kmap: 45 more lines cannot be replayed: is this a file of traces\?$/);
});

test('an empty file and one that is not there are said', () => {
  expect(cli('verify a b', { a: '\n' })).toMatchObject({
    code: 2,
    err: 'a:1:1: this file is empty: a trace file holds one JSON object a line\nb:1:1: there is no such file: name a file that holds traces, or - for standard input',
  });
});

test('a trace of a kernel that nobody recorded is said', () => {
  const { code, err } = cli('verify -', { '-': line([], { kernel: '4.4.0' }) });
  expect(code).toBe(2);
  expect(err).toMatch(/^standard input:1:1: there is no kernel here for "4\.4\.0", variant "A": there are 3\.10 A/);
});

test('on another kernel one sees where it parts from what was recorded', () => {
  const flushed = line([
    ['1 map 0', MAPPED],
    ['1 unmap', { ...IDLE, r: 'fff10000' }],
  ]);
  expect(cli('verify --kernel v3.14-rt a', { a: flushed })).toMatchObject({
    code: 1,
    out: expect.stringContaining(
      'the first in step 1, unmap: Linux word of a slot, cpu1.slot0: recorded "7f98565f", the model "00000000"',
    ),
  });
  expect(cli('verify --kernel v9 a', { a: flushed })).toMatchObject({
    code: 2,
    err: expect.stringMatching(/^a:1:1: there is no kernel "v9": there are v2\.6\.32/),
  });
});

test('with --json every trace is a line, and the last adds them up', () => {
  const ran = cli('verify --json a', { a: `${GOOD}\n${WRONG}` });
  const [good, wrong, all] = jsonOf(ran);
  expect(good).toMatchObject({
    kmapscope: 1,
    type: 'trace',
    file: 'a',
    line: 1,
    name: 'small',
    agrees: true,
    first: null,
  });
  expect(wrong).toMatchObject({
    type: 'trace',
    line: 2,
    agrees: false,
    differing: 1,
    first: { step: 0, op: 'map', kind: 'depth' },
  });
  expect(all).toMatchObject({ type: 'verified', traces: 2, disagreeing: 1, unreadable: 0, steps: 3, differing: 1 });
});
