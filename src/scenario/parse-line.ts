import { readStep } from './parse-call.ts';
import { readExpect } from './parse-expect.ts';
import { readMachine } from './parse-machine.ts';
import { splitName } from './parse-names.ts';
import { unquote } from './quote.ts';
import { expectEnd, fail, peek, readerOf, take } from './reader.ts';
import type { Mistake, Reader } from './reader.ts';
import { didYouMean, quoted } from './suggest.ts';
import type { Line, Statement } from './syntax.ts';
import type { Token } from './tokens.ts';
import { tokenize } from './tokens.ts';
import { callSample, FUNCTION_NAMES, OPERATION_NAMES, PREDICATE_NAMES, STATEMENT_NAMES } from './vocabulary.ts';

/** Longest title, in characters (code points): what fits a heading and a link. */
export const MAX_TITLE = 60;
/** Longest note, in characters (code points). */
export const MAX_NOTE = 4096;

/** One line: what it says, where its statement stands in it, and what is wrong with it. A line with a mistake has no statement. */
export type ParsedLine = {
  readonly line: Line;
  readonly from: number;
  readonly to: number;
  readonly mistakes: readonly Mistake[];
};

/** Reads one line after the first. Total: any text gives a line and its mistakes. */
export function parseLine(text: string): ParsedLine {
  const tokens = tokenize(text);
  const reader = readerOf(tokens);
  const mistakes: Mistake[] = [];
  const statement = peek(reader) === null ? null : readStatement(reader, mistakes);
  if (reader.mistake !== null) mistakes.push(reader.mistake);
  const line = { statement: mistakes.length > 0 ? null : statement, comment: commentOf(tokens) };
  return { line, from: reader.tokens[0]?.from ?? 0, to: reader.end, mistakes };
}

/** The text after `#`, trimmed; null when there is no comment. */
export function commentOf(tokens: readonly Token[]): string | null {
  const last = tokens.at(-1);
  return last?.kind === 'comment' ? last.text.slice(1).trim() : null;
}

function readStatement(reader: Reader, mistakes: Mistake[]): Statement | null {
  const first = peek(reader);
  if (first === null) return null;
  if (splitName(first.text)?.[0] === 'cpu') return readStep(reader);
  switch (first.text) {
    case 'title':
      return readText(reader, 'title', MAX_TITLE);
    case 'note':
      return readText(reader, 'note', MAX_NOTE);
    case 'machine':
      reader.at += 1;
      return readMachine(reader, mistakes);
    case 'expect':
      reader.at += 1;
      return readExpect(reader);
    default:
      return fail(reader, first, unknownStatement(first));
  }
}

function readText(reader: Reader, type: 'title' | 'note', max: number): Statement | null {
  take(reader);
  const token = take(reader);
  if (token?.kind !== 'string') {
    const what = type === 'title' ? 'the title' : 'the note';
    return fail(reader, token, `${what} goes between straight double quotes: ${type} "A stray mapping"`);
  }
  const text = unquote(token.text, token.from);
  if (typeof text !== 'string') {
    reader.mistake ??= text;
    return null;
  }
  const length = Array.from(text).length;
  if (length > max) {
    return fail(reader, token, `this ${type} has ${length} characters and may have ${max}: ${advice(type)}`);
  }
  return expectEnd(reader, `the ${type}`) === null ? null : { type, text };
}

function advice(type: 'title' | 'note'): string {
  return type === 'title' ? 'shorten it and tell the rest in a note' : 'split it into several notes';
}

function unknownStatement({ kind, text }: Token): string {
  const forms = 'a line is title, note, machine, expect, or a CPU that does something, as in cpu0: kmap_atomic(page3)';
  if (text === 'kmapscope') return "'kmapscope 1' stands on the first line and nowhere else: remove this line";
  if (text === 'cpu') return "'cpu' needs its number: write cpu0: kmap_atomic(page3)";
  if (OPERATION_NAMES.includes(text)) return `which CPU does this? Write cpu0: ${sampleOf(text)}`;
  if ((PREDICATE_NAMES as readonly string[]).includes(text)) return `a check begins with expect: write expect ${text}…`;
  const meant =
    kind === 'word' ? didYouMean(text, [...STATEMENT_NAMES, `cpu${/[0-9]{0,9}$/.exec(text)?.[0] ?? ''}`]) : '';
  return `cannot read ${quoted(text)}${meant === '' ? ': ' : `${meant} `}${meant === '' ? forms : capital(forms)}`;
}

function sampleOf(operation: string): string {
  const fn = FUNCTION_NAMES.find((name) => name === operation);
  return fn === undefined ? operation : callSample(fn);
}

function capital(sentence: string): string {
  return sentence.slice(0, 1).toUpperCase() + sentence.slice(1);
}
