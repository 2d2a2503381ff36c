import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseTrace } from './trace-parse.ts';
import { replayTrace } from './trace-replay.ts';
import { IDLE, rawTrace, recordedStep, V310, type Raw } from './testing/small-traces.ts';

const MAPPED: Raw = {
  r: 'fff10000',
  pre: 1,
  held: [0, 1, 0, 0],
  idx: [0, 1, 0, 0],
  on: 15,
  pte: [[1, 0, 'fff10000', '7f98565f', '7f98545f']],
  wr: [[1, 'F', 1, 0, '00000000', '7f98565f', 'task']],
};
const TRACE = rawTrace(V310, [
  ['1 map 0', MAPPED],
  ['1 unmap', { ...IDLE, r: 'fff10000' }],
  [
    '0 aflush',
    {
      ...IDLE,
      pte: [[1, 0, 'fff10000', '00000000', '00000000']],
      wr: [[1, 'F', 1, 0, '7f98565f', '00000000', 'irq']],
      calls: [
        ['flush_cpu', 3],
        ['flush_cpu', 1],
        ['flush_cpu', 2],
        ['flush_cpu', 0],
      ],
    },
  ],
]);

test('a trace that is whole is read, and agrees', () => {
  const trace = parseTrace(JSON.stringify(TRACE));
  expect(trace.ok && replayTrace(trace.value)).toMatchObject({
    ok: true,
    value: { steps: 3, differing: 0, notes: [] },
  });
});

const withStep = (i: number, fields: Raw): Raw => ({
  ...TRACE,
  steps: (TRACE['steps'] as readonly Raw[]).map((step, at) => (at === i ? { ...step, ...fields } : step)),
});

test.each<[what: string, trace: unknown, sentence: RegExp]>([
  ['a list', [], /not a JSON object: a trace file holds one a line$/],
  ['no format', {}, /^"format" is missing and this reads "hmtruth-1"/],
  ['another format', { format: 'hmtruth-2' }, /^"format" is "hmtruth-2" and this reads "hmtruth-1"/],
  ['too many CPUs', { ...TRACE, nr_cpus: 33 }, /^"nr_cpus" should be 1 to 32: record/],
  ['half a CPU', { ...TRACE, nr_cpus: 1.5 }, /^"nr_cpus" should be 1 to 32/],
  ['no slots', { ...TRACE, km_type_nr: 0 }, /^"km_type_nr" should be 1 to 33/],
  ['too many pkmap entries', { ...TRACE, last_pkmap: 1024 }, /^"last_pkmap" should be 1 to 512/],
  ['no name', { ...TRACE, name: 7 }, /^"name" should be text/],
  [
    'a name that a terminal obeys',
    { ...TRACE, name: '\u001b[2J' },
    /^"name" should be text of at most 200 characters that can be printed/,
  ],
  ['an operation that does', withStep(0, { op: '\u001b[2J' }), /^step 0: "\ufffd\[2J" is no operation/],
  ['an address with 0x', { ...TRACE, slot0: '0xfff00000' }, /^"slot0" should be lower-case hexadecimal digits/],
  ['a config that says nothing', { ...TRACE, config: {} }, /^"DEBUG_HIGHMEM" of "config" should be true or false/],
  ['no config', { ...TRACE, config: null }, /^"config" should be an object/],
  ['no pages', { ...TRACE, pages: 3 }, /^"pages" should be a list of rows/],
  ['a page without address', { ...TRACE, pages: [[1, 1]] }, /^row 0 of "pages" should have 3 columns/],
  [
    'a frame beyond memory',
    { ...TRACE, pages: [[-1, 1, '0']] },
    /^column 0 of row 0 of "pages" should be a page frame/,
  ],
  ['too many pages', { ...TRACE, pages: Array(1025).fill([1, 1, '0']) }, /^"pages" should have at most 1024 rows/],
  [
    'an entry beyond pkmap',
    { ...TRACE, pk0: [[512, 1, '0']] },
    /column 0 of row 0 of "pk0" should be a pkmap entry below/,
  ],
  ['no steps', { ...TRACE, steps: {} }, /^"steps" should be a list of at most 100,000 steps/],
  ['a step that is none', { ...TRACE, steps: [null] }, /^step 0: it should be an object/],
  [
    'an operation nobody knows',
    withStep(1, { op: 'frob' }),
    /^step 1: "frob" is no operation that this can replay \(those are map/,
  ],
  ['a step without one', withStep(1, { op: null }), /^step 1: a step without "op" is no operation/],
  ['an operation of another object', withStep(1, { op: 'toString' }), /^step 1: "toString" is no operation/],
  ['a CPU that there is not', withStep(0, { cpu: 4 }), /^step 0: "cpu" should be a CPU below nr_cpus/],
  ['no page to map', withStep(0, { a: [] }), /^step 0: map takes 1 numbers in "a"/],
  ['operands that are words', withStep(0, { a: ['page0'] }), /^step 0: entry 0 of "a" should be a whole number/],
  ['no operands', withStep(0, { a: undefined }), /^step 0: "a" should be a list/],
  ['no depths', withStep(0, { idx: undefined }), /^step 0: "idx" is missing/],
  ['a depth too few', withStep(0, { idx: [0, 1, 0] }), /^step 0: "idx" should have a number for each CPU/],
  [
    'a depth that is text',
    withStep(0, { idx: [0, 'one', 0, 0] }),
    /^step 0: entry 1 of "idx" should be a whole number/,
  ],
  ['a mask that is none', withStep(0, { on: '15' }), /^step 0: "on" should be a whole number/],
  [
    'a slot beyond the strip',
    withStep(0, { pte: [[1, 16, '0', '0', '0']] }),
    /^step 0: column 1 of row 0 of "pte" should be a slot below km_type_nr/,
  ],
  [
    'a word that is none',
    withStep(0, { pte: [[1, 0, '0', 'word', '0']] }),
    /column 3 of row 0 of "pte" should be lower-case hexadecimal/,
  ],
  [
    'a write by nobody',
    withStep(0, { wr: [[9, 'F', 1, 0, '0', '0', 'task']] }),
    /column 0 of row 0 of "wr" should be a CPU/,
  ],
  ['a result that is a list', withStep(0, { r: [] }), /^step 0: "r" should be an address, a number, null or a refusal/],
  ['a second result that is a number', withStep(0, { r2: 5 }), /^step 0: "r2" should be an address/],
  ['a handler that is none', withStep(0, { mid: 4 }), /^step 0: "mid" should be an object/],
  ['a handler without depths', withStep(0, { mid: { on: 15 } }), /^step 0: "idx" is missing \(in "mid"\)/],
])('%s gets a sentence that says what is wrong and where', (_what, trace, sentence) => {
  const read = parseTrace(JSON.stringify(trace));
  expect(read).toMatchObject({ ok: false, error: expect.stringMatching(sentence) });
});

test('a line that is not JSON says why', () => {
  expect(parseTrace('{"format":')).toMatchObject({
    ok: false,
    error: expect.stringMatching(/^this line is not JSON \(.+\): a trace file holds one JSON object a line$/),
  });
});

test('a line is at most 4,000,000 characters, and a trace at most 100,000 steps', () => {
  expect(parseTrace(' '.repeat(4_000_001))).toMatchObject({ ok: false, error: expect.stringContaining('4000001') });
  const steps = Array.from({ length: 100_001 }, () => 0);
  expect(parseTrace(JSON.stringify({ ...TRACE, steps }))).toMatchObject({
    ok: false,
    error: expect.stringContaining('100,000'),
  });
});

test('a step that was skipped says only which CPU was not there', () => {
  const skipped = { i: 0, cpu: 1, op: 'map', r: 'ENOCPU' };
  expect(parseTrace(JSON.stringify({ ...TRACE, steps: [skipped] })).ok).toBe(true);
  expect(parseTrace(JSON.stringify({ ...TRACE, steps: [{ ...skipped, r: null }] })).ok).toBe(false);
});

test('columns and fields that a newer recorder adds are passed over', () => {
  const more = withStep(0, { pte: [[1, 0, 'fff10000', '7f98565f', '7f98545f', 'more']], mood: 'good' });
  expect(parseTrace(JSON.stringify({ ...more, weather: 'fine' })).ok).toBe(true);
});

/** A trace with anything at all in the place of one of its parts. */
function* places(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  yield path;
  if (typeof value === 'object' && value !== null)
    for (const [key, part] of Object.entries(value)) yield* places(part, [...path, key]);
}

function put(value: unknown, [key, ...rest]: readonly string[], instead: unknown): unknown {
  if (key === undefined) return instead;
  if (Array.isArray(value))
    return value.map((part: unknown, i) => (String(i) === key ? put(part, rest, instead) : part));
  return { ...Object(value), [key]: put(Reflect.get(Object(value), key), rest, instead) };
}

test('whatever stands anywhere in a trace: it is refused with a sentence, or it can be replayed', () => {
  const anywhere = fc.constantFrom(...places(TRACE));
  const anything = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.integer(),
    fc.integer({ min: -2, max: 40 }),
    fc.constantFrom(
      'EINVAL',
      'ENOCPU',
      'downa',
      'join',
      'irqmap',
      'sched',
      'lmap',
      'kunmap',
      'ffffffffffffffff',
      '6.1.0',
      'B',
    ),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(anywhere, anything), { minLength: 1, maxLength: 3 }), (changes) => {
      const mangled = changes.reduce<unknown>((trace, [path, instead]) => put(trace, path, instead), TRACE);
      const read = parseTrace(JSON.stringify(mangled));
      if (!read.ok) return read.error.length > 10 && !read.error.includes('\n');
      const replay = replayTrace(read.value);
      return replay.ok || replay.error.length > 10;
    }),
    { numRuns: import.meta.env.MODE === 'long' ? 20_000 : 600 },
  );
});

test('any sequence of operations that can be written down can be replayed', () => {
  const ops = [
    'map 0',
    'map 7',
    'unmap',
    'unmapx 1',
    'kmap 1',
    'kunmap 1',
    'kmap 2',
    'aflush',
    'kflush',
    'down 2',
    'up 2',
  ];
  const more = [
    'downa 3',
    'join 0',
    'irqmap 1 0',
    'irqmap2 2 0 9',
    'peek 1 0',
    'peek 9 9',
    'setpk 511',
    'sched 5',
    'lmap 0',
  ];
  const step = fc.record({
    cpu: fc.integer({ min: 0, max: 3 }),
    op: fc.constantFrom(...ops, ...more, 'mappfn 2', 'spin 5', 'nop', 'pginfo'),
    r: fc.constantFrom(null, 0, -1, 'EINVAL', 'fff00000'),
    on: fc.integer({ min: 0, max: 15 }),
  });
  const header = fc.constantFrom(V310, { ...V310, variant: 'C' }, { ...V310, kernel: '3.18.71-test' });
  const start = fc.constantFrom(0, 3);
  fc.assert(
    fc.property(header, start, fc.array(step, { maxLength: 12 }), (raw, start_nonzero_slots, steps) => {
      const written = steps.map(({ cpu, op, r, on }, i) => recordedStep(i, `${cpu} ${op}`, { ...IDLE, r, on }));
      const read = parseTrace(JSON.stringify({ ...raw, start_nonzero_slots, steps: written }));
      expect(read).toMatchObject({ ok: true });
      return read.ok && replayTrace(read.value).ok;
    }),
    { numRuns: import.meta.env.MODE === 'long' ? 20_000 : 300 },
  );
});

test('what is no JSON is quoted without what a terminal would obey', () => {
  const parsed = parseTrace('\u001b[31m\u0007');
  expect(parsed).toMatchObject({ ok: false, error: expect.stringMatching(/^this line is not JSON/) as string });
  expect(JSON.stringify(parsed)).not.toMatch(/\\u00[01]/);
});
