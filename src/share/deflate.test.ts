import { deflateSync } from 'fflate';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deflate, inflate } from './deflate.ts';
import { seal } from './envelope.ts';
import { LIMITS } from './limits.ts';
import { openLink } from './link.ts';

const linkOf = (packing: number, bytes: ArrayLike<number>): string =>
  `/r/${seal('r', { version: '1', payload: Uint8Array.from([0, 0, 0, 0, packing, ...Array.from(bytes)]) })}`;

test('any bytes come back', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(inflate(deflate(bytes))).toEqual({ ok: true, value: bytes });
    }),
  );
});

test('a bomb is refused without room for it: 44 MiB of zeros in a link of less than 64 Ki characters', () => {
  const bomb = deflateSync(new Uint8Array(44 * 1024 * 1024), { level: 9 });
  const link = linkOf(1, bomb);
  expect(link.length).toBeGreaterThan(50_000);
  expect(link.length).toBeLessThan(LIMITS.url);
  const before = process.memoryUsage().arrayBuffers;
  expect(inflate(bomb)).toEqual({ ok: false, error: 'big' });
  expect(openLink(link)).toMatchObject({ ok: false, error: { kind: 'too big' } });
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * 1024 * 1024);
});

test('a frame exactly as big as the cap is inflated, one byte more is not', () => {
  expect(inflate(deflate(new Uint8Array(LIMITS.bytes))).ok).toBe(true);
  expect(inflate(deflate(new Uint8Array(LIMITS.bytes + 1)))).toEqual({ ok: false, error: 'big' });
});

test('stored blocks that are longer than the room are refused', () => {
  const stored = deflateSync(
    Uint8Array.from({ length: LIMITS.bytes + 4096 }, (_, i) => (i * i * 7919) >> 5),
    { level: 0 },
  );
  expect(inflate(stored).ok).toBe(false);
});

test('a squeezed payload cannot promise more than the caps either', () => {
  // 20,001 lines; 1 Gi lines; a text of 1 Gi bytes; 65 branches; 9 kernels.
  const tooMany = (bytes: readonly number[]): void => {
    expect(openLink(linkOf(0, bytes))).toMatchObject({ ok: false, error: { kind: 'too big' } });
  };
  tooMany([0, 0xa1, 0x9c, 0x01]);
  tooMany([0, 0x80, 0x80, 0x80, 0x80, 0x04]);
  tooMany([0, 1, 5 << 2, 0x80, 0x80, 0x80, 0x80, 0x04]);
  tooMany([2, 0, 65]);
  tooMany([8, 0, 9]);
  for (const byte of [0x00, 0x55, 0xff]) {
    const opened = openLink(linkOf(2, new Uint8Array(45_000).fill(byte)));
    expect(opened.ok || ['too big', 'damaged', 'from the future'].includes(opened.error.kind)).toBe(true);
  }
});

test('64 branches cannot each repeat the longest text', () => {
  const lines = Array.from({ length: 1000 }, () => 4 << 2);
  const branches = Array.from({ length: 64 }, () => [0, 0, 0, 0xe8, 0x07, 0]);
  const opened = openLink(linkOf(0, [2, 0xe8, 0x07, ...lines, 64, ...branches.flat()]));
  expect(opened).toMatchObject({ ok: false, error: { kind: 'too big' } });
});
