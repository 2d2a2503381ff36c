import type { StoreApi } from 'zustand/vanilla';
import { openLink } from '../share/link.ts';
import type { Shared } from '../share/shared.ts';
import { TOUR } from '../lessons/tour.ts';
import type { Opening } from './commands.ts';
import { curatedOpening } from './curated.ts';
import { fetchPart } from './fetch-part.ts';
import { openingOf } from './shared-of.ts';
import type { Banner, State } from './state.ts';
import { tourOpening } from './tour.ts';
import type { ViewCommands } from './view-commands.ts';

const OPEN_DEFAULT: Banner['action'] = { label: 'Open the story of the mail', run: 'openDefault' };
const problemBanner = (text: string): Banner => ({ kind: 'problem', text, action: OPEN_DEFAULT });

type Open = (opening: Opening) => Promise<boolean>;

/**
 * Replays what was sent and compares where it ends with where its sender saw it end.
 *
 * @param what it came in
 */
export function sharedOpener(
  store: StoreApi<State>,
  view: ViewCommands,
  open: Open,
  what: 'link' | 'file',
): (shared: Shared) => Promise<boolean> {
  return async (shared) => {
    if (!(await open(openingOf(shared)))) {
      const why = store.getState().refusal[0]?.message ?? 'the engine has failed';
      view.showBanner(problemBanner(`This ${what} is whole, but its run cannot be opened here: ${why}.`));
      return false;
    }
    view.setView(shared.view);
    if (store.getState().session?.digest !== shared.digest)
      view.showBanner({ kind: 'offer', text: diverged(what), action: null });
    return true;
  };
}

/**
 * Opens what a link leads to, in whatever it was pasted with. What is damaged is not replaced by something else: a banner says what is
 * wrong and how to go on, and what was on the screen stays there.
 */
export function linkOpener(store: StoreApi<State>, view: ViewCommands, open: Open): (link: string) => Promise<boolean> {
  const refuse = (text: string): boolean => {
    view.showBanner(problemBanner(text));
    return false;
  };
  const openShared = sharedOpener(store, view, open, 'link');
  return async (link) => {
    const destination = openLink(link);
    if (!destination.ok) return refuse(destination.error.message);
    const { value } = destination;
    if ('shared' in value) return openShared(value.shared);
    if (value.type === 'lesson' && value.id === TOUR.id) return open(tourOpening(value.page ?? 1, value.step));
    const refuseUnknown = (): boolean =>
      refuse(`There is no shipped ${value.type} called "${value.id}": look for it in the library.`);
    if (value.type !== 'scenario') return refuseUnknown();
    const library = await fetchPart(view, 'The library of scenarios', () => import('../lessons/library.ts'));
    if (library === null) return false;
    const scenario = library.shipped(value.id);
    if (scenario === undefined) return refuseUnknown();
    const opening = curatedOpening(scenario);
    return open(value.step === null ? opening : { ...opening, at: value.step });
  };
}

const diverged = (what: string): string =>
  `This ${what} was made with another version of the model: from some step on, the run here is not the one its sender saw.`;
