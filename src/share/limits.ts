import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import type { Line } from '../scenario/syntax.ts';
import { problem } from './problem.ts';
import type { LinkProblem } from './problem.ts';
import type { Shared } from './shared.ts';

/**
 * Hard caps of everything that is opened, checked before anything is allocated for it. What is made is held to the same caps, so that
 * nothing is sent that nobody can open.
 */
export const LIMITS = {
  /** Characters of the text in which a link is looked for. */
  url: 64 * 1024,
  /** Characters of a file. */
  file: 4 * 1024 * 1024,
  /** Bytes of a frame after inflating. */
  bytes: 256 * 1024,
  /** Lines of all branches together. */
  events: 20_000,
  forks: 64,
  kernels: 8,
  /** Characters (code points) of a title, of a branch's name, of what is selected. */
  name: 60,
  /** Characters (code points) of a note, a comment, a kernel. */
  note: 4096,
  /** The largest number there is: an address. */
  number: 0xffff_ffff,
} as const;

/** The same content if it is within the caps that a person can run into, or which one it breaks and how to go on. */
export function withinLimits(shared: Shared): Result<Shared, LinkProblem> {
  const { scenario, branches, kernels, view } = shared;
  const texts = [scenario.lines, ...branches.map(({ lines }) => lines)];
  const events = texts.reduce((sum, lines) => sum + lines.length, 0);
  if (events > LIMITS.events)
    return tooBig(`This run has ${events} lines and a share may have ${LIMITS.events}: trim it or drop branches.`);
  if (branches.length > LIMITS.forks)
    return tooBig(`This run has ${branches.length} branches and a share may have ${LIMITS.forks}: drop some.`);
  if (kernels.length > LIMITS.kernels)
    return tooBig(`${kernels.length} kernels are compared and a share may have ${LIMITS.kernels}: drop some.`);
  const names = [...branches.map(({ name }) => name), view.selection ?? ''];
  const tooLong =
    texts.flatMap((lines) => lines.flatMap(longTexts)).at(0) ??
    names.find((name) => isLonger(name, LIMITS.name)) ??
    [scenario.comment ?? '', ...kernels].find((text) => isLonger(text, LIMITS.note));
  if (tooLong === undefined) return ok(shared);
  return tooBig(
    `The text "${Array.from(tooLong.slice(0, 30)).slice(0, 24).join('')}…" is too long for a share: shorten it.`,
  );
}

function longTexts({ statement, comment }: Line): readonly string[] {
  const long = isLonger(comment ?? '', LIMITS.note) ? [comment ?? ''] : [];
  if (statement?.type === 'title' && isLonger(statement.text, LIMITS.name)) return [statement.text];
  if (statement?.type === 'note' && isLonger(statement.text, LIMITS.note)) return [statement.text];
  return long;
}

/** Longer than so many code points: the unit that scenario/parse-line.ts counts in. */
function isLonger(text: string, max: number): boolean {
  return text.length > max && Array.from(text).length > max;
}

function tooBig(message: string): Result<never, LinkProblem> {
  return err(problem('too big', message));
}
