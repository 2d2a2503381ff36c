import { expect, test } from 'vitest';
import { BASE64URL } from './base64url.ts';
import { seal } from './envelope.ts';
import { GOLDEN_1 } from './golden.ts';
import { decodeLink, openLink } from './link.ts';
import type { ProblemKind } from './problem.ts';

/** Short and long, run and comparison, all three packings. */
const SAMPLES = GOLDEN_1.map(({ link }) => link).filter((link) => link.length < 200);
const PREFIX = '#/r/'.length;

const kindOf = (text: string): ProblemKind | 'ok' => {
  const opened = openLink(text);
  return opened.ok ? 'ok' : opened.error.kind;
};

const replaced = (text: string, at: number, char: string): string => text.slice(0, at) + char + text.slice(at + 1);

test.each(SAMPLES)('%s: any one character behind the kind replaced by any other is noticed as damage', (link) => {
  const fragment = `#${link}`;
  const wrong = new Map<string, string>();
  for (let at = PREFIX; at < fragment.length; at++) {
    for (const char of `${BASE64URL}.*%/#&=+~é`) {
      if (char === fragment[at]) continue;
      const kind = kindOf(replaced(fragment, at, char));
      if (kind !== 'damaged') wrong.set(`${at} ${char}`, kind);
    }
  }
  expect([...wrong]).toEqual([]);
});

test.each(SAMPLES)('%s: any one character of what is in front of the payload replaced is mended', (link) => {
  const whole = decodeLink(link);
  for (let at = 0; at < PREFIX; at++)
    for (const char of `${BASE64URL}/#.`) expect(decodeLink(replaced(`#${link}`, at, char))).toEqual(whole);
});

test.each(SAMPLES)('%s: cut anywhere, it is said to be cut, and by how much', (link) => {
  const fragment = `#${link}`;
  for (let length = PREFIX; length < fragment.length; length++) {
    const opened = openLink(`https://example.org/${fragment.slice(0, length)}`);
    expect(opened).toMatchObject({ ok: false, error: { kind: 'truncated' } });
    const message = opened.ok ? '' : opened.error.message;
    if (length > PREFIX + 3)
      expect(message).toContain(`: ${fragment.length - length} of its ${link.length - 3} characters`);
  }
  for (let length = 0; length < PREFIX; length++) expect(kindOf(fragment.slice(0, length))).toBe('not a link');
});

test.each(SAMPLES)('%s: a character lost, doubled or swapped with the next never opens another run', (link) => {
  const fragment = `#${link}`;
  for (let at = PREFIX; at < fragment.length; at++) {
    const [before, here, next] = [fragment.slice(0, at), fragment.charAt(at), fragment.charAt(at + 1)];
    const behind = fragment.slice(at + 1);
    if (here !== next) expect(['truncated', 'damaged']).toContain(kindOf(before + behind));
    const doubled = decodeLink(before + here + here + behind);
    if (doubled.ok) expect(doubled).toEqual(decodeLink(link));
    if (next !== '' && next !== here) expect(kindOf(before + next + here + behind.slice(1))).not.toBe('ok');
  }
});

test.each(['…', '...', '[...]', '[…]', '%E2%80%A6'])('a copy shortened with %s is named as such', (dots) => {
  const fragment = `https://example.org/#${SAMPLES[3] ?? ''}`;
  for (const keep of [30, 40, fragment.length - 8]) {
    expect(kindOf(fragment.slice(0, keep) + dots)).toBe('shortened copy');
    expect(kindOf(`${fragment.slice(0, keep)}${dots}${fragment.slice(-6)}`)).toBe('shortened copy');
  }
});

test('a newer link is told from a damaged one', () => {
  const payload = Uint8Array.from({ length: 40 }, (_, i) => i * 7);
  expect(kindOf(`#/r/${seal('r', { version: '2', payload })}`)).toBe('from the future');
  expect(kindOf(`#/x/${seal('x', { version: '1', payload })}`)).toBe('from the future');
  const newer = seal('r', { version: '2', payload });
  expect(kindOf(`#/r/${newer.slice(0, -1)}`)).toBe('truncated');
  expect(kindOf(`#/r/${replaced(newer, 9, '~')}`)).toBe('damaged');
});

test.each([
  ['a packing', [0, 0, 0, 0, 9]],
  ['a part of the frame', [0, 0, 0, 0, 0, 32, 0]],
  ['an operation', [0, 0, 0, 0, 0, 0, 1, 63 << 2]],
  ['a predicate', [0, 0, 0, 0, 0, 0, 1, 8 << 2, 99]],
  ['a word', [0, 0, 0, 0, 0, 0, 1, 7 << 2, 1, 0xfe, 0x7f]],
  ['a kind of place', [0, 0, 0, 0, 0, 0, 1, 15 << 2, 0xc0]],
  ['a lens', [0, 0, 0, 0, 0, 16, 0, 9, 0, 0, 0, 0, 0]],
])('%s that this version does not know is from the future', (_, bytes) => {
  expect(kindOf(`#/r/${seal('r', { version: '1', payload: Uint8Array.from(bytes) })}`)).toBe('from the future');
});

test.each([
  ['nothing', []],
  ['half a digest', [0, 0]],
  ['no frame', [0, 0, 0, 0]],
  ['an empty frame', [0, 0, 0, 0, 0]],
  ['more lines promised than there are', [0, 0, 0, 0, 0, 0, 3, 4 << 2]],
  ['bytes left over', [0, 0, 0, 0, 0, 0, 0, 0]],
  ['text that is no UTF-8', [0, 0, 0, 0, 0, 0, 1, 5 << 2, 1, 0xff]],
  ['a number without an end', [0, 0, 0, 0, 0, 0, 1, 18 << 2, 255, 255, 255, 255, 255, 255, 255]],
  ['a branch of a branch that is not there', [0, 0, 0, 0, 0, 2, 0, 1, 0, 9, 0, 0, 0]],
  ['a branch with more of its parent than there is', [0, 0, 0, 0, 0, 2, 0, 1, 0, 0, 0, 5, 0]],
  ['a cursor on a branch that is not there', [0, 0, 0, 0, 0, 4, 0, 7, 0, 0]],
  ['a cursor before the boot', [0, 0, 0, 0, 0, 4, 0, 0, 2, 0]],
  ['a stream that is no deflate', [0, 0, 0, 0, 1, 255, 255, 255]],
])('a payload with %s is damaged, although its check is right', (_, bytes) => {
  expect(kindOf(`#/r/${seal('r', { version: '1', payload: Uint8Array.from(bytes) })}`)).toBe('damaged');
});
