import type { ReactNode } from 'react';
import type { Change } from '../../timeline/frame.ts';
import { Arrow } from '../shared/Icon.tsx';
import { Terms } from '../shared/Terms.tsx';

const SHOWN = 6;

/** What the step changed: each object once, before and after; a click looks at it, "why?" asks how it came to be so. */
export function Changes({
  changes,
  onSelect,
  onWhy,
}: {
  readonly changes: readonly Change[];
  readonly onSelect: (object: string) => void;
  readonly onWhy: (object: string) => void;
}): ReactNode {
  const row = (change: Change): ReactNode => (
    <li key={`${change.object} ${change.from} ${change.to}`}>
      {isLookable(change.object) ? (
        <button type="button" className="object" onClick={() => onSelect(change.object)}>
          {change.object}
        </button>
      ) : (
        <span className="object">{change.object}</span>
      )}
      <span className="change">
        <del>{change.from}</del>
        <Arrow />
        <ins className={toneOf(change.to)}>
          <Terms text={change.to} />
        </ins>
      </span>
      {isAskable(change.object) && (
        <button type="button" className="why" aria-label={question(change)} onClick={() => onWhy(change.object)}>
          why?
        </button>
      )}
    </li>
  );
  return (
    <section className="changes" aria-label="What changed">
      <h2 className="label">What changed</h2>
      {changes.length === 0 ? (
        <p className="quiet">Nothing that the picture shows.</p>
      ) : (
        <ul>{changes.slice(0, SHOWN).map(row)}</ul>
      )}
      {changes.length > SHOWN && (
        <details>
          <summary>{changes.length - SHOWN} more</summary>
          <ul>{changes.slice(SHOWN).map(row)}</ul>
        </details>
      )}
    </section>
  );
}

/** Can the inspector show it? */
const isLookable = (object: string): boolean => /^(cpu\d+\.slot\d+|page\d+|low\d+|pkmap\d+)$/.test(object);

/** Does the engine know how it came to be so? Where the search for a free pkmap entry stands, is told by the entry it found. */
const isAskable = (object: string): boolean => object !== 'last_pkmap_nr';

/** The colour of what it has become; the word says it too. */
function toneOf(to: string): string {
  return /exposed|fault|stopped/.test(to)
    ? 'exposed'
    : /stray/.test(to)
      ? 'stray'
      : /live/.test(to)
        ? 'live'
        : /^secure/.test(to)
          ? 'secure'
          : '';
}

/** What is asked with *why?*, as one would say it: `Why is cpu1.depth 0?`, `Why does cpu2.tlb have cpu1.slot0: page3?` */
function question({ object, to }: Change): string {
  if (object === 'fault') return `Why is there a fault at ${to}?`;
  return object.endsWith('.tlb') ? `Why does ${object} have ${to}?` : `Why is ${object} ${to}?`;
}
