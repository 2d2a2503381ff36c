import type { Trace } from './trace-format.ts';

/** What stood in the tables before the first operation: Linux words by slot, count and word by pkmap entry. */
export type TraceStart = {
  readonly slots: ReadonlyMap<number, string>;
  readonly entries: ReadonlyMap<number, readonly [count: number, linux: string]>;
};

/**
 * The header lists the pkmap entries in use. Where the recorder had not cleared the slots, its first dump shows everything that is not 0
 * by then; less what the first operation wrote, that is what it had found.
 */
export function traceStart({ pk0, start, steps, nr_cpus, km_type_nr, last_pkmap }: Trace): TraceStart {
  const slots = new Map<number, string>();
  const entries = new Map(pk0.map(([nr, count, linux]) => [nr, [count, linux] as const]));
  const dump = steps[0]?.mid ?? steps[0]?.before ?? steps[0];
  if (start === 'cleared' || dump === undefined) return { slots, entries };
  for (const [cpu, slot, , linux] of dump.pte ?? []) slots.set(cpu * km_type_nr + slot, linux);
  for (const [nr, count, , linux] of dump.pk ?? []) entries.set(nr, [count, linux]);
  for (const [, table, cpu, position, old] of (dump.wr ?? []).toReversed()) {
    const index = cpu * km_type_nr + position;
    if (table === 'F' && cpu >= 0 && position >= 0 && index < nr_cpus * km_type_nr) slots.set(index, old);
    // Only an entry that nobody uses any more is written over: its count is 1, or 0 when it is free.
    if (table === 'P' && position >= 0 && position < last_pkmap) entries.set(position, [isNone(old) ? 0 : 1, old]);
  }
  return { slots, entries };
}

const isNone = (word: string): boolean => /^0+$/.test(word);

/** The page frame in a Linux word of any format: bits 12 and up, less the attributes above bit 39 that LPAE has. */
export const frameOf = (linux: string): number => Number((BigInt(`0x${linux}`) >> 12n) & 0xfffffffn);
