/** Why a link or a file could not be opened or made: a kind for programs, a sentence for people. */
export type LinkProblem = {
  readonly kind: ProblemKind;
  /** One clear sentence: what is wrong and how to go on. */
  readonly message: string;
};

export type ProblemKind =
  /** Nothing in the text looks like a link of ours. */
  | 'not a link'
  /** Nothing in the file says that it is one of ours. */
  | 'not a file'
  /** A display copy with dots where the middle or the end should be. */
  | 'shortened copy'
  /** Characters are missing, by the link's own count. */
  | 'truncated'
  /** As long as it should be, and something in it is not what was sent. */
  | 'damaged'
  /** Whole, and made by a version that knows more than this one. */
  | 'from the future'
  /** Over one of the caps of limits.ts. */
  | 'too big';

export function problem(kind: ProblemKind, message: string): LinkProblem {
  return { kind, message };
}
