import type { ReactNode } from 'react';
import type { Costs } from '../../model/cost.ts';

const WORDS: readonly (readonly [keyof Costs, string, string])[] = [
  ['pte_reads', 'PTE reads', 'How often a flush looked at a PTE.'],
  ['pte_writes', 'writes', 'PTE writes: each set_top_pte is a store and a TLB invalidate.'],
  ['tlb_flushes', 'TLB flushes', 'TLB maintenance operations, single addresses counted one by one.'],
  ['ipis', 'IPIs', 'Interrupts sent from CPU to CPU.'],
  ['barriers', 'barriers', 'Barriers (dsb, isb) that PTE writes and TLB maintenance wait for.'],
];

/** What the run has cost so far, counted from its events. */
export function CostLine({ costs }: { readonly costs: Costs }): ReactNode {
  return (
    <dl className="costs" aria-label="Cost so far">
      {WORDS.map(([name, label, tip]) => (
        <div key={name} data-tip={tip} tabIndex={0}>
          <dt>{label}</dt>
          <dd>{costs[name]}</dd>
        </div>
      ))}
    </dl>
  );
}
