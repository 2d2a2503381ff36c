import type { StoreApi } from 'zustand/vanilla';
import { TOUR } from '../lessons/tour.ts';
import type { Opening } from './commands.ts';
import type { State } from './state.ts';
import { tourOpening } from './tour.ts';

/** The thread companion: a page opens its run under its kernels. */
export type TourCommands = {
  /** A page, from 1; `step`: where its run is to stand, else where the page has it. */
  readonly openTour: (page: number, step?: number | null) => Promise<boolean>;
  /** The page after (or before); at its ends it stays. Closed: opens it. */
  readonly turnPage: (direction: 1 | -1) => Promise<boolean>;
  /** Closes it; its run stays. */
  readonly closeTour: () => void;
};

export function tourCommands(store: StoreApi<State>, open: (opening: Opening) => Promise<boolean>): TourCommands {
  const openTour = (page: number, step: number | null = null): Promise<boolean> => open(tourOpening(page, step));
  return {
    openTour,
    turnPage: async (direction) => {
      const { tour } = store.getState();
      const page = tour === null ? 1 : tour + direction;
      return page < 1 || page > TOUR.stops.length ? false : openTour(page);
    },
    closeTour: () => store.setState({ tour: null }),
  };
}
