/** What the page needs of location and history, so that a test can bring its own. Fragments come and go without `#`. */
export type AddressBar = {
  readonly fragment: () => string;
  /** The whole address: where a link may hide that something on its way has percent-encoded. */
  readonly href: () => string;
  readonly replace: (fragment: string) => void;
  readonly push: (fragment: string) => void;
  /** Calls back when the reader went somewhere else by the address bar, a link or the history. */
  readonly onChange: (went: () => void) => () => void;
};

export function browserAddressBar(): AddressBar {
  return {
    fragment: () => location.hash.replace(/^#/, ''),
    href: () => location.href,
    replace: (fragment) => history.replaceState(history.state, '', `#${fragment}`),
    push: (fragment) => history.pushState(null, '', `#${fragment}`),
    onChange: (went) => {
      const events = ['popstate', 'hashchange'] as const;
      for (const event of events) addEventListener(event, went);
      return () => {
        for (const event of events) removeEventListener(event, went);
      };
    },
  };
}

/** In a frame of another page: what it was given is read, and nothing is written, for its history is that page's too. */
export function framedAddressBar(): AddressBar {
  return { ...browserAddressBar(), replace: () => undefined, push: () => undefined };
}

/** This page with another fragment; or as it is put into a frame of another page. What else stood in the query is left behind. */
export function addressOf(fragment: string, as: 'page' | 'embed' = 'page'): string {
  const address = new URL(location.href);
  address.search = as === 'embed' ? '?embed=1' : '';
  address.hash = '';
  return `${address.href.replace(/#$/, '')}#${fragment}`;
}
