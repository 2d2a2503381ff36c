import type { ReactNode } from 'react';
import type { LeftOut as Omission } from '../../lessons/evidence.ts';

/** The mark beside a part of the page that says, on hover, on tap and when it has the focus, what this picture leaves out of it. */
export function LeftOut({ beside }: { readonly beside: Omission['beside'] }): ReactNode {
  return (
    <span className="left-out term" data-left-out={beside} tabIndex={-1}>
      what is left out
    </span>
  );
}
