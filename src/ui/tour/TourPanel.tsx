import type { ReactNode } from 'react';
import { TOUR, type TourStop } from '../../lessons/tour.ts';
import { Icon } from '../shared/Icon.tsx';
import { takeFocus } from '../shared/take-focus.ts';

export type TourPanelProps = {
  /** From 1. */
  readonly page: number;
  readonly stop: TourStop;
  /** The run is still the one that the page was opened with. */
  readonly untouched: boolean;
  readonly onPage: (page: number) => void;
  readonly onClose: () => void;
};

/** One claim of the thread beside the comparison that shows it: what was said, what it means, what to look at, and the way on. */
export function TourPanel({ page, stop, untouched, onPage, onClose }: TourPanelProps): ReactNode {
  const { claim, said, text, look } = stop;
  const last = TOUR.stops.length;
  const next = TOUR.stops[page];
  return (
    <article className="tour" aria-label="The thread, a guided tour">
      <header>
        <p className="label">
          The thread · {page} of {last}
        </p>
        <button type="button" className="close" aria-label="Close the tour" data-tip="Key: r" onClick={onClose}>
          <Icon name="cross" />
        </button>
      </header>
      <Progress page={page} onPage={onPage} />
      <h2 aria-live="polite" tabIndex={-1} ref={takeFocus}>
        {claim}
      </h2>
      {said !== null && (
        <blockquote>
          <p>“{said.words}”</p>
          <cite>{said.who}</cite>
        </blockquote>
      )}
      {text.map((paragraph) => (
        <p key={paragraph} className="tour-text">
          {paragraph}
        </p>
      ))}
      <div className="tour-look">
        <p className="label">What to see</p>
        <p>{look}</p>
        {!untouched && (
          <button type="button" className="box" onClick={() => onPage(page)}>
            <Icon name="undo" /> Back to this page’s run
          </button>
        )}
      </div>
      <nav aria-label="Pages of the tour">
        <button
          type="button"
          className="box"
          aria-disabled={page === 1}
          data-tip={page === 1 ? 'This is the first page.' : 'Key: <'}
          onClick={page === 1 ? undefined : () => onPage(page - 1)}
        >
          Previous
        </button>
        <button
          type="button"
          className="solid"
          data-tip={next === undefined ? 'The run stays as it is.' : 'Key: >'}
          onClick={next === undefined ? onClose : () => onPage(page + 1)}
        >
          {next === undefined ? 'End of the tour' : 'Next'}
        </button>
        {next !== undefined && <small className="quiet">{next.claim}</small>}
      </nav>
      {page === 1 && <p className="cite">{TOUR.source}</p>}
    </article>
  );
}

/** A mark for each page; each leads there. */
function Progress({ page, onPage }: Pick<TourPanelProps, 'page' | 'onPage'>): ReactNode {
  return (
    <ol className="tour-progress" aria-label="Pages">
      {TOUR.stops.map(({ claim }, i) => (
        <li key={claim}>
          <button
            type="button"
            className={i < page ? 'passed' : undefined}
            aria-current={i + 1 === page ? 'step' : undefined}
            aria-label={`Page ${String(i + 1)}: ${claim}`}
            data-tip={claim}
            onClick={() => onPage(i + 1)}
          />
        </li>
      ))}
    </ol>
  );
}
