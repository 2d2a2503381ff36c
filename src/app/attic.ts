import { get, update } from 'idb-keyval';

/** A run as it is kept on this device: the fragment of its link, which is small, has a version and opens for ever. */
export type Kept = {
  readonly fragment: string;
  readonly title: string;
  /** Tells one piece of work from the next: while it stays the same, the entry is overwritten. */
  readonly work: string;
};

/** Where to keep a few values; the browser's may be missing or forbidden, and then nothing is kept. */
export type Shelf = {
  readonly read: () => Promise<unknown>;
  /** Puts there what becomes of what is there; nobody else, in another tab either, writes in between. */
  readonly change: (next: (value: unknown) => unknown) => Promise<void>;
};

/** Pieces of work that are kept, the newest first. */
const MOST = 12;
const KEY = 'kmapscope-runs-1';

// Async, so that a browser that forbids storage rejects instead of throwing: nothing is kept, and that is no failure.
export const browserShelf: Shelf = {
  read: async () => get<unknown>(KEY),
  change: async (next) => update<unknown>(KEY, next),
};

/** Keeps nothing: in a frame of another page nobody has asked for that. */
export const NO_SHELF: Shelf = { read: () => Promise.resolve(undefined), change: () => Promise.resolve() };

export type Attic = {
  readonly keep: (run: Kept) => Promise<void>;
  /** The fragment of the newest run, other than the one given; null when there is none. */
  readonly newest: (otherThan: string | null) => Promise<string | null>;
};

/** Local work, so that opening a link loses nothing. A device that keeps nothing is no failure. */
export function openAttic(shelf: Shelf): Attic {
  return {
    keep: (run) => {
      const isOther = ({ work, fragment }: Kept): boolean => work !== run.work && fragment !== run.fragment;
      return shelf.change((value) => [run, ...runsIn(value).filter(isOther)].slice(0, MOST)).catch(() => undefined);
    },
    newest: async (otherThan) => {
      const runs = runsIn(await shelf.read().catch(() => []));
      return runs.find(({ fragment }) => fragment !== otherThan)?.fragment ?? null;
    },
  };
}

const runsIn = (value: unknown): readonly Kept[] => (Array.isArray(value) ? value.filter(isKept) : []);

function isKept(value: unknown): value is Kept {
  if (typeof value !== 'object' || value === null) return false;
  return ['fragment', 'title', 'work'].every((key) => typeof Reflect.get(value, key) === 'string');
}
