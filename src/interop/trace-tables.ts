import { isOnline, ownerHeldCount, ownerIdx, pkmapCount, pkmapPte, preemptCount, topPte } from '../model/machine.ts';
import { contextOf } from '../model/pte.ts';
import { pkmapVa, slotVa } from '../model/va.ts';
import { agree, same, type Comparison } from './trace-comparison.ts';
import type { Trace, TraceDump } from './trace-format.ts';
import type { Recorder } from './trace-recorder.ts';
import { frameOf } from './trace-start.ts';

/** What the recorded tables hold by now, a dump being only what changed: [linux, hardware] by slot, [count, linux, hardware] by entry. */
export type RecordedTables = {
  readonly slots: (readonly [string, string])[];
  readonly entries: (readonly [number, string, string])[];
};

/** As the recorder counts from: no slot in use, and the pkmap entries that the header lists. */
export function startTables(trace: Trace, { names }: Recorder): RecordedTables {
  const none = names.words(0);
  const beforehand = new Map(
    trace.pk0.map(([nr, count, linux]) => [nr, { count, words: names.words(names.ofFrame(frameOf(linux))) }]),
  );
  return {
    slots: Array.from({ length: trace.nr_cpus * trace.km_type_nr }, () => [none.linux, none.hardware] as const),
    entries: Array.from({ length: trace.last_pkmap }, (_, nr) => {
      const { count, words } = beforehand.get(nr) ?? { count: 0, words: none };
      return [count, words.linux, words.hardware] as const;
    }),
  };
}

/** Takes in what a dump says has changed; the addresses beside the words are compared on the way. */
export function applyDump(tables: RecordedTables, dump: TraceDump, { names, machine }: Recorder, c: Comparison): void {
  const { slotsPerCpu } = machine.layout;
  for (const [cpu, slot, vaddr, linux, hardware] of dump.pte ?? []) {
    const index = cpu * slotsPerCpu + slot;
    same(c, 'address', `address of cpu${cpu}.slot${slot}`, vaddr, names.address(slotVa(index)));
    tables.slots[index] = [linux, hardware];
  }
  for (const [nr, count, vaddr, linux, hardware] of dump.pk ?? []) {
    same(c, 'address', `address of pkmap${nr}`, vaddr, names.address(pkmapVa(nr)));
    tables.entries[nr] = [count, linux, hardware];
  }
}

/** Is a CPU's strip on the model what was recorded? */
export function stripAgrees({ slots }: RecordedTables, { names, machine }: Recorder, cpu: number): boolean {
  const { slotsPerCpu } = machine.layout;
  for (let index = cpu * slotsPerCpu; index < (cpu + 1) * slotsPerCpu; index++) {
    if (slots[index]?.[0] !== names.words(topPte(machine, index)).linux) return false;
  }
  return true;
}

/** Every word of both tables, whether it changed or not. */
export function compareTables({ slots, entries }: RecordedTables, { names, machine }: Recorder, c: Comparison): void {
  const { slotsPerCpu } = machine.layout;
  for (const [index, [linux, hardware]] of slots.entries()) {
    const ours = names.words(topPte(machine, index));
    const what = (): string => `cpu${Math.floor(index / slotsPerCpu)}.slot${index % slotsPerCpu}`;
    if (linux === ours.linux) agree(c, 'Linux word of a slot');
    else same(c, 'Linux word of a slot', what(), linux, ours.linux);
    if (hardware === ours.hardware) agree(c, 'hardware word of a slot');
    else same(c, 'hardware word of a slot', what(), hardware, ours.hardware);
  }
  for (const [nr, [count, linux, hardware]] of entries.entries()) {
    const ours = names.words(pkmapPte(machine, nr));
    if (count === pkmapCount(machine, nr)) agree(c, 'pkmap_count');
    else same(c, 'pkmap_count', `pkmap_count[${nr}]`, count, pkmapCount(machine, nr));
    if (linux === ours.linux && hardware === ours.hardware) agree(c, 'words of a pkmap entry');
    else same(c, 'words of a pkmap entry', `pkmap${nr}`, [linux, hardware], [ours.linux, ours.hardware]);
  }
}

/** Depths, held mappings, the online mask, preempt_count and context. `cpu` is the one that the dump was made on. */
export function compareCpus(dump: TraceDump, cpu: number, { machine: m, kernel }: Recorder, c: Comparison): void {
  for (let other = 0; other < m.layout.cpus; other++) {
    if (dump.idx !== undefined) same(c, 'depth', `depth of cpu${other}`, dump.idx[other], ownerIdx(m, other));
    if (dump.held !== undefined)
      same(c, 'mappings held', `held by cpu${other}`, dump.held[other], ownerHeldCount(m, other));
    if (dump.on !== undefined) same(c, 'CPU online', `cpu${other}`, ((dump.on >> other) & 1) === 1, isOnline(m, other));
  }
  if (dump.on !== undefined) same(c, 'CPU online', 'CPUs beyond the last', Math.floor(dump.on / 2 ** m.layout.cpus), 0);
  const counted = kernel.config.switches.preempt_count === 'on' ? preemptCount(m, cpu) : 0;
  if (dump.pre !== undefined) same(c, 'preempt_count', 'preempt_count & 0xff', dump.pre, counted);
  if (dump.in_irq !== undefined)
    same(c, 'context', `cpu${cpu} in interrupt`, dump.in_irq === 1, contextOf(m, cpu) === 'irq');
}
