import type { ReactNode } from 'react';
import type { Costs } from '../../model/cost.ts';
import { grouped } from '../../viz/grouped.ts';

const COUNTED = [
  ['pte_reads', 'PTE', 'reads'],
  ['pte_writes', 'PTE', 'writes'],
  ['tlb_flushes', 'TLB', 'invalidates'],
] as const;

/** What the run has cost so far in this lane, at its foot: lanes that look alike may still not cost the same. */
export function LaneFoot({ costs }: { readonly costs: Costs }): ReactNode {
  return (
    <dl className="lane-foot" aria-label="Cost so far">
      {COUNTED.map(([kind, table, word]) => (
        <div key={kind} className={kind}>
          <dt>
            <span className="table-name">{table} </span>
            {word}
          </dt>
          <dd>{grouped(costs[kind])}</dd>
        </div>
      ))}
    </dl>
  );
}
