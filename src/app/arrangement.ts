import { THEMES, type State, type Theme } from '../state/state.ts';
import type { AppStore } from '../state/store.ts';

/** How somebody has arranged the page on this device: no part of a run, and in no link. */
export type Arrangement = Pick<State, 'theme' | 'projector' | 'folded'>;

/** A line of text that outlives the page; where the browser forbids that, nothing is kept, and that is no failure. */
export type Note = { readonly read: () => string | null; readonly write: (text: string) => void };

const KEY = 'kmapscope-arrangement-1';

/** Read at once and not in a while, as IndexedDB would be: the first picture is to have its theme. */
export const browserNote: Note = {
  read: () => allowed(() => localStorage.getItem(KEY)),
  write: (text) => void allowed(() => localStorage.setItem(KEY, text)),
};

/** Null where the browser does not allow it. */
export function allowed<T>(what: () => T): T | null {
  try {
    return what();
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

/** Arranges the page as it was left, and keeps how it is arranged from now on. */
export function startArrangement({ store }: Pick<AppStore, 'store'>, note: Note): void {
  store.setState(arrangementFrom(note.read() ?? ''));
  let kept = textOf(store.getState());
  store.subscribe((state) => {
    const text = textOf(state);
    if (text !== kept) note.write(text);
    kept = text;
  });
}

const textOf = ({ theme, projector, folded }: Arrangement): string => JSON.stringify({ theme, projector, folded });

/** What a note says that can be understood; somebody else may have written it, or an older version. */
export function arrangementFrom(text: string): Partial<Arrangement> {
  const note = objectFrom(text);
  const theme = THEMES.find((one): one is Theme => one === note['theme']);
  const { projector, folded } = note;
  return {
    ...(theme === undefined ? {} : { theme }),
    ...(typeof projector === 'boolean' ? { projector } : {}),
    ...(Array.isArray(folded) ? { folded: folded.filter((name) => typeof name === 'string').slice(0, 20) } : {}),
  };
}

function objectFrom(text: string): Readonly<Record<string, unknown>> {
  try {
    const found: unknown = JSON.parse(text);
    return typeof found === 'object' && found !== null ? { ...found } : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
