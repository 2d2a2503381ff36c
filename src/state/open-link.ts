import type { StoreApi } from 'zustand/vanilla';
import type { Opening } from './commands.ts';
import { curatedOpening } from './curated.ts';
import { fetchPart } from './fetch-part.ts';
import type { LinkPart } from './links.ts';
import type { Sent } from './shared-of.ts';
import type { Banner, State } from './state.ts';
import type { TourCommands } from './tour-commands.ts';
import type { ViewCommands } from './view-commands.ts';

const OPEN_DEFAULT: Banner['action'] = { label: 'Open the story of the mail', run: 'openDefault' };
const problemBanner = (text: string): Banner => ({ kind: 'problem', text, action: OPEN_DEFAULT });

type Open = (opening: Opening) => Promise<boolean>;

/**
 * Replays what was sent and compares where it ends with where its sender saw it end.
 *
 * @param what it came in
 */
export function sentOpener(
  store: StoreApi<State>,
  view: ViewCommands,
  open: Open,
  what: 'link' | 'file',
): (sent: Sent) => Promise<boolean> {
  return async ({ opening, view: seen, digest }) => {
    if (!(await open(opening))) {
      const why = store.getState().refusal[0]?.message ?? 'the engine has failed';
      view.showBanner(problemBanner(`This ${what} is whole, but its run cannot be opened here: ${why}.`));
      return false;
    }
    view.setView(seen);
    if (store.getState().session?.digest !== digest)
      view.showBanner({ kind: 'offer', text: diverged(what), action: null });
    return true;
  };
}

/**
 * Opens what a link leads to, in whatever it was pasted with. What is damaged is not replaced by something else: a banner says what is
 * wrong and how to go on, and what was on the screen stays there.
 */
export function linkOpener(
  store: StoreApi<State>,
  view: ViewCommands,
  fetchLinks: () => Promise<LinkPart | null>,
  { open, openTour }: { readonly open: Open } & Pick<TourCommands, 'openTour'>,
): (link: string) => Promise<boolean> {
  const refuse = (text: string): boolean => {
    view.showBanner(problemBanner(text));
    return false;
  };
  const openSent = sentOpener(store, view, open, 'link');
  /** The nearest there is was opened. */
  const sayTooFar = (asked: { readonly page: number | null; readonly step: number | null }): void => {
    const { session, tour } = store.getState();
    if (asked.page !== null && tour !== null && asked.page > tour)
      view.showToast(`The link leads to page ${asked.page} of the tour, which has ${tour}: this is the last.`);
    else if (session !== null && asked.step !== null && asked.step > session.length)
      view.showToast(`The link leads to step ${asked.step} of this run, which has ${session.length}: this is its end.`);
  };
  return async (link) => {
    const part = await fetchLinks();
    if (part === null) return false;
    const destination = part.readLink(link);
    if (!destination.ok) return refuse(destination.error.message);
    const { value } = destination;
    if (value.type === 'run') return openSent(value.sent);
    if (value.type === 'tour') {
      if (!(await openTour(value.page, value.step))) return false;
      sayTooFar(value);
      return true;
    }
    const refuseUnknown = (): boolean =>
      refuse(`There is no shipped ${value.type} called "${value.id}": look for it in the library.`);
    if (value.type !== 'scenario') return refuseUnknown();
    const library = await fetchPart(view, 'The library of scenarios', () => import('../lessons/library.ts'));
    if (library === null) return false;
    const scenario = library.shipped(value.id);
    if (scenario === undefined) return refuseUnknown();
    const opening = curatedOpening(scenario);
    if (!(await open(value.step === null ? opening : { ...opening, at: value.step }))) return false;
    sayTooFar({ page: null, step: value.step });
    return true;
  };
}

const diverged = (what: string): string =>
  `This ${what} was made with another version of the model: from some step on, the run here is not the one its sender saw.`;
