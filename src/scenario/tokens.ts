/**
 * The words of one line. Scenario text is read line by line, so a mistake never costs more than its own line and a token never needs to
 * look further than the next newline.
 */
export type Token = {
  readonly kind: 'word' | 'number' | 'string' | 'punctuation' | 'comment' | 'other';
  /** As written; a string with its quotes, a comment with its `#`. */
  readonly text: string;
  /** Offsets in the line, in UTF-16 units from 0; `to` is exclusive. */
  readonly from: number;
  readonly to: number;
};

/** Zero-width characters that mail and chat leave behind; they are not in `\s`. */
const SPACE = /[\s\u200b-\u200d\u2060\ufeff]+/uy;
const WORD = /[\p{L}_][\p{L}\p{M}\p{N}_]*/uy;
const NUMBER = /\p{N}[\p{L}\p{M}\p{N}_]*/uy;
/** A backslash takes the next character with it, so `"\""` does not end early; without a closing quote it is the rest of the line. */
const STRING = /"(?:[^"\\]|\\.)*(?:"|\\?$)/suy;
const PUNCTUATION = /\.\.|[.:(),=-]/uy;

const KINDS: readonly (readonly [Token['kind'], RegExp])[] = [
  ['word', WORD],
  ['number', NUMBER],
  ['string', STRING],
  ['punctuation', PUNCTUATION],
];

/** All tokens of a line, a comment last; white space is what lies between them. Never fails; takes time in proportion to the length. */
export function tokenize(line: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = matchEnd(SPACE, line, 0) ?? 0;
  while (at < line.length) {
    const token = line[at] === '#' ? commentAt(line, at) : tokenAt(line, at);
    tokens.push(token);
    at = matchEnd(SPACE, line, token.to) ?? token.to;
  }
  return tokens;
}

function commentAt(line: string, from: number): Token {
  return { kind: 'comment', text: line.slice(from), from, to: line.length };
}

function tokenAt(line: string, from: number): Token {
  for (const [kind, pattern] of KINDS) {
    const to = matchEnd(pattern, line, from);
    if (to !== null) return { kind, text: line.slice(from, to), from, to };
  }
  const text = String.fromCodePoint(line.codePointAt(from) ?? 0);
  return { kind: 'other', text, from, to: from + text.length };
}

function matchEnd(pattern: RegExp, line: string, from: number): number | null {
  pattern.lastIndex = from;
  return pattern.test(line) && pattern.lastIndex > from ? pattern.lastIndex : null;
}
