import { expect, test } from 'vitest';
import { showDiagnostic, showDiagnostics } from './diagnose.ts';
import type { Diagnostic } from './syntax.ts';

const at = (
  line: number,
  column: number,
  endColumn: number,
  message = 'no',
  severity: Diagnostic['severity'] = 'error',
): Diagnostic => ({ severity, span: { line, column, endColumn }, message });

test('file, line and column, the sentence, the line and its carets', () => {
  expect(showDiagnostic('a/b.kms', 'one\ntwo three\n', at(2, 5, 10))).toBe(`a/b.kms:2:5: no
  two three
      ^^^^^`);
});

test('a warning says so', () => {
  expect(showDiagnostic('f', 'one', at(1, 1, 4, 'perhaps', 'warning'))).toBe(`f:1:1: warning: perhaps
  one
  ^^^`);
});

test('tabs and control characters count as one column, so that the carets stand under what they mean', () => {
  expect(showDiagnostic('f', '\tab\u0000c\u200bd', at(1, 7, 8))).toBe(`f:1:7: no
   ab c d
        ^`);
});

test('the place behind the last character has a caret too', () => {
  expect(showDiagnostic('f', 'cpu1:', at(1, 6, 7))).toBe(`f:1:6: no
  cpu1:
       ^`);
});

test('a blank line, or one that is not there, is not shown', () => {
  expect(showDiagnostic('f', ' \n', at(1, 1, 2))).toBe('f:1:1: no');
  expect(showDiagnostic('f', '', at(9, 1, 2))).toBe('f:9:1: no');
});

test('a long line is cut around the place', () => {
  const line = `${'a'.repeat(200)}HERE${'b'.repeat(200)}`;
  expect(showDiagnostic('f', line, at(1, 201, 205))).toBe(`f:1:201: no
  …${'a'.repeat(50)}HERE${'b'.repeat(46)}…
  ${' '.repeat(51)}^^^^`);
  expect(showDiagnostic('f', line, at(1, 5, 400))).toBe(`f:1:5: no
  ${'a'.repeat(100)}…
  ${' '.repeat(4)}${'^'.repeat(96)}`);
});

test('a byte order mark and other line ends do not move anything', () => {
  expect(showDiagnostic('f', '\ufeffone\r\ntwo\rthree', at(3, 1, 6))).toBe(`f:3:1: no
  three
  ^^^^^`);
});

test('several are told in the order of their places', () => {
  expect(showDiagnostics('f', 'one\ntwo', [at(2, 1, 2, 'c'), at(1, 3, 4, 'b'), at(1, 1, 2, 'a')])).toBe(`f:1:1: a
  one
  ^

f:1:3: b
  one
    ^

f:2:1: c
  two
  ^`);
  expect(showDiagnostics('f', 'one', [])).toBe('');
});
