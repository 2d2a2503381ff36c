/**
 * Styles that could not be fetched are asked for again with the part they belong to. What fetches parts (Vite's preload) takes a stylesheet for
 * fetched as soon as its `link` stands in the page, also when nothing came: such a link is taken out again.
 */
export function forgetLostStyles(page: EventTarget): void {
  // An error of a resource does not bubble: it is heard on its way down.
  page.addEventListener('error', ({ target }) => isStylesheet(target) && target.remove(), { capture: true });
}

const isStylesheet = (target: EventTarget | null): target is HTMLLinkElement =>
  target instanceof HTMLLinkElement && target.rel === 'stylesheet';
