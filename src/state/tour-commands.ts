import type { StoreApi } from 'zustand/vanilla';
import type { Opening } from './commands.ts';
import { fetchPart, underWay } from './fetch-part.ts';
import type { State } from './state.ts';
import type * as tourPart from './tour.ts';
import type { ViewCommands } from './view-commands.ts';

/** The thread companion: a page opens its run under its kernels. */
export type TourCommands = {
  /** A page, from 1; `step`: where its run is to stand, else where the page has it. */
  readonly openTour: (page: number, step?: number | null) => Promise<boolean>;
  /** The page after (or before); at its ends it stays. Closed: opens it. */
  readonly turnPage: (direction: 1 | -1) => Promise<boolean>;
  /** Closes it; its run stays. */
  readonly closeTour: () => void;
};

/** Its pages are fetched when the first is opened. */
export function tourCommands(
  store: StoreApi<State>,
  view: ViewCommands,
  open: (opening: Opening) => Promise<boolean>,
): TourCommands {
  const withPages = (task: (part: typeof tourPart) => Promise<boolean> | false): Promise<boolean> =>
    underWay(store, async () => {
      const part = await fetchPart(view, 'The tour', () => import('./tour.ts'));
      return part !== null && task(part);
    });
  return {
    openTour: (page, step = null) => withPages(({ tourOpening }) => open(tourOpening(page, step))),
    turnPage: (direction) =>
      withPages(({ isPage, tourOpening }) => {
        const { tour } = store.getState();
        const page = tour === null ? 1 : tour + direction;
        return isPage(page) && open(tourOpening(page, null));
      }),
    closeTour: () => store.setState({ tour: null }),
  };
}
