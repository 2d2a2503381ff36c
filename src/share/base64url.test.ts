import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromBase64url, toBase64url } from './base64url.ts';

test.each([
  ['', ''],
  ['f', 'Zg'],
  ['fo', 'Zm8'],
  ['foo', 'Zm9v'],
  ['foobar', 'Zm9vYmFy'],
  ['\xff\xfe\xfb', '__77'],
])('%j is %j (RFC 4648, without padding)', (bytes, text) => {
  const list = Uint8Array.from(bytes, (char) => char.charCodeAt(0));
  expect(toBase64url(list)).toBe(text);
  expect(fromBase64url(text)).toEqual(list);
});

test('any bytes come back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      expect(fromBase64url(toBase64url(bytes))).toEqual(bytes);
    }),
  );
});

test.each(['Z', 'Zh', 'Zm9', 'Zm9v=', 'Zm+v', 'Zm/v', 'Zm9v\n', 'é', 'Zm9vY'])(
  '%j is refused: nothing that toBase64url writes',
  (text) => {
    expect(fromBase64url(text)).toBeNull();
  },
);

test('every text that is accepted is what the bytes are written as: two links never carry the same payload', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...Array.from('AQgwZz019-_')), maxLength: 9 }), (text) => {
      const bytes = fromBase64url(text);
      if (bytes !== null) expect(toBase64url(bytes)).toBe(text);
    }),
  );
});
