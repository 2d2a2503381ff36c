import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { base64urlChar, base64urlValue, fromBase64url, toBase64url } from './base64url.ts';
import { crc32c } from './crc32c.ts';
import { problem } from './problem.ts';
import type { LinkProblem } from './problem.ts';

// What stands behind `/r/` or `/c/`, the same for every version for ever, so that any version can tell a link that was cut from one that
// was changed and from one that is newer than itself:
//
//     1 | C | payload … | 7k2m9x
//     │   │   │           └ check: 30 bits of CRC-32C over the kind of link and everything before, 5 bits a character
//     │   │   └ base64url
//     │   └ how many characters the payload has: 5 bits a character, low ones first, 32 added to all but the last
//     └ version: one letter or digit

/** Base 32 without letters that look like digits (Crockford's); letters and digits only, because linkifiers drop what else ends a link. */
const CHECK_DIGITS = '0123456789abcdefghjkmnpqrstvwxyz';
const CHECK_LENGTH = 6;
const LENGTH_DIGITS = 4;

/** What was sealed: the version's character and its payload. */
export type Sealed = { readonly version: string; readonly payload: Uint8Array };

/** Seals a payload as a link of a kind (`r`, `c`): what stands behind `/kind/`. */
export function seal(kind: string, { version, payload }: Sealed): string {
  const chars = toBase64url(payload);
  const body = version + lengthField(chars.length) + chars;
  return body + check(kind, body);
}

/** Opens what begins with a sealed payload; what follows it is passed over. Says whether it was cut or changed. */
export function unseal(kind: string, text: string): Result<Sealed, LinkProblem> {
  const field = readLength(text);
  if (field === null) return err(text.length <= LENGTH_DIGITS ? cutSomewhere() : changed());
  const from = 1 + field.digits;
  const to = from + field.length;
  if (text.length < to + CHECK_LENGTH) {
    const there = alphabetRun(text);
    const missing = to + CHECK_LENGTH - there.length;
    return err(onlyLengthIsWrong(kind, there) ? changed() : cut(missing, to + CHECK_LENGTH));
  }
  if (check(kind, text.slice(0, to)) !== text.slice(to, to + CHECK_LENGTH)) return err(changed());
  const payload = fromBase64url(text.slice(from, to));
  return payload === null ? err(changed()) : ok({ version: text.charAt(0), payload });
}

/** The characters that `text` begins with and that a sealed payload may have. */
export function alphabetRun(text: string): string {
  return /^[A-Za-z0-9_-]*/.exec(text)?.[0] ?? '';
}

function check(kind: string, body: string): string {
  const crc = crc32c(`${kind}/${body}`);
  return Array.from({ length: CHECK_LENGTH }, (_, i) => CHECK_DIGITS.charAt((crc >>> (5 * i)) & 31)).join('');
}

function lengthField(length: number): string {
  const more = length >= 32;
  return base64urlChar((length & 31) | (more ? 32 : 0)) + (more ? lengthField(length >> 5) : '');
}

/** The length field behind the version, with the number of its own characters; null when it is cut or none. */
function readLength(text: string): { readonly length: number; readonly digits: number } | null {
  let length = 0;
  for (let digits = 0; digits < LENGTH_DIGITS; digits++) {
    const value = base64urlValue(text.charAt(1 + digits));
    if (value === null) return null;
    length += (value & 31) << (5 * digits);
    if (value < 32) return { length, digits: digits + 1 };
  }
  return null;
}

/** Would all be well if the length field were that of what is there? Then nothing is missing, and the field was changed. */
function onlyLengthIsWrong(kind: string, text: string): boolean {
  return Array.from({ length: LENGTH_DIGITS }, (_, i) => i + 1).some((digits) => {
    const payload = text.slice(1 + digits, -CHECK_LENGTH);
    const field = lengthField(payload.length);
    return field.length === digits && check(kind, text.charAt(0) + field + payload) === text.slice(-CHECK_LENGTH);
  });
}

const AGAIN = 'Copy it again from where it was sent, from its first to its last character.';

function cut(missing: number, of: number): LinkProblem {
  return problem('truncated', `This link is cut off: ${missing} of its ${of} characters are missing. ${AGAIN}`);
}

function cutSomewhere(): LinkProblem {
  return problem('truncated', `This link is cut off: nearly all of it is missing. ${AGAIN}`);
}

export function changed(): LinkProblem {
  return problem('damaged', `This link was changed on its way: its check does not match. ${AGAIN}`);
}
