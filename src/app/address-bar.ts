import { allowed, type Note } from './arrangement.ts';

/** What the page needs of location and history, so that a test can bring its own. Fragments come and go without `#`. */
export type AddressBar = {
  readonly fragment: () => string;
  /** The whole address: where a link may hide that something on its way has percent-encoded. */
  readonly href: () => string;
  readonly replace: (fragment: string) => void;
  readonly push: (fragment: string) => void;
  /** Calls back when the reader went somewhere else by the address bar, a link or the history. */
  readonly onChange: (went: () => void) => () => void;
  /** Calls back when the page goes, or is put away and may never be looked at again: what is written then is there when it is loaded again. */
  readonly onLeave: (leaves: () => void) => () => void;
  /** Was the address that the page begins with written when it went the last time? Nobody has had the time to keep that elsewhere. */
  readonly isLeftOver: boolean;
};

const KEY = 'kmapscope-left-1';

/** In this tab, and as long as it: another one may show the same address. */
const tabNote: Note = {
  read: () => allowed(() => sessionStorage.getItem(KEY)),
  write: (text) => void allowed(() => sessionStorage.setItem(KEY, text)),
};

/** Opened anew by whoever wants the address as it is; or the same page once more. */
const isLoadedAgain = (): boolean =>
  performance.getEntriesByType('navigation').some((entry) => 'type' in entry && entry.type !== 'navigate');

/**
 * A browser that loads a page again takes the address as it was before the page heard of it. What the page writes then is put down for the
 * next one, with the address that it is to find.
 *
 * @returns whether there was something, and what to do when the page goes
 */
function leftOver(note: Note): { readonly found: boolean; readonly onGone: (leaves: () => void) => void } {
  const [stood, left] = (note.read() ?? '').split(' ');
  const found = left !== undefined && stood === fragmentHere() && isLoadedAgain();
  if (found) history.replaceState(history.state, '', `#${left}`);
  note.write('');
  const onGone = (leaves: () => void): void => {
    const before = fragmentHere();
    leaves();
    if (fragmentHere() !== before) note.write(`${before} ${fragmentHere()}`);
  };
  return { found, onGone };
}

const fragmentHere = (): string => location.hash.replace(/^#/, '');

const readBar = {
  fragment: fragmentHere,
  href: () => location.href,
  onChange: (went: () => void) => {
    const events = ['popstate', 'hashchange'] as const;
    for (const event of events) addEventListener(event, went);
    return () => {
      for (const event of events) removeEventListener(event, went);
    };
  },
};

export function browserAddressBar(): AddressBar {
  const { found, onGone } = leftOver(tabNote);
  return {
    ...readBar,
    isLeftOver: found,
    replace: (fragment) => history.replaceState(history.state, '', `#${fragment}`),
    push: (fragment) => history.pushState(null, '', `#${fragment}`),
    onLeave: (leaves) => {
      const gone = (): void => onGone(leaves);
      const putAway = (): void => {
        if (document.visibilityState === 'hidden') leaves();
      };
      addEventListener('pagehide', gone);
      document.addEventListener('visibilitychange', putAway);
      return () => {
        removeEventListener('pagehide', gone);
        document.removeEventListener('visibilitychange', putAway);
      };
    },
  };
}

/** In a frame of another page: what it was given is read, and nothing is written, for its history is that page's too. */
export function framedAddressBar(): AddressBar {
  return {
    ...readBar,
    isLeftOver: false,
    replace: () => undefined,
    push: () => undefined,
    onLeave: () => () => undefined,
  };
}

/** This page with another fragment; or as it is put into a frame of another page. What else stood in the query is left behind. */
export function addressOf(fragment: string, as: 'page' | 'embed' = 'page'): string {
  const address = new URL(location.href);
  address.search = as === 'embed' ? '?embed=1' : '';
  address.hash = '';
  return `${address.href.replace(/#$/, '')}#${fragment}`;
}
