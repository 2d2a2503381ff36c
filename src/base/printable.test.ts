import { expect, test } from 'vitest';
import { printable } from './printable.ts';

test('what a terminal obeys is taken out of a text, what it shows stays', () => {
  expect(printable('a\u001b[31mb\u0007\u009bc\r\n\td “é” 漢')).toBe('a\ufffd[31mb\ufffd\ufffdc\ufffd\n\td “é” 漢');
});
