import type { Result } from '../base/result.ts';
import type { Progress } from '../explore/search.ts';

/** 0 all well; 1 the question was answered "no"; 2 the input cannot be used, and stderr says why. */
export type ExitCode = 0 | 1 | 2;

/** All that a command touches of the world; tests pass their own. */
export type Io = {
  /** The text of a file, `-` for standard input; or, as the end of a sentence, why it cannot be read. */
  readonly read: (file: string) => Result<string, string>;
  /** Prints text and a newline on standard output. */
  readonly out: (text: string) => void;
  /** The same on standard error. */
  readonly err: (text: string) => void;
};

/** What takes long: yields how far it has come and is told how much it may do next (0: end now, with what was found), returns its exit code. */
export type Going = Generator<Progress, ExitCode, number>;

/** What every command hands on: where to print, and with which code to end. */
export type Context = { readonly io: Io; readonly end: (code: ExitCode | Going) => void };

/** What a reader calls a file. */
export const shownName = (file: string): string => (file === '-' ? 'standard input' : file);
