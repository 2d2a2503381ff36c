import type { Event } from '../model/event.ts';
import { boot } from '../model/boot.ts';
import type { Machine } from '../model/machine.ts';
import { perform } from '../model/run.ts';
import type { Run } from './run.ts';

/** Something that changed, or should have, and the position in the run just after the step it happened in. */
export type Fact = { readonly step: number; readonly event: Event };

/** What a cause can be; lines that ran and PTEs that were only read change nothing. */
const CAUSES: readonly Event['type'][] = [
  'pte_write',
  'depth',
  'ipi_send',
  'flush_cpu',
  'secure',
  'cpu_state',
  'tlb_fill',
  'tlb_drop',
  'violation',
  'pkmap_count',
  'task',
  'bug',
];

/** Everything that happened up to a position that can be the cause of something, by replaying the run from boot; and the machine there. */
export function factsUntil(
  { kernel, records }: Run,
  at: number,
): { readonly facts: readonly Fact[]; readonly machine: Machine } {
  const machine = boot(kernel);
  const facts: Fact[] = [];
  records.slice(0, at).forEach(({ command }, i) => {
    if (command === null) return;
    perform(kernel, machine, command, (event) => {
      if (CAUSES.includes(event.type)) facts.push({ step: i + 1, event });
    });
  });
  return { facts, machine };
}

type Typed<Type extends Event['type']> = {
  readonly step: number;
  readonly event: Extract<Event, { readonly type: Type }>;
};

/** The facts of one type, in their order. */
export function factsOf<Type extends Event['type']>(facts: readonly Fact[], type: Type): readonly Typed<Type>[] {
  return facts.filter((fact): fact is Typed<Type> => fact.event.type === type);
}
