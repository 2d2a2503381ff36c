import { expect, test } from 'vitest';
import { tokenize } from './tokens.ts';

/** A line as its tokens: kind and text, with a bar between them. */
function show(line: string): string {
  return tokenize(line)
    .map(({ kind, text }) => `${kind} ${text}`)
    .join(' | ');
}

test.each([
  ['', ''],
  [' \t\u00a0\u200b', ''],
  ['cpu1: enter', 'word cpu1 | punctuation : | word enter'],
  ['cpu1.slot0', 'word cpu1 | punctuation . | word slot0'],
  ['page0..page7', 'word page0 | punctuation .. | word page7'],
  ['(a,b)=3', 'punctuation ( | word a | punctuation , | word b | punctuation ) | punctuation = | number 3'],
  ['v2.6.37-rc', 'word v2 | punctuation . | number 6 | punctuation . | number 37 | punctuation - | word rc'],
  ['0xfff10000', 'number 0xfff10000'],
  ['12ab', 'number 12ab'],
  ['kmap_atömic', 'word kmap_atömic'],
  ['"a # \\" b" # c', 'string "a # \\" b" | comment # c'],
  ['"no end # \\', 'string "no end # \\'],
  ['"a""b"', 'string "a" | string "b"'],
  ['a#b#c', 'word a | comment #b#c'],
  ['“é”;😀', 'other “ | word é | other ” | other ; | other 😀'],
  ['\ud800x', 'other \ud800 | word x'],
])('%j', (line, tokens) => {
  expect(show(line)).toBe(tokens);
});

test('tokens know where they stand, in UTF-16 units', () => {
  expect(tokenize('😀 ab')).toEqual([
    { kind: 'other', text: '😀', from: 0, to: 2 },
    { kind: 'word', text: 'ab', from: 3, to: 5 },
  ]);
});
