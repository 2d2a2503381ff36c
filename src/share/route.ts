import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import type { Place } from './mend.ts';
import { problem } from './problem.ts';
import type { LinkProblem } from './problem.ts';

/** The address of something that ships with the product: short, readable, said aloud. */
export type Route =
  /** `/s/stray-after-kunmap/3`: a scenario, just after step 3; without a step where its author wants it. */
  | { readonly type: 'scenario'; readonly id: string; readonly step: number | null }
  /** `/l/stray-mapping/2`: a page of a lesson, from 1; `/l/stray-mapping/2/5`: its run just after step 5. */
  | { readonly type: 'lesson'; readonly id: string; readonly page: number | null; readonly step: number | null };

/** Lower-case words with dashes; the first is a letter, so that no payload passes for a name. */
const ADDRESS = /^([a-z](?:[a-z0-9-]{0,58}[a-z0-9])?)(?:\/([0-9]{1,6})(?:\/([0-9]{1,6}))?)?(?!\/?[A-Za-z0-9_])/;

/** The fragment of a route, without `#`. */
export function formatRoute(route: Route): string {
  const [kind, places] = route.type === 'scenario' ? ['s', [route.step]] : ['l', [route.page, route.step]];
  const known = places.slice(0, places.includes(null) ? places.indexOf(null) : places.length);
  return `/${[kind, route.id, ...known].join('/')}`;
}

/** Reads what stands behind `/s/` or `/l/`; null for another kind of link. */
export function readRoute({ kind, rest }: Place): Result<Route, LinkProblem> | null {
  if (kind !== 's' && kind !== 'l') return null;
  const match = ADDRESS.exec(rest);
  if (match === null) return err(noName());
  const id = match[1] ?? '';
  const [place, step] = [match[2], match[3]].map((digits) => (digits === undefined ? null : Number(digits)));
  if (kind === 'l') return ok({ type: 'lesson', id, page: place ?? null, step: step ?? null });
  return (step ?? null) === null ? ok({ type: 'scenario', id, step: place ?? null }) : err(noName());
}

function noName(): LinkProblem {
  const names = 'a name is lower-case words with dashes, as in #/s/stray-after-kunmap';
  return problem(
    'damaged',
    `This link should name a scenario or a lesson and does not: ${names}. Pick one in the library.`,
  );
}
