import type { StoreApi } from 'zustand/vanilla';
import type { State } from './state.ts';
import type { ViewCommands } from './view-commands.ts';

/**
 * A part of the page that comes when it is asked for. One that cannot be fetched is said in a sentence, and the rest goes on; when it has come
 * after all, the sentence goes.
 *
 * @param what it is, as the beginning of the sentence: `The editor`
 * @returns null when it could not be fetched
 */
export async function fetchPart<Part>(
  { showBanner, takeBack }: Pick<ViewCommands, 'showBanner' | 'takeBack'>,
  what: string,
  load: () => Promise<Part>,
): Promise<Part | null> {
  const text = lostPart(what);
  try {
    const part = await load();
    takeBack(text);
    return part;
  } catch {
    showBanner({ kind: 'problem', text, action: null });
    return null;
  }
}

/** What is said of a part that could not be fetched. */
export const lostPart = (what: string): string =>
  `${what} could not be fetched. Everything else goes on; ask for it again when the connection is back.`;

/**
 * Carries out what may have to fetch a part first: as with a question to the engine, nobody takes the page for ready until it is done, and
 * keys that are pressed meanwhile wait their turn.
 */
export async function underWay<Result>(store: StoreApi<State>, task: () => Promise<Result>): Promise<Result> {
  const count = (by: 1 | -1): void => store.setState({ pending: store.getState().pending + by });
  count(1);
  try {
    return await task();
  } finally {
    count(-1);
  }
}
