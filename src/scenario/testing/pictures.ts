import { showDiagnostics } from '../diagnose.ts';
import { lint } from '../lint.ts';
import { parse } from '../parse.ts';

/** The mistakes of a text as the command line shows them; the file is called `s`. */
export function pictureOf(text: string): string {
  return showDiagnostics('s', text, parse(text).diagnostics);
}

/** The mistakes of one line, which stands on line 2 under `kmapscope 1`. */
export function pictureOfLine(line: string): string {
  return pictureOf(`kmapscope 1\n${line}\n`);
}

/** The same with those that need the machine: CPUs, pages, slots. */
export function lintPicture(text: string): string {
  return showDiagnostics('s', text, lint(text));
}
