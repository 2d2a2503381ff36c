import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import { commentOf, parseLine } from './parse-line.ts';
import type { ParsedLine } from './parse-line.ts';
import { quoted } from './suggest.ts';
import type { Diagnostic, Line, Scenario, Span, Statement } from './syntax.ts';
import { tokenize } from './tokens.ts';
import type { Token } from './tokens.ts';

/** Longest text that is read, in UTF-16 units. */
export const MAX_TEXT = 256 * 1024;
/** Most lines that are read. */
export const MAX_LINES = 20_000;

/** A scenario as far as it could be read. It is whole when no diagnostic is an error: the caller decides what to do with less. */
export type Parsed = {
  readonly scenario: Scenario;
  /** Where the statement of each of `scenario.lines` stands in the text. */
  readonly spans: readonly Span[];
  readonly diagnostics: readonly Diagnostic[];
};

/**
 * Reads a scenario. Total and linear: any text gives a scenario and its diagnostics, one clear sentence per mistake. A line with a mistake
 * keeps its place in `scenario.lines`, with its comment and no statement.
 */
export function parse(text: string): Parsed {
  if (text.length > MAX_TEXT)
    return unread(`this text has ${text.length} characters and may have ${MAX_TEXT}: split the scenario`);
  const lines = text.replace(/^\ufeff/, '').split(/\r\n?|\n/);
  if (lines.at(-1) === '') lines.pop();
  if (lines.length > MAX_LINES)
    return unread(`this text has ${lines.length} lines and may have ${MAX_LINES}: split the scenario`);
  const head = readHead(lines);
  if (head.future) return { scenario: { version: 1, lines: [] }, spans: [], diagnostics: head.diagnostics };
  const parsed = lines.slice(head.lines).map(parseLine);
  const offset = head.lines + 1;
  const order = checkOrder(parsed, offset);
  const scenario: Scenario = {
    version: 1,
    lines: order.lines,
    ...(head.comment === null ? {} : { comment: head.comment }),
  };
  const spans = parsed.map(({ from, to }, i) => span(i + offset, from, to));
  return { scenario, spans, diagnostics: [...head.diagnostics, ...order.diagnostics] };
}

/** Reads a single statement, as a click appends it; the mistake is placed in line 1. A comment beside it is passed over. */
export function parseStatement(text: string): Result<Statement, Diagnostic> {
  const { line, mistakes } = parseLine(text.replace(/[\r\n]+$/, ''));
  const mistake = mistakes[0];
  if (mistake !== undefined) return err(error(span(1, mistake.from, mistake.to), mistake.message));
  if (line.statement === null)
    return err(error(span(1, 0, 0), 'nothing to do on this line: write cpu0: kmap_atomic(page3)'));
  return ok(line.statement);
}

function unread(message: string): Parsed {
  return { scenario: { version: 1, lines: [] }, spans: [], diagnostics: [error(span(1, 0, 0), message)] };
}

/** How many lines the head takes, its comment, what is wrong with it, and whether it is of a format that is not known yet. */
type Head = {
  readonly lines: number;
  readonly comment: string | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly future: boolean;
};

const WRITE_HEAD = "the first line must be 'kmapscope 1'";

/** Blank lines before the head are passed over: a text pasted from a mail often begins with one. */
function readHead(lines: readonly string[]): Head {
  const index = lines.findIndex((line) => tokenize(line).length > 0);
  const tokens = tokenize(lines[index] ?? '');
  const [keyword, version, extra] = tokens.filter(({ kind }) => kind !== 'comment');
  const at = (token: Token | undefined, message: string): Diagnostic =>
    error(token === undefined ? span(Math.max(index, 0) + 1, 0, 0) : span(index + 1, token.from, token.to), message);
  const head = (message: Diagnostic, future = false): Head => {
    return { lines: index + 1, comment: commentOf(tokens), diagnostics: [message], future };
  };
  if (keyword?.text !== 'kmapscope') {
    const [first] = tokens;
    const found = first === undefined ? `${WRITE_HEAD}: there is none yet` : `${WRITE_HEAD}: put it before this line`;
    return { lines: 0, comment: null, diagnostics: [at(first, found)], future: false };
  }
  if (version === undefined) return head(at(keyword, `the number of the format is missing: ${WRITE_HEAD}`));
  if (/^[0-9]+$/.test(version.text) && Number(version.text) > 1) {
    const advice = 'open it with a newer kmapscope (reload the page, or update the program)';
    return head(
      at(
        version,
        `this scenario is of format ${version.text.slice(0, 9)} and this kmapscope reads format 1: ${advice}`,
      ),
      true,
    );
  }
  if (!/^0*1$/.test(version.text)) return head(at(version, `${quoted(version.text)} is not a format: ${WRITE_HEAD}`));
  if (extra !== undefined)
    return head(at(extra, `unexpected ${quoted(extra.text)} after 'kmapscope 1': begin a new line for it`));
  return { lines: index + 1, comment: commentOf(tokens), diagnostics: [], future: false };
}

/** What no line can know alone: one title, one machine, and the machine before anything happens on it. */
function checkOrder(
  parsed: readonly ParsedLine[],
  offset: number,
): { lines: readonly Line[]; diagnostics: readonly Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const first: { title?: number; machine?: number; action?: number } = {};
  const lines = parsed.map(({ line, from, to, mistakes }, i) => {
    const place = span(i + offset, from, to);
    for (const mistake of mistakes)
      diagnostics.push(error(span(i + offset, mistake.from, mistake.to), mistake.message));
    const message = line.statement === null ? null : misplaced(line.statement, first, place.line);
    if (message === null) return line;
    diagnostics.push(error(place, message));
    return { statement: null, comment: line.comment };
  });
  return { lines, diagnostics };
}

function misplaced(
  { type }: Statement,
  first: { title?: number; machine?: number; action?: number },
  line: number,
): string | null {
  if (type === 'note') return null;
  if (type === 'machine' && first.machine === undefined && first.action !== undefined) {
    return `the machine must be chosen before the first step, which is on line ${first.action}: move this line up`;
  }
  const kind = type === 'title' || type === 'machine' ? type : 'action';
  const earlier = first[kind];
  first[kind] ??= line;
  if (kind === 'action' || earlier === undefined) return null;
  return `there is one ${kind} already, on line ${earlier}: remove one of the two`;
}

/** Columns count from 1. A place between two characters is shown as one column wide. */
function span(line: number, from: number, to: number): Span {
  return { line, column: from + 1, endColumn: Math.max(to, from + 1) + 1 };
}

function error(place: Span, message: string): Diagnostic {
  return { severity: 'error', span: place, message };
}
