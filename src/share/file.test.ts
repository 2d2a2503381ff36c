import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeFile, encodeFile } from './file.ts';
import { FILE_SCHEMA } from './file-schema.ts';
import { GOLDEN_1 } from './golden.ts';
import { decodeLink } from './link.ts';
import { DEFAULT_VIEW } from './shared.ts';
import type { Shared } from './shared.ts';
import { shared } from './testing/arbitrary.ts';
import { linesOf, randomOf, shareOf } from './testing/share-of.ts';

function fileOf(share: Shared): string {
  const file = encodeFile(share);
  if (!file.ok) throw new Error(file.error.message);
  return file.value;
}

const SAMPLE = shareOf('kmapscope 1\ntitle "A fork"\ncpu1: kmap_atomic(page3)\ncpu1: kunmap_atomic()\n', {
  branches: [{ name: 'branch 1', parent: 0, at: 1, lines: linesOf('cpu1: kmap_atomic(page3)\ncpu0: irq\n') }],
  cursor: { branch: 1, at: 2, micro: null },
  kernels: ['rfc-v2'],
  view: { ...DEFAULT_VIEW, selection: 'cpu1.slot0' },
  digest: 0x0badcafe,
});

test('a file is JSON that people can read and compare line by line', () => {
  expect(fileOf(SAMPLE)).toBe(`{
  "format": "kmapscope",
  "version": 1,
  "scenario": [
    "kmapscope 1",
    "title \\"A fork\\"",
    "cpu1: kmap_atomic(page3)",
    "cpu1: kunmap_atomic()"
  ],
  "branches": [
    {
      "name": "branch 1",
      "parent": 0,
      "at": 1,
      "lines": [
        "cpu1: kmap_atomic(page3)",
        "cpu0: irq"
      ]
    }
  ],
  "cursor": {
    "branch": 1,
    "at": 2,
    "micro": null
  },
  "kernels": [
    "rfc-v2"
  ],
  "view": {
    "lens": "engineer",
    "speed": 1,
    "selection": "cpu1.slot0",
    "radix": "hex",
    "zoom": "calls",
    "projector": false
  },
  "digest": "0badcafe"
}
`);
});

test('what a file carries comes back as it was, whatever it is', () => {
  fc.assert(
    fc.property(shared, (share) => {
      expect(decodeFile(fileOf(share))).toEqual({ ok: true, value: share });
    }),
    { numRuns: 300 },
  );
});

test.each(GOLDEN_1)('a link and its file say the same: $says', ({ link }) => {
  const linked = decodeLink(link);
  expect(linked.ok && decodeFile(fileOf(linked.value))).toEqual(linked);
});

const edited = (edit: (file: Record<string, unknown>) => void): string => {
  const file = JSON.parse(fileOf(SAMPLE)) as Record<string, unknown>;
  edit(file);
  return JSON.stringify(file);
};
const set = (key: string, value: unknown): string => edited((file) => (file[key] = value));

test.each([
  [
    '',
    'not a file',
    /^This is no kmapscope file: that is JSON .* first line is "kmapscope 1", a link, and a kernel's page-table dump/,
  ],
  ['hello', 'not a file', /"format": "kmapscope"/],
  ['null', 'not a file', /^This is no/],
  ['[]', 'not a file', /^This is no/],
  ['{"format":"other"}', 'not a file', /^This is no/],
  ['kmapscope 1\ncpu0: tick\n', 'not a file', /a link, and a kernel's page-table dump or ftrace text\.$/],
  [fileOf(SAMPLE).slice(0, 200), 'truncated', /^This file is cut off/],
  [fileOf(SAMPLE).replace('"branch": 1,', '"branch": 1'), 'damaged', /^This file is no valid JSON\. /],
  ['{"format":"kmapscope","version":2,"whatever":[]}', 'from the future', /version 2 .* version 1\. Reload/],
  ['{"format":"kmapscope"}', 'damaged', /^version should be one of 1, not missing\. /],
  [set('version', 'x'), 'damaged', /^version should be one of 1, not "x"/],
  [set('kernel', []), 'damaged', /^kernel is unknown: expected format, version, scenario, branches, cursor/],
  [edited((file) => delete file['digest']), 'damaged', /^digest should be a text, not missing/],
  [set('digest', '0BADCAFE'), 'damaged', /^digest should be eight hexadecimal digits, not "0BADCAFE"/],
  [set('cursor', null), 'damaged', /^cursor should be an object with branch, at, micro, not null/],
  [
    set('cursor', { branch: 2, at: 0, micro: null }),
    'damaged',
    /^cursor\.branch should be a whole number from 0 to 1, not 2/,
  ],
  [set('cursor', { branch: 0, at: -1, micro: null }), 'damaged', /^cursor\.at should be a whole number .*, not -1/],
  [set('cursor', { branch: 0, at: 0, micro: 1.5 }), 'damaged', /^cursor\.micro should be a whole number .*, not 1\.5/],
  [set('branches', {}), 'damaged', /^branches should be a list of at most 64, not an object/],
  [
    set('branches', [{ name: 'a', parent: 1, at: 0, lines: [] }]),
    'damaged',
    /^branches\[0\]\.parent should be .* 0 to 0, not 1/,
  ],
  [
    set('branches', [{ name: 'a', parent: 0, at: 0, lines: ['cpu0: fly'] }]),
    'damaged',
    /^branches\[0\]\.lines\[0\], column 7: /,
  ],
  [set('scenario', ['kmapscope 1', 'cpu0: tick', 'cpu0: fly']), 'damaged', /^scenario\[2\], column 7: /],
  [set('scenario', ['kmapscope 1', 'cpu0: tick\ncpu0: irq']), 'damaged', /^scenario\[1\] should be one line, not /],
  [set('scenario', ['kmapscope 1', 7]), 'damaged', /^scenario\[1\] should be a text, not 7/],
  [
    set('view', { ...DEFAULT_VIEW, lens: 'expert' }),
    'damaged',
    /^view\.lens should be one of engineer, beginner, everything, not "expert"/,
  ],
  [set('view', { ...DEFAULT_VIEW, projector: 1 }), 'damaged', /^view\.projector should be true or false, not 1/],
  [set('view', { ...DEFAULT_VIEW, selection: 'x'.repeat(61) }), 'too big', /^The text "xxx/],
  [set('kernels', Array(9).fill('v3.9')), 'damaged', /^kernels should be a list of at most 8, not a list/],
  [' '.repeat(4 * 1024 * 1024 + 1), 'too big', /^This file has 4194305 characters and may have 4194304/],
])('%.60j is answered with: %s', (text, kind, message) => {
  expect(decodeFile(text)).toMatchObject({ ok: false, error: { kind, message: expect.stringMatching(message) } });
});

test('a byte order mark in front does no harm', () => {
  expect(decodeFile(`\ufeff${fileOf(SAMPLE)}`).ok).toBe(true);
});

test('names of prototypes are names like others', () => {
  const text = fileOf(SAMPLE).replace('"view"', '"__proto__": {"lens": "beginner"}, "view"');
  expect(decodeFile(text)).toMatchObject({
    ok: false,
    error: { message: expect.stringMatching(/^__proto__ is unknown/) },
  });
});

test('10⁴ mutated files never crash', () => {
  const random = randomOf(4);
  const text = fileOf(SAMPLE);
  for (let i = 0; i < 10_000; i++) {
    const at = Math.floor(random() * text.length);
    const put = '{}[]",:0x\n'.charAt(Math.floor(random() * 10));
    const read = decodeFile(text.slice(0, at) + put + text.slice(at + Math.floor(random() * 3)));
    expect(read.ok || read.error.message !== '').toBe(true);
  }
});

test('the schema names what is written: no key more, no key less', () => {
  const file = JSON.parse(fileOf(SAMPLE)) as Record<string, never>;
  const { properties, required } = FILE_SCHEMA;
  expect(Object.keys(file)).toEqual(Object.keys(properties));
  expect(Object.keys(file)).toEqual([...required]);
  expect(Object.keys(file['cursor'] ?? {})).toEqual([...properties.cursor.required]);
  expect(Object.keys(file['view'] ?? {})).toEqual([...properties.view.required]);
  expect(Object.keys(file['branches']?.[0] ?? {})).toEqual([...properties.branches.items.required]);
  expect(JSON.parse(JSON.stringify(FILE_SCHEMA))).toEqual(FILE_SCHEMA);
});
