import type { PageCode } from '../model/action.ts';
import type { Event } from '../model/event.ts';
import { tlbPlace, topPte, type Machine } from '../model/machine.ts';
import { slotVa } from '../model/va.ts';

/**
 * What each CPU's TLB may hold for each slot: every page its PTE has named since that CPU last invalidated the address. What is valid may be
 * in a TLB at any time (ARM DDI 0487 G5.8), so a recorded read through a slot must be one of these, or what the PTE says now.
 */
export type MayHold = {
  readonly listen: (event: Event) => void;
  readonly pages: (cpu: number, index: number) => ReadonlySet<PageCode>;
};

export function mayHold(machine: Machine): MayHold {
  const { cpus, windowSlots } = machine.layout;
  const now = (index: number): PageCode[] => [topPte(machine, index)].filter((page) => page !== 0);
  const sets = Array.from({ length: cpus }, () => Array.from({ length: windowSlots }, (_, i) => new Set(now(i))));
  const of = (cpu: number, index: number): Set<PageCode> => sets[cpu]?.[index] ?? new Set();
  const reset = (cpu: number, index: number): void => {
    const set = of(cpu, index);
    set.clear();
    for (const page of now(index)) set.add(page);
  };
  const everyCpu = (act: (cpu: number) => void): void => {
    for (let cpu = 0; cpu < cpus; cpu++) act(cpu);
  };
  const invalidate = (event: Event & { readonly type: 'tlb_invalidate' }): void => {
    const first = tlbPlace(machine.layout, event.va);
    if (event.scope === 'page') reset(event.cpu, first);
    if (event.scope === 'page_broadcast')
      everyCpu((cpu) => {
        reset(cpu, first);
      });
    for (let index = 0; index < windowSlots; index++) {
      if (event.scope === 'all') reset(event.cpu, index);
      if (event.scope === 'all_broadcast')
        everyCpu((cpu) => {
          reset(cpu, index);
        });
      if (event.scope === 'range' && index >= first && index < first + event.count)
        everyCpu((cpu) => {
          reset(cpu, index);
        });
    }
  };
  return {
    listen(event) {
      if (event.type === 'tlb_invalidate') invalidate(event);
      if (event.type === 'pte_write' && event.table === 'fixmap' && event.to !== 0) {
        const place = tlbPlace(machine.layout, slotVa(event.index));
        everyCpu((cpu) => of(cpu, place).add(event.to));
      }
    },
    pages: of,
  };
}
