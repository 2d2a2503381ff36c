import { fail, peek, take, takeIf } from './reader.ts';
import type { Mistake, Reader } from './reader.ts';
import { settingMistake, settingSample } from './settings.ts';
import { quoted } from './suggest.ts';
import type { Machine, Setting } from './syntax.ts';
import type { Token } from './tokens.ts';

/**
 * What follows `machine`: one `key=value` after the other. Settings do not depend on each other, so every wrong one is noted in `mistakes`,
 * not only the first; null when there is any.
 */
export function readMachine(reader: Reader, mistakes: Mistake[]): Machine | null {
  const settings: Setting[] = [];
  const before = mistakes.length;
  while (peek(reader) !== null) {
    const key = take(reader);
    const value = key === null ? null : readValue(reader, key);
    if (key === null || value === null) return null;
    const setting = { key: key.text, value: value.text };
    const mistake = settingMistake(setting) ?? duplicateOf(settings, setting);
    if (mistake !== null) {
      const { from, to } = mistake.part === 'key' ? key : value;
      mistakes.push({ from, to, message: mistake.message });
    }
    settings.push(setting);
  }
  if (settings.length === 0) return fail(reader, null, 'what machine? Write machine kernel=v3.9 cpus=4');
  return mistakes.length > before ? null : { type: 'machine', settings };
}

function duplicateOf(
  settings: readonly Setting[],
  { key }: Setting,
): { readonly part: 'key'; readonly message: string } | null {
  const earlier = settings.find((setting) => setting.key === key);
  if (earlier === undefined) return null;
  return { part: 'key', message: `${key} is set twice: remove one, ${key}=${earlier.value} stands before` };
}

function readValue(reader: Reader, key: Token): Pick<Token, 'text' | 'from' | 'to'> | null {
  const sample = settingSample(key.text);
  if (key.kind !== 'word') {
    return fail(
      reader,
      key,
      `unexpected ${quoted(key.text)}: settings are key=value with a space between them, as in kernel=v3.9 cpus=4`,
    );
  }
  if (!takeIf(reader, '=')) return fail(reader, key, `${quoted(key.text)} needs a value: write ${sample}`);
  const first = peek(reader);
  if (first === null || !isValuePart(first))
    return fail(reader, first, `the value of ${key.text} is missing: write ${sample}`);
  let text = '';
  let to = first.from;
  for (let part = peek(reader); part?.from === to && isValuePart(part); part = peek(reader)) {
    text += part.text;
    to = part.to;
    reader.at += 1;
  }
  return { text, from: first.from, to };
}

/** `v2.6.37-rc` is five tokens to the tokenizer and one value here: what follows without a space belongs to it. */
function isValuePart({ kind, text }: Token): boolean {
  return kind === 'word' || kind === 'number' || text === '.' || text === '..' || text === '-';
}
