import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { format } from '../scenario/format.ts';
import { toBase64url } from './base64url.ts';
import { sourceOf } from './bytes.ts';
import { crc32c } from './crc32c.ts';
import { DICTIONARY } from './dictionary.ts';
import { getFrame } from './frame.ts';
import type { FrameContent } from './frame.ts';
import { OPCODES } from './opcodes.ts';

const source = sourceOf(DICTIONARY);
const frames: FrameContent[] = [];
while (source.taken < DICTIONARY.length && source.flaw === null) frames.push(getFrame(source));

test('the dictionary is frozen', () => {
  expect(crc32c(toBase64url(DICTIONARY)).toString(16)).toBe('2eccd0c6');
});

test('the dictionary is whole frames, and dictionary.txt is what they say', () => {
  expect(source.flaw).toBeNull();
  const text = frames.map(({ scenario }) => format(scenario)).join('\n');
  expect(text).toBe(readFileSync(new URL('dictionary.txt', import.meta.url), 'utf8'));
});

test('the dictionary has every operation of its day', () => {
  const said = new Set<string>(
    frames.flatMap(({ scenario }) =>
      scenario.lines.map(({ statement }) => (statement?.type === 'call' ? statement.fn : (statement?.type ?? 'blank'))),
    ),
  );
  const prefixes = ['comment', 'enter', 'args', 'bank'];
  const missing = Object.entries(OPCODES).filter(([op, code]) => code <= 36 && !prefixes.includes(op));
  expect(missing.map(([op]) => op).filter((op) => !said.has(op))).toEqual([]);
});
