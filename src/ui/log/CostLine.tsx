import type { ReactNode } from 'react';
import type { Costs } from '../../model/cost.ts';

const WORDS: readonly (readonly [keyof Costs, string, string | ((costs: Costs) => string)])[] = [
  ['pte_reads', 'PTE reads', 'How often a flush looked at a PTE.'],
  ['pte_writes', 'writes', 'PTE writes: each set_top_pte is a store and a TLB invalidate.'],
  [
    'tlb_flushes',
    'TLB flushes',
    ({ tlb_local: local, tlb_broadcast: all, tlb_range: range }) =>
      `TLB invalidates, address by address: ${String(local)} that one CPU hears, ${String(all)} that all hear, ${String(range)} of ranges.`,
  ],
  ['ipis', 'IPIs', 'Interrupts sent from CPU to CPU.'],
  ['barriers', 'barriers', 'Barriers (dsb, isb) that PTE writes and TLB maintenance wait for.'],
];

/** What the run has cost so far, counted from its events. */
export function CostLine({ costs }: { readonly costs: Costs }): ReactNode {
  return (
    <dl className="costs" aria-label="Cost so far">
      {WORDS.map(([name, label, tip]) => (
        <div key={name} data-tip={typeof tip === 'string' ? tip : tip(costs)} tabIndex={0}>
          <dt>{label}</dt>
          <dd>{costs[name]}</dd>
        </div>
      ))}
    </dl>
  );
}
