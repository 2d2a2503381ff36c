import { pkmapNr } from '../arm/pkmap.ts';
import { vaddr as toVaddr } from '../arm/units.ts';
import type { Ftrace, FtraceEvent } from './ftrace.ts';

/** What a recorded kernel was called to do, in the order it came about. `page` is the address of its struct page: a name, nothing more. */
export type RecordedCall = { readonly line: number; readonly cpu: number; readonly irq: boolean } & (
  | { readonly fn: 'kmap_atomic'; readonly page: number; readonly address: number; readonly where: 'slot' | 'pkmap' }
  | { readonly fn: 'kunmap_atomic'; readonly address: number; readonly where: 'slot' | 'pkmap' }
  | { readonly fn: 'kmap' | 'kunmap'; readonly page: number }
  | { readonly fn: 'kmap_flush_unused' | 'kmap_atomic_flush_unused' }
  | { readonly fn: 'cpu_down' | 'cpu_up'; readonly target: number }
);

export type RecordedCalls = {
  readonly calls: readonly RecordedCall[];
  /** Mappings of lowmem pages: they take no slot and change nothing that is shown. */
  readonly low: number;
  /** Calls of which only one half is in the recording: its beginning and end cut through them. */
  readonly halves: number;
};

/** asm/fixmap.h: no kernel had its slots below or above. */
const isFixmap = (address: number): boolean => address >= 0xffc00000 && address < 0xfffe0000;

/** Where an address from kmap_atomic lies, with PAGE_OFFSET 0xc0000000; null for the linear map of lowmem. */
function whereIs(address: number): 'slot' | 'pkmap' | null {
  if (isFixmap(address)) return 'slot';
  return pkmapNr(toVaddr(address)) === null ? null : 'pkmap';
}

/**
 * Puts the halves of calls together. A mapping counts when its address is known, at its return; an unmapping at its entry; a cpu_down when
 * the CPU goes (take_cpu_down, if that is recorded), for it waits until nobody holds an atomic mapping. The kunmap_high within
 * kunmap_atomic is part of it.
 */
export function callsOf({ events }: Ftrace): RecordedCalls {
  const calls: RecordedCall[] = [];
  const open = new Map<number, FtraceEvent[]>();
  const within = new Set<number>();
  let low = 0;
  let halves = 0;
  const downs = hotplugPlaces(events);
  for (const event of events) {
    const { line, cpu, irq, fn, value } = event;
    const isInner = fn === 'kunmap' && within.delete(cpu);
    const down = downs.get(event);
    if (down !== undefined) calls.push({ line, cpu: down.cpu, irq: down.irq, fn: 'cpu_down', target: down.value ?? 0 });
    if (fn === 'kmap_atomic' && !event.returns) opened(open, cpu).push(event);
    else if (fn === 'kmap_atomic') {
      const entered = open.get(cpu)?.pop();
      const where = whereIs(value ?? 0);
      if (entered === undefined) halves++;
      else if (where === null) low++;
      else calls.push({ line, cpu, irq, fn, page: entered.value ?? 0, address: value ?? 0, where });
    } else if (fn === 'kunmap_atomic') {
      const where = whereIs(value ?? 0);
      if (where !== null) calls.push({ line, cpu, irq, fn, address: value ?? 0, where });
      if (where === 'pkmap') within.add(cpu);
    } else if (fn === 'kmap' || fn === 'kunmap') {
      if (!isInner) calls.push({ line, cpu, irq, fn, page: value ?? 0 });
    } else if (fn === 'cpu_up') calls.push({ line, cpu, irq, fn, target: value ?? 0 });
    else if (fn === 'kmap_flush_unused' || fn === 'kmap_atomic_flush_unused') calls.push({ line, cpu, irq, fn });
  }
  for (const left of open.values()) halves += left.length;
  return { calls, low, halves };
}

function opened(open: Map<number, FtraceEvent[]>, cpu: number): FtraceEvent[] {
  const stack = open.get(cpu) ?? [];
  open.set(cpu, stack);
  return stack;
}

/** At which event each cpu_down takes place: where the CPU goes, or, if nobody saw that, where it was asked to. */
function hotplugPlaces(events: readonly FtraceEvent[]): ReadonlyMap<FtraceEvent, FtraceEvent> {
  const places = new Map<FtraceEvent, FtraceEvent>();
  const asked = new Map<number, FtraceEvent>();
  for (const event of events) {
    const down = event.fn === 'take_cpu_down' ? asked.get(event.cpu) : undefined;
    if (event.fn === 'cpu_down') {
      asked.set(event.value ?? 0, event);
      places.set(event, event);
    } else if (down !== undefined) {
      asked.delete(event.cpu);
      places.delete(down);
      places.set(event, down);
    }
  }
  return places;
}
