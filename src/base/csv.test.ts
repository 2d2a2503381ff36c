import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csv } from './csv.ts';

test('rows end in CRLF, and only what needs quotes gets them', () => {
  const rows = [
    ['kernel', 'PTE writes', 'cycles'],
    ['rfc-v2 flush=unconditional', 16, 1234.5],
    ['say "16", twice', 0, -1],
  ];
  expect(csv(rows)).toBe(
    'kernel,PTE writes,cycles\r\nrfc-v2 flush=unconditional,16,1234.5\r\n"say ""16"", twice",0,-1\r\n',
  );
  expect(csv([])).toBe('');
});

test('no text can be taken for a formula', () => {
  expect(csv([['=HYPERLINK("x")', '+1', '-1', '@a', 'a=1']])).toBe(`"'=HYPERLINK(""x"")",'+1,'-1,'@a,a=1\r\n`);
});

/** A reader of RFC 4180, as small as it can be. */
function read(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    rows.at(-1)?.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'));
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

test('what is written is what is read', () => {
  const cell = fc.oneof(fc.string({ unit: fc.constantFrom('a', '"', ',', '\r', '\n', ' ') }), fc.integer());
  const rows = fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 5 });
  fc.assert(
    fc.property(rows, (table) => {
      const shown = table.map((row) =>
        row.map((one) => String(one).replace(/^\r/, typeof one === 'string' ? "'\r" : '\r')),
      );
      expect(read(csv(table))).toEqual(shown);
    }),
  );
});
