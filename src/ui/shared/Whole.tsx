import type { ReactNode } from 'react';

/** Words that stay together on one line. */
export function Whole({ children }: { readonly children: string }): ReactNode {
  return <span className="whole">{children}</span>;
}
