import { expect, test } from 'vitest';
import { readTraces } from './trace-file.ts';
import { replayTrace } from './trace-replay.ts';
import { IDLE, rawTrace, recordedStep, V310, type Raw } from './testing/small-traces.ts';

const whole = JSON.stringify(rawTrace(V310, [['0 nop']]));

/** A recorder's log: a line that begins a trace, one for each step, one that ends it. */
function log(meta: Raw, steps: readonly Raw[], ends = true): string {
  const named = ['format', 'variant', 'config'];
  const header = Object.fromEntries(Object.entries(V310).filter(([key]) => !named.includes(key)));
  const lines: unknown[] = [{ meta: 1, ...header, debug_highmem: 0, want_flush: 1, ...meta }, ...steps];
  return [...lines, ...(ends ? [{ end: 1, name: 'small' }] : [])].map((line) => JSON.stringify(line)).join('\n');
}

const shown = (text: string): readonly string[] =>
  readTraces(text).map(({ line, trace }) => `${line}: ${trace.ok ? trace.value.name : trace.error.slice(0, 60)}`);

test('a file has a trace a line; blank lines, a byte order mark and CRLF are passed over', () => {
  expect(shown(`\ufeff${whole}\r\n\r\n  \n${whole}\n`)).toEqual(['1: small', '4: small']);
  expect(shown('')).toEqual([]);
});

test('a line that cannot be read does not hide the others', () => {
  expect(shown(`${whole}\n{}\nnonsense\n${whole}`)).toEqual([
    '1: small',
    '2: "format" is missing and this reads "hmtruth-1": record the t',
    expect.stringMatching(/^3: this line is not JSON/),
    '4: small',
  ]);
});

test('a recorder’s log is one trace, placed where it begins', () => {
  const steps = [recordedStep(0, '0 nop'), recordedStep(1, '1 nop')];
  const [found] = readTraces(`\n${log({}, steps)}\n`);
  expect(found).toMatchObject({
    line: 2,
    trace: { ok: true, value: { name: 'small', variant: 'A', start: 'as found' } },
  });
  expect(shown(`${log({}, steps)}\n${whole}\n${log({}, steps)}`)).toEqual(['1: small', '5: small', '6: small']);
});

test('a log that ends in the middle is cut off, and says so where it begins', () => {
  const cut = log({}, [recordedStep(0, '0 nop')], false);
  const message = 'the recording that begins here is cut off after 1 steps: its';
  expect(shown(cut)).toEqual([`1: ${message}`]);
  expect(shown(`${cut}\n${log({}, [])}`)).toEqual([`1: ${message}`, '3: small']);
});

test('a mistake in a step of a log is told with the number of the step', () => {
  expect(shown(log({}, [recordedStep(0, '0 frob')]))).toEqual([
    expect.stringMatching(/^1: step 0: "frob" is no operation/),
  ]);
});

test.each<[what: string, meta: Raw, variant: string]>([
  ['as shipped', {}, 'A'],
  ['with DEBUG_HIGHMEM', { debug_highmem: 1 }, 'B'],
  ['without flush', { want_flush: 0 }, 'C'],
  ['with 16 digits to a PTE', { kmap_prot: '00c000000000071f' }, 'L'],
  ['6.1, which never had a flush', { want_flush: 0, kernel: '6.1.192' }, 'A'],
])('a log does not name its build; %s it is taken as variant %s', (_what, meta, variant) => {
  const [found] = readTraces(log(meta, []));
  expect(found?.trace).toMatchObject({ ok: true, value: { variant } });
  expect(found?.trace.ok === true && found.trace.value.assumed[0]).toContain(`taken as variant ${variant}`);
});

test('what stood in the tables before a log begins is taken from its first dump, less what its first operation wrote', () => {
  const stray = [0, 0, 'fff00000', '7f40e65f', '7f40e45f'];
  const entry = [3, 1, 'bfe03000', '7f98665f', '7f98645f'];
  const flush = [0, 3, 1, 2].map((cpu) => ['flush_cpu', cpu]).toReversed();
  const [first, second] = [
    recordedStep(0, '2 pginfo', { ...IDLE, pte: [stray], pk: [entry] }),
    recordedStep(1, '0 aflush', {
      ...IDLE,
      pte: [[0, 0, 'fff00000', '00000000', '00000000']],
      wr: [[0, 'F', 0, 0, '7f40e65f', '00000000', 'task']],
      calls: flush,
    }),
  ];
  for (const steps of [[first, second], [{ ...second, pte: [], pk: [entry] }]]) {
    const [found] = readTraces(log({}, steps));
    expect(found?.trace.ok === true && replayTrace(found.trace.value)).toMatchObject({ value: { differing: 0 } });
  }
});
