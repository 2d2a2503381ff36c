import type { Linker, Links } from '../state/links.ts';
import type { State } from '../state/state.ts';
import { placeOf } from './place-of.ts';

export type UnwrittenLinks = {
  readonly add: (state: State) => void;
  /** Where the newest of them is; null when there is none. */
  readonly place: () => string | null;
  /** Forgets them all, and gives the newest. */
  readonly drop: () => State | null;
};

/**
 * What was done before there was anything to make links with: it is fetched with the first, and then each place is written as it was left,
 * in order, so that the history leads back through all of them. What could not be written is tried again with the next.
 */
export function unwrittenLinks(
  links: Links,
  write: (state: State, linkOf: Linker) => void,
  lost: () => void,
): UnwrittenLinks {
  const states: State[] = [];
  let fetching = false;
  const place = (): string | null => {
    const last = states.at(-1);
    return last === undefined ? null : placeOf(last);
  };
  const writeAll = async (): Promise<void> => {
    fetching = true;
    const part = await links.fetch().catch(() => null);
    fetching = false;
    if (part === null) lost();
    else for (const state of states.splice(0)) write(state, part.linkOf);
  };
  return {
    add: (state) => {
      if (place() === placeOf(state)) states.pop();
      states.push(state);
      if (!fetching) void writeAll();
    },
    place,
    drop: () => states.splice(0).at(-1) ?? null,
  };
}
