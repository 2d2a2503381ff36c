import { present } from '../base/assert.ts';
import { TOUR, tourStop, type TourStop } from '../lessons/tour.ts';
import { formatRoute } from '../share/route.ts';
import type { Opening } from './commands.ts';
import { comparedKernels } from './selectors.ts';
import type { State } from './state.ts';

/** The stop of the thread companion that is open; null when it is closed. */
export const openStop = ({ tour }: State): TourStop | null => (tour === null ? null : (tourStop(tour) ?? null));

/** Is there such a page, from 1? */
export const isPage = (page: number): boolean => tourStop(page) !== undefined;

/** What to ask the engine for to come to a page of it, from 1; past its ends the nearest there is. */
export function tourOpening(page: number, step: number | null): Opening {
  const nearest = Math.max(1, Math.min(TOUR.stops.length, page));
  const { scenario, kernels, at } = present(tourStop(nearest), 'a page of the tour');
  return { text: scenario, kernels, at: step ?? at, tour: nearest };
}

/** Is the run still the one that the stop was opened with? Where the cursor stands is the reader's business. */
export function isStopAsShown(state: State): boolean {
  const [stop, { session }] = [openStop(state), state];
  if (stop === null || session === null) return false;
  const kernels = comparedKernels(session);
  return (
    session.branches.length === 1 &&
    session.text === stop.scenario &&
    kernels.length === stop.kernels.length &&
    kernels.every((kernel, i) => kernel === stop.kernels[i])
  );
}

/** The short address of the stop that is open, with the cursor where it is not where the stop has it; null once its run was changed. */
export function tourFragment(state: State): string | null {
  const { tour, session } = state;
  if (tour === null || session === null || session.micro !== null || !isStopAsShown(state)) return null;
  const step = session.at === openStop(state)?.at ? null : session.at;
  return formatRoute({ type: 'lesson', id: TOUR.id, page: tour, step });
}
