import { err, ok, type Result } from '../base/result.ts';

/** What is wrong with a text that was read, and where: line and column from 1, and one sentence that says how to go on. */
export type TextMistake = { readonly line: number; readonly column: number; readonly message: string };

/** A text with more lines than this is not read: far beyond what a kernel's buffers give, and little enough to hold. */
export const MOST_LINES = 400_000;
/** UTF-16 units. */
export const MOST_CHARACTERS = 64 * 1024 * 1024;

/** Its lines, without their ends; or why there are too many of them. Nothing is cut before that is known. */
export function linesOf(text: string): Result<readonly string[], TextMistake> {
  const tooBig = (what: string): Result<never, TextMistake> =>
    err({ line: 1, column: 1, message: `this text has more than ${what}: cut out the part that matters` });
  if (text.length > MOST_CHARACTERS) return tooBig(`${MOST_CHARACTERS / 1024 / 1024} million characters`);
  let count = 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  if (count > MOST_LINES) return tooBig(`${MOST_LINES.toLocaleString('en')} lines`);
  return ok(text.replace(/^\ufeff/, '').split(/\r?\n/));
}
