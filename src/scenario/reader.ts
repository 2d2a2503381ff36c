import type { Token } from './tokens.ts';
import { quoted } from './suggest.ts';

/** What is wrong with a line and where: offsets in the line, `to` exclusive; equal offsets stand for a place where something is missing. */
export type Mistake = { readonly from: number; readonly to: number; readonly message: string };

/**
 * A line being read from left to right. Every `read…` function returns what it read, or null after it has noted why it could not; the first
 * mistake of a line is the one that is kept, because what follows it is guesswork.
 */
export type Reader = { readonly tokens: readonly Token[]; readonly end: number; at: number; mistake: Mistake | null };

/** A reader at the beginning of a line's tokens; a comment at their end is not read. */
export function readerOf(tokens: readonly Token[]): Reader {
  const words = tokens.at(-1)?.kind === 'comment' ? tokens.slice(0, -1) : tokens;
  return { tokens: words, end: words.at(-1)?.to ?? 0, at: 0, mistake: null };
}

/** The next token without taking it; null at the end of the line. */
export function peek(reader: Reader): Token | null {
  return reader.tokens[reader.at] ?? null;
}

/** Takes the next token. */
export function take(reader: Reader): Token | null {
  const token = peek(reader);
  if (token !== null) reader.at += 1;
  return token;
}

/** Takes the next token if it is written like this. */
export function takeIf(reader: Reader, text: string): boolean {
  if (peek(reader)?.text !== text) return false;
  reader.at += 1;
  return true;
}

/** Notes a mistake at a token, or at the end of the line when the token is missing. Always null: `return fail(…)`. */
export function fail(reader: Reader, token: Token | null, message: string): null {
  const place = token ?? { from: reader.end, to: reader.end };
  reader.mistake ??= { from: place.from, to: place.to, message };
  return null;
}

/** Takes this punctuation; otherwise notes what was expected instead of what stands there, and how the whole is written. */
export function expectPunctuation(reader: Reader, text: string, sample: string): true | null {
  if (takeIf(reader, text)) return true;
  const token = peek(reader);
  const found = token === null ? `missing '${text}'` : `expected '${text}' instead of ${quoted(token.text)}`;
  return fail(reader, token, `${found}: write ${sample}`);
}

/** True at the end of the line; anything that is left is a mistake. */
export function expectEnd(reader: Reader, after: string): true | null {
  const token = peek(reader);
  if (token === null) return true;
  const message = `unexpected ${quoted(token.text)} after ${after}: one statement per line, comments begin with #`;
  return fail(reader, token, message);
}
