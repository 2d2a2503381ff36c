import type { ReactNode } from 'react';
import type { Verdict } from './explore-words.ts';

/** Each verdict has its own outline, so that it is told without its colour. */
const SHAPES: Readonly<Record<Verdict, ReactNode>> = {
  violated: (
    <>
      <path className="body" d="M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3z" />
      <path className="sign" d="m5.6 5.6 4.8 4.8M10.4 5.6l-4.8 4.8" />
    </>
  ),
  holds: <path className="line" d="m3 8.6 3.3 3.3L13 4.6" />,
  found: (
    <>
      <circle className="line" cx="8" cy="8" r="6" />
      <circle className="body" cx="8" cy="8" r="3" />
    </>
  ),
  'not found': <circle className="line" cx="8" cy="8" r="6" />,
  unknown: <path className="line" d="M3 8h.01M8 8h.01M13 8h.01" />,
};

/** A decoration: the word stands beside it or is its description. */
export function VerdictMark({ verdict }: { readonly verdict: Verdict }): ReactNode {
  return (
    <svg
      className={`verdict-mark ${verdict.replace(' ', '-')}`}
      width="16"
      height="16"
      viewBox="0 0 16 16"
      aria-hidden="true"
    >
      {SHAPES[verdict]}
    </svg>
  );
}
