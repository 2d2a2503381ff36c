import type { ReactNode } from 'react';

/** The sign that something is not the same in every lane, as the stage draws it (viz/differs.ts); the name of what it stands in says the rest. */
export function Differs({ when }: { readonly when: boolean }): ReactNode {
  if (!when) return null;
  return (
    <svg className="differs-mark" width="12" height="12" viewBox="-6 -6 12 12" aria-hidden="true">
      <g className="differs-sign">
        <circle r="5.5" />
        <path d="M-3,-1.4h6M-3,1.4h6M1.7,-3.4l-3.4,6.8" />
      </g>
    </svg>
  );
}
