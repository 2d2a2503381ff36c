/**
 * UTF-8 both ways without TextEncoder, which a pure folder does not have. Half a surrogate pair goes as the three bytes of its number
 * (WTF-8), so that any string at all comes back as it was.
 */
export function toUtf8(text: string): number[] {
  const bytes: number[] = [];
  for (const char of text) {
    const point = char.codePointAt(0) ?? 0;
    if (point < 0x80) bytes.push(point);
    else if (point < 0x800) bytes.push(0xc0 | (point >> 6), continuation(point, 0));
    else if (point < 0x10000) bytes.push(0xe0 | (point >> 12), continuation(point, 6), continuation(point, 0));
    else bytes.push(0xf0 | (point >> 18), continuation(point, 12), continuation(point, 6), continuation(point, 0));
  }
  return bytes;
}

const continuation = (point: number, shift: number): number => 0x80 | ((point >> shift) & 0x3f);

/** The text, or null when the bytes are no UTF-8: cut off, overlong, beyond Unicode. */
export function fromUtf8(bytes: readonly number[]): string | null {
  let text = '';
  let at = 0;
  while (at < bytes.length) {
    const first = bytes[at] ?? 0;
    const length = first < 0x80 ? 1 : first < 0xc0 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf8 ? 4 : 0;
    if (length === 0 || at + length > bytes.length) return null;
    let point = length === 1 ? first : first & (0x7f >> length);
    for (const byte of bytes.slice(at + 1, at + length)) {
      if ((byte & 0xc0) !== 0x80) return null;
      point = (point << 6) | (byte & 0x3f);
    }
    if (point > 0x10ffff || point < (SMALLEST[length] ?? 0)) return null;
    text += String.fromCodePoint(point);
    at += length;
  }
  return text;
}

/** The smallest code point that needs so many bytes. */
const SMALLEST = [0, 0, 0x80, 0x800, 0x10000];
