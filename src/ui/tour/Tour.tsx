import type { ReactNode } from 'react';
import { isStopAsShown, openStop } from '../../state/tour.ts';
import { useCommands, useSelect } from '../shared/app.ts';
import { TourPanel } from './TourPanel.tsx';
import './tour.css';

/** The page of the thread companion that is open, if one is. */
export function Tour(): ReactNode {
  const page = useSelect((state) => state.tour);
  const stop = useSelect(openStop);
  const untouched = useSelect(isStopAsShown);
  const commands = useCommands();
  if (page === null || stop === null) return null;
  return (
    <TourPanel
      page={page}
      stop={stop}
      untouched={untouched}
      onPage={(to) => void commands.openTour(to)}
      onClose={commands.closeTour}
    />
  );
}
