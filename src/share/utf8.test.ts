import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromUtf8, toUtf8 } from './utf8.ts';

test('any string comes back, half surrogate pairs included', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 30 }), (text) => {
      expect(fromUtf8(toUtf8(text))).toBe(text);
    }),
  );
  expect(fromUtf8(toUtf8('a\ud800b\udc00'))).toBe('a\ud800b\udc00');
});

test('well-formed text is written as the platform writes it', () => {
  const text = 'aé迷🔒\u{10ffff}';
  expect(Uint8Array.from(toUtf8(text))).toEqual(new TextEncoder().encode(text));
});

test.each([
  ['a stray continuation', [0x80]],
  ['a character cut off', [0xe8, 0xbf]],
  ['a continuation that is none', [0xc3, 0x28]],
  ['an overlong slash', [0xc0, 0xaf]],
  ['an overlong null', [0xf0, 0x80, 0x80, 0x80]],
  ['beyond Unicode', [0xf4, 0x90, 0x80, 0x80]],
  ['a byte that begins nothing', [0xff]],
])('%s is no text', (_, bytes) => {
  expect(fromUtf8(bytes)).toBeNull();
});
