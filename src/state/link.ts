import { err, ok, type Result } from '../base/result.ts';
import { TOUR } from '../lessons/tour.ts';
import { encodeLink, openLink } from '../share/link.ts';
import { problem, type LinkProblem } from '../share/problem.ts';
import type { Route } from '../share/route.ts';
import type { Linker } from './links.ts';
import { sentOf, sharer, type Sent } from './shared-of.ts';
import { tourFragment } from './tour.ts';

/** What a link leads to: a run that was sent, a page of the tour, or something else that ships. */
export type Destination =
  | { readonly type: 'run'; readonly sent: Sent }
  | { readonly type: 'tour'; readonly page: number; readonly step: number | null }
  | Route;

/** Made by a function so that texts are read once. */
export function linker(): Linker {
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

/** Reads a link out of whatever it was pasted with; or says what is wrong with it. Never throws. */
export function readLink(anything: string): Result<Destination, LinkProblem> {
  const opened = openLink(anything);
  if (!opened.ok) return opened;
  const { value } = opened;
  if ('shared' in value) return ok({ type: 'run', sent: sentOf(value.shared) });
  const isTour = value.type === 'lesson' && value.id === TOUR.id;
  return ok(isTour ? { type: 'tour', page: value.page ?? 1, step: value.step } : value);
}
