import type { PageCode, VaCode } from '../model/action.ts';
import type { Event } from '../model/event.ts';
import { vaIndex, vaKind } from '../model/va.ts';

/** A CPU that went over the unused slots of a strip: positions `first` up to `end`, and which of them it wrote. */
export type Visit = {
  readonly cpu: number;
  readonly of: number;
  readonly first: number;
  readonly end: number;
  readonly written: readonly number[];
};

/** An access as it is drawn: who, through which slot (null: not through a slot), to which page (0: there was no translation). */
export type Access = {
  readonly cpu: number;
  readonly va: VaCode;
  readonly slot: number | null;
  readonly page: PageCode;
  readonly via: 'tlb' | 'pte' | 'linear' | 'none';
  readonly speculative: boolean;
  readonly refused: boolean;
};

/** What one step did to the slots of the table, in terms of the picture: the step's events, looked at from the stage. */
export type StepMarks = {
  /** By slot index: the page before the first write of the step. */
  readonly before: ReadonlyMap<number, PageCode>;
  readonly visits: readonly Visit[];
  readonly accesses: readonly Access[];
};

export function stepMarks(events: readonly Event[], slotsPerCpu: number): StepMarks {
  const before = new Map<number, PageCode>();
  for (const event of events) {
    if (event.type === 'pte_write' && event.table === 'fixmap' && !before.has(event.index))
      before.set(event.index, event.from);
  }
  return { before, visits: visitsIn(events, slotsPerCpu), accesses: accessesIn(events) };
}

function visitsIn(events: readonly Event[], slotsPerCpu: number): readonly Visit[] {
  return events.flatMap((event, at) => {
    if (event.type !== 'flush_cpu') return [];
    const next = events.findIndex((later, i) => i > at && later.type === 'flush_cpu' && later.cpu === event.cpu);
    const during = events.slice(at, next < 0 ? events.length : next);
    const base = event.of * slotsPerCpu;
    const written = during.flatMap((write) => {
      if (write.type !== 'pte_write' || write.table !== 'fixmap' || write.cpu !== event.cpu || write.to !== 0)
        return [];
      return write.index >= event.first && write.index < event.end ? [write.index - base] : [];
    });
    return [{ cpu: event.cpu, of: event.of, first: event.first - base, end: event.end - base, written }];
  });
}

/** An access and the violation it became are one arrow. */
function accessesIn(events: readonly Event[]): readonly Access[] {
  const refused = (cpu: number, va: VaCode): boolean =>
    events.some((event) => event.type === 'violation' && event.cpu === cpu && event.va === va);
  const found = events.flatMap((event): Access[] => {
    if (event.type === 'no_translation') return [accessOf(event, 'none', 0, false)];
    if (event.type !== 'access' && event.type !== 'violation') return [];
    return [accessOf(event, event.via, event.page, event.type === 'violation' || refused(event.cpu, event.va))];
  });
  return found.filter((one, i) => found.findIndex((other) => other.cpu === one.cpu && other.va === one.va) === i);
}

function accessOf(
  { cpu, va, speculative }: { readonly cpu: number; readonly va: VaCode; readonly speculative: boolean },
  via: Access['via'],
  page: PageCode,
  refused: boolean,
): Access {
  return { cpu, va, slot: vaKind(va) === 'slot' ? vaIndex(va) : null, page, via, speculative, refused };
}
