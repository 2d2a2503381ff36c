import { memo, type ReactNode } from 'react';
import type { LeftOut } from '../../lessons/evidence.ts';
import { entryOf, piecesOf } from './glossary.ts';

/** A text in which the words of the glossary are explained: on hover, on tap, and from one to the next with a key (Tips.tsx). */
export const Terms = memo(function Terms({ text }: { readonly text: string }): ReactNode {
  return piecesOf(text).map(({ text: piece, entry }, i) =>
    entry === null ? (
      piece
    ) : (
      <span key={i} className="term" data-term={entry.term} tabIndex={-1}>
        {piece}
      </span>
    ),
  );
});

/** One word, explained in the same way; `of` where the glossary has it under another name. */
export function Term({
  of,
  className = '',
  beside,
  children,
}: {
  readonly of?: string;
  readonly className?: string;
  /** The part of the page that it names, where the picture leaves something out of it. */
  readonly beside?: LeftOut['beside'];
  readonly children: string;
}): ReactNode {
  const entry = entryOf(of ?? children);
  return (
    <span className={`term ${className}`} data-term={entry?.term} data-left-out={beside} tabIndex={-1}>
      {children}
    </span>
  );
}
