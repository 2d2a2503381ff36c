import { expect, test } from 'vitest';
import { seal, unseal } from './envelope.ts';
import { frameBytes } from './frame.ts';
import { GOLDEN_1 } from './golden.ts';
import { decodeLink, encodeLink, openLink } from './link.ts';
import { randomOf } from './testing/share-of.ts';

const LINKS = GOLDEN_1.map(({ link }) => link);
const random = randomOf(20130915);
const below = (n: number): number => Math.floor(random() * n);
const pick = <T>(items: readonly T[]): T => items[below(items.length)] as T;
const CHARS = Array.from('ABCXYZabcxyz0189-_/#%=&.…[ \n\u200b\0é🔒');

function mutated(text: string): string {
  const at = below(text.length + 1);
  const to = at + below(4);
  switch (below(5)) {
    case 0:
      return text.slice(0, at) + pick(CHARS) + text.slice(at + 1);
    case 1:
      return text.slice(0, at) + text.slice(to);
    case 2:
      return text.slice(0, at) + pick(CHARS).repeat(1 + below(3)) + text.slice(at);
    case 3:
      return text.slice(0, at) + pick(LINKS).slice(below(40));
    default:
      return (
        text.slice(0, at) +
        encodeURIComponent(text.slice(at, to + 8).replace(/[\ud800-\udfff]/g, '')) +
        text.slice(to + 8)
      );
  }
}

test(
  '10⁵ mutated links: each is a run that a link carried, or a problem with a sentence; none crashes or hangs',
  { timeout: 60_000 },
  () => {
    const sound = new Set(LINKS.map((link) => JSON.stringify(decodeLink(link))));
    const kinds = new Map<string, number>();
    for (let i = 0; i < 100_000; i++) {
      let text = `https://example.org/#${pick(LINKS)}`;
      for (let times = 1 + below(3); times > 0; times--) text = mutated(text);
      const opened = decodeLink(text);
      const kind = opened.ok ? 'ok' : opened.error.kind;
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      if (opened.ok && !sound.has(JSON.stringify(opened))) throw new Error(`half a run: ${text}`);
      if (!opened.ok && !opened.error.message.endsWith('.')) throw new Error(`no sentence: ${text}`);
    }
    for (const kind of ['ok', 'damaged', 'truncated', 'shortened copy', 'not a link'])
      expect([...kinds.keys()]).toContain(kind);
  },
);

test(
  '3,000 forged payloads with a right check: what is read can be sent again and says the same',
  { timeout: 60_000 },
  () => {
    const payloads = LINKS.flatMap((link) => {
      const opened = unseal(link.charAt(1), link.slice(3));
      return opened.ok ? [opened.value.payload] : [];
    });
    expect(payloads.length).toBe(LINKS.length);
    let read = 0;
    for (let i = 0; i < 3_000; i++) {
      const bytes = Array.from(pick(payloads));
      for (let times = 1 + below(4); times > 0; times--) bytes[4 + below(bytes.length - 3)] = below(256);
      if (below(4) === 0) bytes[4] = 0;
      const opened = decodeLink(`/r/${seal('r', { version: '1', payload: Uint8Array.from(bytes) })}`);
      if (!opened.ok) continue;
      read += 1;
      const again = encodeLink(opened.value);
      if (!again.ok) throw new Error(`${again.error.message} ${JSON.stringify(opened.value)}`);
      if (JSON.stringify(decodeLink(again.value)) !== JSON.stringify(opened))
        throw new Error(`changed: ${again.value}`);
    }
    expect(read).toBeGreaterThan(100);
  },
);

test('10⁴ texts of any characters are answered', () => {
  for (let i = 0; i < 10_000; i++) {
    const text = Array.from({ length: below(60) }, () => String.fromCharCode(below(i % 2 ? 128 : 65_536))).join('');
    expect(openLink(`${pick(['', '#/r/', '#/c/1', '%23', 'https://x/#/s/'])}${text}`)).toHaveProperty('ok');
  }
});

test('plain frames of any bytes are read or refused within the caps', () => {
  const frames = GOLDEN_1.flatMap(({ link }) => {
    const opened = decodeLink(link);
    return opened.ok ? [frameBytes(opened.value).bytes] : [];
  });
  const kinds = new Set<string>();
  for (let i = 0; i < 20_000; i++) {
    const bytes = Array.from(pick(frames));
    for (let times = 1 + below(3); times > 0; times--) bytes[below(bytes.length)] = below(256);
    const opened = openLink(`/r/${seal('r', { version: '1', payload: Uint8Array.from([1, 2, 3, 4, 0, ...bytes]) })}`);
    kinds.add(opened.ok ? 'ok' : opened.error.kind);
  }
  expect([...kinds].sort()).toEqual(['damaged', 'from the future', 'ok', 'too big']);
});
