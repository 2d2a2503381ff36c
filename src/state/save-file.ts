import { ok, type Result } from '../base/result.ts';
import { encodeFile, FILE_SUFFIX } from '../share/file.ts';
import type { LinkProblem } from '../share/problem.ts';
import { sharer } from './shared-of.ts';
import type { State } from './state.ts';

/** The whole run as a file, and what its name ends with; or why there can be none. Null while nothing is open. */
export function fileOf(state: State): Result<{ readonly text: string; readonly suffix: string }, LinkProblem> | null {
  const shared = sharer()(state);
  if (shared === null) return null;
  const text = encodeFile(shared);
  return text.ok ? ok({ text: text.value, suffix: FILE_SUFFIX }) : text;
}
