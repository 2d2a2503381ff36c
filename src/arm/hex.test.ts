import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hex32, hex64, hexText, parseHex32, parseHex64 } from './hex.ts';

test('words are written with every digit, in lower case, without a prefix', () => {
  expect(hex32(0x7f98565f)).toBe('7f98565f');
  expect(hex32(0x65f)).toBe('0000065f');
  expect(hex32(0)).toBe('00000000');
  expect(hex64(0x00c000006012371fn)).toBe('00c000006012371f');
  expect(hex64(0n)).toBe('0000000000000000');
});

test('only the bits of the word are written: a negative number is the unsigned one with the same bits', () => {
  expect(hex32(-1)).toBe('ffffffff');
  expect(hex32(2 ** 32 + 5)).toBe('00000005');
  expect(hex64(-1n)).toBe('ffffffffffffffff');
  expect(hex64(2n ** 64n + 5n)).toBe('0000000000000005');
});

test('in a sentence a number has its prefix and no leading zeros', () => {
  expect(hexText(0x1000)).toBe('0x1000');
  expect(hexText(0)).toBe('0x0');
});

test('reading undoes writing', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 0xffffffff }), (value) => {
      expect(parseHex32(hex32(value))).toBe(value);
    }),
  );
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), (value) => {
      expect(parseHex64(hex64(value))).toBe(value);
    }),
  );
});

test('a prefix, capitals and missing leading zeros are read too', () => {
  expect(parseHex32('0xFFF00000')).toBe(0xfff00000);
  expect(parseHex32('65f')).toBe(0x65f);
  expect(parseHex64('0X00C0')).toBe(0xc0n);
  expect(parseHex64('f')).toBe(15n);
});

test.each(['', '0x', 'g', '123456789', '0x123456789', ' 1', '1 ', '-1', '1\n', 'EFAULT'])(
  '%j is no 32-bit number',
  (text) => {
    expect(parseHex32(text)).toBeNull();
  },
);

test.each(['', '0x', 'g', '12345678123456781', ' 1', '1 ', '-1', '1\n', 'EFAULT'])('%j is no 64-bit number', (text) => {
  expect(parseHex64(text)).toBeNull();
});
