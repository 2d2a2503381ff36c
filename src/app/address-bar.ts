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
  /** Was the address put in place of the one that the browser has loaded? Nobody has had the time to keep it elsewhere. */
  readonly isLeftOver: boolean;
};

const KEY = 'kmapscope-left-2';

/** In this tab, and as long as it: another one may show the same address. */
const tabNote: Note = {
  read: () => allowed(() => sessionStorage.getItem(KEY)),
  write: (text) => void allowed(() => sessionStorage.setItem(KEY, text)),
};

/** How the page came to be here: `navigate` is by whoever wants the address as it is. */
const wayHere = (): string =>
  performance.getEntriesByType('navigation').flatMap((entry) => ('type' in entry ? [String(entry.type)] : []))[0] ?? '';

/** So many addresses that are gone are remembered. */
const REMEMBERED = 100;
/** So many of their last characters: a link to a run ends with a check of the whole, and any other link is hardly longer. */
const END = 40;
const endOf = (fragment: string): string => fragment.slice(-END);

/**
 * A browser that is told to load a page again takes the address as it is then, or even as it was a moment ago; what the page writes while it
 * is still there is not found. So when the page goes it puts down what it leaves, and what stood there before, the last first, for the next one.
 */
function leftOver(note: Note): {
  /** Whether there was something. */
  readonly found: boolean;
  /** Is to be told of every fragment that gives way to another. */
  readonly stood: (fragment: string) => void;
  /** What to do when the page goes. */
  readonly onGone: (leaves: () => void) => void;
} {
  const [left, ...before] = (note.read() ?? '').split(' ');
  const here = fragmentHere();
  // Who comes back by the history (or opens a tab once more) comes to what was there when they went.
  const may = wayHere() === 'reload' ? before : wayHere() === 'back_forward' ? before.slice(0, 1) : [];
  const found = left !== undefined && left !== here && may.includes(endOf(here));
  if (found) history.replaceState(history.state, '', `#${left}`);
  note.write('');

  // Who loads it again at once does so by the address that the browser has had all the time.
  let gone: readonly string[] = found ? [endOf(here), ...before] : [];
  const stood = (fragment: string): void => {
    gone = [endOf(fragment), ...gone].slice(0, REMEMBERED);
  };
  const onGone = (leaves: () => void): void => {
    const atLast = endOf(fragmentHere());
    leaves();
    note.write([fragmentHere(), atLast, ...gone].join(' '));
  };
  return { found, stood, onGone };
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
  const { found, stood, onGone } = leftOver(tabNote);
  let leaving = (): void => undefined;
  addEventListener('pagehide', () => onGone(leaving));
  // It was only put away, and goes on.
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) tabNote.write('');
  });
  return {
    ...readBar,
    isLeftOver: found,
    replace: (fragment) => {
      stood(fragmentHere());
      history.replaceState(history.state, '', `#${fragment}`);
    },
    push: (fragment) => {
      stood(fragmentHere());
      history.pushState(null, '', `#${fragment}`);
    },
    onLeave: (leaves) => {
      leaving = leaves;
      const putAway = (): void => {
        if (document.visibilityState === 'hidden') leaves();
      };
      document.addEventListener('visibilitychange', putAway);
      return () => {
        leaving = () => undefined;
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
