import { describe, expect, test } from 'vitest';
import { present } from '../../src/base/assert.ts';
import type { Trace, TraceStep } from '../../src/interop/trace-format.ts';
import { costsOf, type Costs } from '../../src/model/cost.ts';
import { makeRig, run } from '../../src/model/testing/rig.ts';
import { recorded } from './recorded.ts';

/**
 * What a flush costs, held against what real kernels did: every kmap_atomic_flush_unused of every trace, with the machine before it put
 * together from the recording alone. PTE writes and the CPUs that took part were recorded; reads were not.
 */
type Flush = {
  /** The machine before it, and who called it, in the model's text. */
  readonly start: string;
  readonly line: string;
  /** Non-zero slots at or above the depth of online CPUs. */
  readonly strays: number;
  /** Slots at or above the depth of online CPUs, whatever is in them. */
  readonly unused: number;
  readonly writes: number;
  readonly calls: number;
};

function flushesOf({ steps, nr_cpus: cpus, km_type_nr: positions }: Trace): readonly Flush[] {
  const words = Array.from({ length: cpus }, () => Array.from({ length: positions }, () => false));
  let depths: readonly number[] = Array.from({ length: cpus }, () => 0);
  let online = 2 ** cpus - 1;
  const found: Flush[] = [];
  for (const step of steps) {
    if (step.op === 'aflush' && step.calls !== undefined) found.push(flushOf(step, words, depths, online));
    for (const dump of [step.mid, step.before, step]) {
      for (const [cpu, slot, , linux] of dump?.pte ?? []) present(words[cpu], 'a CPU')[slot] = !/^0+$/.test(linux);
      depths = dump?.idx ?? depths;
      online = dump?.on ?? online;
    }
  }
  return found;
}

function flushOf(
  { cpu: caller, wr = [], calls = [] }: TraceStep,
  words: readonly (readonly boolean[])[],
  depths: readonly number[],
  online: number,
): Flush {
  const cpus = words.map((slots, cpu) => ({
    cpu,
    slots,
    depth: depths[cpu] ?? 0,
    isOnline: (online >> cpu) % 2 === 1,
  }));
  const there = cpus.filter(({ isOnline }) => isOnline);
  const start = cpus.map(({ cpu, slots, depth, isOnline }) => {
    const cells = slots.map((isMapped, i) => (isMapped ? `page${i % 8}${i < depth ? '*' : '~'}` : '.'));
    return `cpu${cpu} ${isOnline ? 'online' : 'dead'} depth=${depth} | ${cells.join(' ')}`;
  });
  return {
    start: start.join('\n'),
    line: `cpu${caller}: kmap_atomic_flush_unused()`,
    strays: there.reduce((sum, { slots, depth }) => sum + slots.slice(depth).filter(Boolean).length, 0),
    unused: there.reduce((sum, { slots, depth }) => sum + Math.max(0, slots.length - depth), 0),
    writes: wr.filter(([, table]) => table === 'F').length,
    calls: calls.filter(([fn]) => fn === 'flush_cpu').length,
  };
}

type Row = readonly [
  file: string,
  what: string,
  kernel: string,
  flushes: number,
  /** The numbers of strays that flushes found. */
  found: string,
  writes: (flush: Flush) => number,
];
const FILES: readonly Row[] = [
  [
    'k310-A',
    'as shipped: a write for each stray',
    'rfc-v2',
    583,
    '0 1 2 3 4 5 6 7 8 9 10 11 12 14 17',
    ({ strays }) => strays,
  ],
  ['k310-B', 'with DEBUG_HIGHMEM: nothing is left to write', 'rfc-v2 debug=on', 547, '0', () => 0],
  [
    'k310-E',
    'without looking: a write for each unused slot',
    'rfc-v1',
    193,
    '0 1 2 3 4 5 6 8 9 11 12 17',
    ({ unused }) => unused,
  ],
  ['k310-L', 'with LPAE, as shipped', 'rfc-v2', 193, '0 1 2 3 4 5 6 8 9 11 12 17', ({ strays }) => strays],
  [
    'k318-D',
    '3.18 corrected: as 3.10',
    'vendor-3.18-corrected',
    193,
    '0 1 2 3 4 5 6 8 9 11 12 17',
    ({ strays }) => strays,
  ],
];

describe.each(FILES)('%s, %s', (file, _what, kernel, flushes, found, writes) => {
  const all = recorded(file).flatMap(flushesOf);

  test(`${flushes} flushes were recorded, of ${found} strays`, () => {
    const strays = [...new Set(all.map((flush) => flush.strays))].toSorted((a, b) => a - b);
    expect([all.length, strays.join(' ')]).toEqual([flushes, found]);
  });

  test('each wrote, invalidated and called what it must, and the model counts the same', () => {
    const counted = new Map<string, Costs>();
    for (const flush of all) {
      const { start, line } = flush;
      const costs = counted.get(start + line) ?? costsOf(run(makeRig(kernel, start), line).events);
      counted.set(start + line, costs);
      expect(flush.writes, start).toBe(writes(flush));
      expect(costs, start).toMatchObject({
        pte_writes: flush.writes,
        tlb_flushes: flush.writes,
        barriers: 3 * flush.writes,
        ipis: flush.calls - 1,
      });
    }
  });
});
