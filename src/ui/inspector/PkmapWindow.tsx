import type { ReactNode } from 'react';
import { hex32 } from '../../arm/hex.ts';
import { pkmapVaddr } from '../../arm/pkmap.ts';
import type { Frame, PkmapView } from '../../timeline/frame.ts';
import { shortPage } from '../../viz/stage-data.ts';
import { Term } from '../shared/Terms.tsx';

const SHOWN = 6;

/** The window of kmap() as a whole: where its entries in use and idle lie, where the search for a free one stands, and which they are. */
export function PkmapWindow({
  frame,
  entries,
  onLook,
}: {
  readonly frame: Frame;
  /** How many the window has (LAST_PKMAP). */
  readonly entries: number;
  readonly onLook: (object: string) => void;
}): ReactNode {
  const { pkmap, lastPkmapNr } = frame;
  const idle = pkmap.filter(({ count }) => count === 1).length;
  return (
    <div className="pkmap" role="group" aria-label="The pkmap window">
      <p>
        <Term>pkmap</Term> <code>0x{hex32(pkmapVaddr(0))}</code>, {entries} entries: {pkmap.length - idle} in use,{' '}
        {idle} idle
      </p>
      <svg className="pkmap-strip" viewBox={`0 0 ${String(entries)} 10`} preserveAspectRatio="none" aria-hidden="true">
        {pkmap.map((view) => (
          <rect
            key={view.entry}
            className={lookOf(view)}
            x={view.entry}
            y="0"
            width={Math.max(1, entries / 160)}
            height="10"
          />
        ))}
        <path className="cursor-mark" d={`M${String(lastPkmapNr)},0v10`} vectorEffect="non-scaling-stroke" />
      </svg>
      <p className="pkmap-entries">
        <span data-tip="Where the search for a free entry goes on: it comes back to 0 only after the whole window, and flushes then.">
          last_pkmap_nr {lastPkmapNr}
        </span>
        {pkmap.slice(0, SHOWN).map((view) => (
          <button
            key={view.entry}
            type="button"
            className={`pkmap-entry ${lookOf(view)}`}
            onClick={() => onLook(`pkmap${String(view.entry)}`)}
          >
            pkmap{view.entry} {shortPage(frame, view.page)} count {view.count}
          </button>
        ))}
        {pkmap.length > SHOWN && <span>and {pkmap.length - SHOWN} more</span>}
      </p>
    </div>
  );
}

const lookOf = ({ exposed, count }: PkmapView): string => (exposed ? 'exposed' : count > 1 ? 'live' : 'stray');
