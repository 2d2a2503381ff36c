import type { Diagnostic } from '../scenario/syntax.ts';

/** A mistake that stands in no text. */
export function mistake(message: string, columns = 1): Diagnostic {
  return { severity: 'error', span: { line: 1, column: 1, endColumn: columns + 1 }, message };
}
