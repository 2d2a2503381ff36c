import { problem, type LinkProblem } from '../share/problem.ts';
import { err, ok, type Result } from '../base/result.ts';
import { encodeLink } from '../share/link.ts';
import { sharer } from './shared-of.ts';
import type { State } from './state.ts';
import { tourFragment } from './tour.ts';

/** The fragment (without `#`) of a link to what is shown, or why there is none. Made by a function so that texts are read once. */
export function linker(): (state: State) => Result<string, LinkProblem> {
  const sharedOf = sharer();
  return (state) => {
    const stop = tourFragment(state);
    if (stop !== null) return ok(stop);
    const shared = sharedOf(state);
    return shared === null
      ? err(problem('not a link', 'There is nothing to share yet: open a scenario first.'))
      : encodeLink(shared);
  };
}
