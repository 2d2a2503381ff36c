import type { Event } from '../../model/event.ts';
import type { Kernel } from '../../model/kernel.ts';
import { topPte, type Machine } from '../../model/machine.ts';
import type { PageCode } from '../../model/action.ts';
import type { Outcome } from '../frame.ts';
import type { TimelineStep } from '../steps.ts';

/** One step that was carried out, with everything a story of it can be made from. The machines are only read. */
export type Happened = {
  readonly kernel: Kernel;
  readonly step: TimelineStep;
  readonly before: Machine;
  readonly after: Machine;
  readonly events: readonly Event[];
  readonly outcome: Outcome;
  /** Why it was refused, what it waits for, what the expectation found. */
  readonly reason: string | null;
};

/** A heading of a few words, and what happened in a sentence of at most 20 where possible. */
export type Story = { readonly title: string; readonly sentence: string };

type Of<Type extends Event['type']> = Extract<Event, { readonly type: Type }>;

/** The events of one type, in their order. */
export function only<Type extends Event['type']>(events: readonly Event[], type: Type): readonly Of<Type>[] {
  return events.filter((event): event is Of<Type> => event.type === type);
}

/** The first entry of a function: its CPU and arguments. */
export function entered(events: readonly Event[], fn: string): Of<'enter'> | undefined {
  return only(events, 'enter').find((event) => event.fn === fn);
}

/** What the last return of a function gave back; null when it has not returned. */
export function returned(events: readonly Event[], fn: string): Of<'return'>['value'] | null {
  return only(events, 'return').findLast((event) => event.fn === fn)?.value ?? null;
}

/** Writes to the kmap window that took a mapping away, and those that wrote 0 over 0. */
export function cleared(events: readonly Event[]): {
  readonly slots: readonly Of<'pte_write'>[];
  readonly idle: number;
} {
  const zeroes = only(events, 'pte_write').filter(({ table, to }) => table === 'fixmap' && to === 0);
  return { slots: zeroes.filter(({ from }) => from !== 0), idle: zeroes.filter(({ from }) => from === 0).length };
}

/** Slots of the window that map a page, by index. */
export function slotsMapping(machine: Machine, page: PageCode): readonly number[] {
  return indices(machine.layout.windowSlots).filter((index) => topPte(machine, index) === page);
}

/** Slots of a CPU's strip that map something, by index. */
export function mappedSlots(machine: Machine, cpu: number): readonly number[] {
  const { slotsPerCpu } = machine.layout;
  return indices(slotsPerCpu)
    .map((position) => cpu * slotsPerCpu + position)
    .filter((index) => topPte(machine, index) !== 0);
}

export const indices = (n: number): readonly number[] => Array.from({ length: n }, (_, i) => i);
