import { ensure } from '../base/assert.ts';
import { LIMITS } from './limits.ts';
import { fromUtf8, toUtf8 } from './utf8.ts';

/**
 * What a byte of a frame is about. The reader knows it before it reads, so the adaptive coder can guess each kind of byte by its own
 * history; the two other encodings take no notice. Part of the format: add at the end only.
 */
export const ROLE = {
  op: 0,
  page: 1,
  place: 2,
  number: 3,
  count: 4,
  word: 5,
  char: 6,
  parts: 7,
  lines: 8,
  view: 9,
} as const;
export type Role = (typeof ROLE)[keyof typeof ROLE];
export const ROLES = Object.keys(ROLE).length;

/** Bytes as they are written, each with its role. */
export type Sink = { readonly bytes: number[]; readonly roles: Role[] };

export function newSink(): Sink {
  return { bytes: [], roles: [] };
}

/**
 * Bytes as they are asked for. A reader never throws: at the first thing that cannot be it notes a flaw, and gives zeros from then on;
 * whoever loops looks at `flaw`.
 */
export type Source = {
  readonly next: (role: Role) => number;
  flaw: Flaw | null;
  /** Bytes given so far. */
  taken: number;
};

/** `broken`: no writer of ours made this. `unknown`: a newer one may have. `big`: over a cap of limits.ts. */
export type Flaw = 'broken' | 'unknown' | 'big';

/** A source over bytes that lie ready; asking for more than there are is a flaw. */
export function sourceOf(bytes: Uint8Array): Source {
  const source: Source = { next: () => take(source, bytes[source.taken]), flaw: null, taken: 0 };
  return source;
}

/** Counts a byte that a source is about to give; none, or more than the cap, is a flaw and gives 0. */
export function take(source: Source, byte: number | undefined): number {
  if (byte === undefined) source.flaw ??= 'broken';
  if (source.taken >= LIMITS.bytes) source.flaw ??= 'big';
  source.taken += 1;
  return source.flaw === null ? (byte ?? 0) : 0;
}

export function putByte(out: Sink, role: Role, byte: number): void {
  out.bytes.push(byte);
  out.roles.push(role);
}

/** An integer 0 … 2^32, 7 bits a byte, the low ones first, the top bit set on all but the last (LEB128). */
export function putUint(out: Sink, role: Role, value: number): void {
  ensure(Number.isInteger(value) && value >= 0 && value <= MAX_UINT, `${value} is a number that a link can carry`);
  let rest = value;
  while (rest >= 0x80) {
    putByte(out, role, 0x80 | (rest % 0x80));
    rest = Math.floor(rest / 0x80);
  }
  putByte(out, role, rest);
}

/** Twice the largest number and a flag. */
const MAX_UINT = 2 * LIMITS.number + 1;

export function getUint(from: Source, role: Role): number {
  let value = 0;
  let scale = 1;
  for (;;) {
    const byte = from.next(role);
    value += (byte & 0x7f) * scale;
    scale *= 0x80;
    if (value > MAX_UINT || (byte >= 0x80 && scale > MAX_UINT)) return flawed(from, 'broken', 0);
    if (byte < 0x80) return value;
  }
}

/** An integer with one flag: a lowmem page, a negated predicate. */
export function putFlagged(out: Sink, role: Role, value: number, flag: boolean): void {
  putUint(out, role, value * 2 + (flag ? 1 : 0));
}

export function getFlagged(from: Source, role: Role): readonly [value: number, flag: boolean] {
  const both = getUint(from, role);
  return [Math.floor(both / 2), both % 2 === 1];
}

/** UTF-8, its length in bytes first. */
export function putText(out: Sink, text: string): void {
  const bytes = toUtf8(text);
  putUint(out, ROLE.count, bytes.length);
  for (const byte of bytes) putByte(out, ROLE.char, byte);
}

export function getText(from: Source): string {
  const bytes = getList(from, () => from.next(ROLE.char));
  return fromUtf8(bytes) ?? flawed(from, 'broken', '');
}

export function putList<T>(out: Sink, items: readonly T[], put: (item: T) => void, role: Role = ROLE.count): void {
  putUint(out, role, items.length);
  items.forEach(put);
}

/** As many items as the count says, at most `cap`; fewer when a flaw is met. Every item takes a byte at least. */
export function getList<T>(from: Source, get: () => T, cap: number = LIMITS.bytes, role: Role = ROLE.count): T[] {
  const count = getUint(from, role);
  if (count > cap) return flawed(from, 'big', []);
  const items: T[] = [];
  while (items.length < count && from.flaw === null) items.push(get());
  return items;
}

/** Notes a flaw, unless an earlier one is noted, and gives what to go on with. */
export function flawed<T>(from: Source, flaw: Flaw, instead: T): T {
  from.flaw ??= flaw;
  return instead;
}
