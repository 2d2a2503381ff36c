import { expect, test } from 'vitest';
import { crc32c } from './crc32c.ts';

test('CRC-32C of "123456789" is e3069283, as every catalogue has it', () => {
  expect(crc32c('123456789').toString(16)).toBe('e3069283');
  expect(crc32c('')).toBe(0);
});

test('no change of one character, however far from the end of a link of 64 Ki characters, leaves the low 30 bits as they were', () => {
  // A CRC is linear: what a change does depends on the change and on its distance from the end alone. 7 bits: links are ASCII.
  const table = Uint32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
    return crc >>> 0;
  });
  let unnoticed = 0;
  for (let change = 1; change < 128; change++) {
    let effect = table[change] ?? 0;
    for (let distance = 0; distance < 65_536; distance++) {
      if ((effect & 0x3fff_ffff) === 0) unnoticed += 1;
      effect = (effect >>> 8) ^ (table[effect & 0xff] ?? 0);
    }
  }
  expect(unnoticed).toBe(0);
  const [a, b] = ['kmapscope', 'kmaqscope'].map(crc32c);
  let effect = table['p'.charCodeAt(0) ^ 'q'.charCodeAt(0)] ?? 0;
  for (let distance = 0; distance < 5; distance++) effect = (effect >>> 8) ^ (table[effect & 0xff] ?? 0);
  expect(((a ?? 0) ^ (b ?? 0)) >>> 0).toBe(effect >>> 0);
});
