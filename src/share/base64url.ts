import { present } from '../base/assert.ts';

/** RFC 4648 §5, the alphabet that is safe in URLs and file names; no padding. */
export const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const VALUES: ReadonlyMap<string, number> = new Map(Array.from(BASE64URL, (char, value) => [char, value]));

/** Bytes as base64url without padding: four characters for three bytes. */
export function toBase64url(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const rest = bytes.length - at;
    const word = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    for (let i = 0; i <= Math.min(rest, 3); i++) text += BASE64URL.charAt((word >> (18 - 6 * i)) & 63);
  }
  return text;
}

/** The bytes that `text` stands for; null when it is not what `toBase64url` writes: a strange character, or bits left over. */
export function fromBase64url(text: string): Uint8Array | null {
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let word = 0;
  let at = 0;
  for (const char of text) {
    const value = VALUES.get(char);
    if (value === undefined) return null;
    word = ((word << 6) | value) & 0xfff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = word >> bits;
    }
  }
  const leftOver = word & ((1 << bits) - 1);
  return bits >= 6 || leftOver !== 0 ? null : bytes;
}

/** The value of one character, 0 … 63; null for a character that is not of the alphabet. */
export function base64urlValue(char: string): number | null {
  return VALUES.get(char) ?? null;
}

/** The character of a value 0 … 63. */
export function base64urlChar(value: number): string {
  return present(BASE64URL[value], `a base64url character for ${value}`);
}
