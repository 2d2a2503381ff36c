import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import type { Place } from './mend.ts';
import { problem } from './problem.ts';
import type { LinkProblem } from './problem.ts';

/** The address of something that ships with the product: short, readable, said aloud. */
export type Route =
  /** `/s/stray-after-kunmap/3`: a scenario, just after step 3; without a step where its author wants it. */
  | { readonly type: 'scenario'; readonly id: string; readonly step: number | null }
  /** `/l/stray-mapping/2`: a page of a lesson, from 1. */
  | { readonly type: 'lesson'; readonly id: string; readonly page: number | null };

/** Lower-case words with dashes; the first is a letter, so that no payload passes for a name. */
const ADDRESS = /^([a-z](?:[a-z0-9-]{0,58}[a-z0-9])?)(?:\/([0-9]{1,6}))?(?!\/?[A-Za-z0-9_])/;

/** The fragment of a route, without `#`. */
export function formatRoute(route: Route): string {
  const [kind, place] = route.type === 'scenario' ? ['s', route.step] : ['l', route.page];
  return `/${kind}/${route.id}${place === null ? '' : `/${place}`}`;
}

/** Reads what stands behind `/s/` or `/l/`; null for another kind of link. */
export function readRoute({ kind, rest }: Place): Result<Route, LinkProblem> | null {
  if (kind !== 's' && kind !== 'l') return null;
  const match = ADDRESS.exec(rest);
  if (match === null) return err(noName());
  const id = match[1] ?? '';
  const place = match[2] === undefined ? null : Number(match[2]);
  return ok(kind === 's' ? { type: 'scenario', id, step: place } : { type: 'lesson', id, page: place });
}

function noName(): LinkProblem {
  const names = 'a name is lower-case words with dashes, as in #/s/stray-after-kunmap';
  return problem(
    'damaged',
    `This link should name a scenario or a lesson and does not: ${names}. Pick one in the library.`,
  );
}
