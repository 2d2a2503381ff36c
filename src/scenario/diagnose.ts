import type { Diagnostic } from './syntax.ts';

/** A source line is shown at most this wide; a longer one is cut around the place. */
const WIDTH = 100;

/**
 * A mistake as compilers print it: `file:line:column: sentence`, then the line with the place underlined. `file` is what the reader calls the
 * text; `text` is what was parsed.
 */
export function showDiagnostic(file: string, text: string, diagnostic: Diagnostic): string {
  return showAt(file, linesOf(text), diagnostic);
}

/** Several mistakes of one text, in the order of their places, with an empty line between them. */
export function showDiagnostics(file: string, text: string, diagnostics: readonly Diagnostic[]): string {
  const lines = linesOf(text);
  const inOrder = diagnostics.toSorted((a, b) => a.span.line - b.span.line || a.span.column - b.span.column);
  return inOrder.map((diagnostic) => showAt(file, lines, diagnostic)).join('\n\n');
}

function linesOf(text: string): readonly string[] {
  return text.replace(/^\ufeff/, '').split(/\r\n?|\n/);
}

function showAt(file: string, lines: readonly string[], { severity, span, message }: Diagnostic): string {
  const warning = severity === 'warning' ? 'warning: ' : '';
  const head = `${file}:${span.line}:${span.column}: ${warning}${message}`;
  const source = lines[span.line - 1];
  if (source === undefined || source.trim() === '') return head;
  return `${head}\n${underlined(source, span.column - 1, span.endColumn - 1)}`;
}

/** Tabs and other control characters become spaces, so that the carets stand under what they mean. */
function underlined(source: string, from: number, to: number): string {
  const start = from < WIDTH ? 0 : from - Math.floor(WIDTH / 2);
  const window = source.slice(start, start + WIDTH).replace(/\p{C}/gu, (char) => ' '.repeat(char.length));
  const cut = source.length > start + WIDTH ? '…' : '';
  const before = start > 0 ? '…' : '';
  const carets = '^'.repeat(Math.max(1, Math.min(to, start + WIDTH) - from));
  return `  ${before}${window}${cut}\n  ${' '.repeat(before.length + from - start)}${carets}`;
}
