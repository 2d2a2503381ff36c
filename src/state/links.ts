import type { Result } from '../base/result.ts';
import type { LinkProblem } from '../share/problem.ts';
import type { State } from './state.ts';
import type { Destination } from './link.ts';

/** The fragment (without `#`) of a link to what is shown, or why there is none. */
export type Linker = (state: State) => Result<string, LinkProblem>;

/** The part of the page that makes and reads links. */
export type LinkPart = {
  readonly linkOf: Linker;
  /** What a link leads to, in whatever it was pasted with. */
  readonly readLink: (anything: string) => Result<Destination, LinkProblem>;
};

/** That part is a tenth of the page and nobody needs it to see the first picture: it is fetched with the first link that is wanted. */
export type Links = {
  /** Null until it is here. */
  readonly here: () => LinkPart | null;
  /** Rejects when it cannot be fetched; asked again, it is fetched again. */
  readonly fetch: () => Promise<LinkPart>;
};

/** What it is, as the beginning of a sentence. */
export const LINK_PART = 'The part of the page that makes and reads links';

export function linksFetchedBy(load: () => Promise<LinkPart>): Links {
  let part: LinkPart | null = null;
  let underWay: Promise<LinkPart> | null = null;
  const fetched = async (): Promise<LinkPart> => {
    try {
      part = await load();
      return part;
    } finally {
      underWay = null;
    }
  };
  return { here: () => part, fetch: () => (part === null ? (underWay ??= fetched()) : Promise.resolve(part)) };
}

export async function fetchLinkPart(): Promise<LinkPart> {
  const { linker, readLink } = await import('./link.ts');
  return { linkOf: linker(), readLink };
}
