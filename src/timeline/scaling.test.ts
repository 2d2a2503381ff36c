import { expect, test } from 'vitest';
import { present } from '../base/assert.ts';
import { boot } from '../model/boot.ts';
import { NO_COSTS, type Costs } from '../model/cost.ts';
import { DEFAULT_WEIGHTS } from '../model/weights.ts';
import type { Event } from '../model/event.ts';
import { buildKernel } from '../model/kernel.ts';
import { elaborateMachine } from '../scenario/elaborate.ts';
import { format } from '../scenario/format.ts';
import { load } from '../scenario/lint.ts';
import { playStep } from './play.ts';
import { price, type Priced } from './scaling.ts';
import { loadText, WAYS, type Load, type Way } from './scaling-load.ts';
import {
  breakEven,
  extra,
  pricingsOf,
  remarkFrom,
  remarkPricings,
  scaledFrom,
  type Pricing,
  type Scaled,
} from './scaling-sweep.ts';
import { stepsOf } from './steps.ts';

/** The log of a load's scenario, read and replayed from its text. */
function logOf(way: Way, of: Load): readonly Event[] {
  const text = loadText(of, way);
  const loaded = load(text);
  if (!loaded.ok) throw new Error(loaded.diagnostics[0]?.message);
  expect(format(loaded.scenario)).toBe(text);
  const kernel = buildKernel(elaborateMachine(loaded.scenario).config);
  const machine = boot(kernel);
  const log: Event[] = [];
  for (const step of stepsOf(loaded.scenario)) {
    expect(playStep(kernel, machine, step, NO_COSTS, (event) => log.push(event)).outcome).toBe('done');
  }
  return log;
}

/** Four CPUs with the mail's one stray each. */
const MAIL: Load = { cpus: 4, strays: 1, uses: 3 };

const known = new Map<string, Priced>();
const priced = (pricing: Pricing): Priced => {
  const key = JSON.stringify(pricing);
  if (!known.has(key)) {
    const result = price(pricing.way, pricing.load);
    if (!result.ok) throw new Error(result.error);
    known.set(key, result.value);
  }
  return present(known.get(key), 'a price');
};
const scaled = (of: Load): Scaled => scaledFrom(of, priced);

test.each([
  [{ cpus: 1, strays: 1, uses: 1 }],
  [{ cpus: 3, strays: 2, uses: 4 }],
  [{ cpus: 2, strays: 0, uses: 2 }],
  [{ cpus: 32, strays: 3, uses: 1 }],
  [{ cpus: 15, strays: 16, uses: 2 }],
])('what %o is priced at is what the log of its text comes to, under every way', (of) => {
  for (const way of WAYS) {
    const log = logOf(way, of);
    const count = (type: Event['type']): number => log.filter((event) => event.type === type).length;
    const total: Costs = present(priced({ way, load: of }).runs.at(-1), 'a price');
    expect(total).toMatchObject({
      pte_writes: count('pte_write'),
      pte_reads: count('pte_read'),
      tlb_flushes: count('tlb_invalidate'), // each of one address
      tlb_range: 0,
      barriers: 3 * count('tlb_invalidate'),
      ipis: count('ipi_enter'),
      notifiers: 0,
    });
  }
});

test('the run with more uses goes through those with fewer', () => {
  for (const way of WAYS) {
    const long = priced({ way, load: { cpus: 2, strays: 2, uses: 5 } }).runs;
    const each = [1, 2, 3, 4, 5].map((uses) => priced({ way, load: { cpus: 2, strays: 2, uses } }).runs.at(-1));
    expect(long).toEqual(each);
  }
});

test('the remark of the mail: sixteen writes and invalidates on each CPU, or sixteen reads and one of each', () => {
  const { one, all, cpus } = remarkFrom(4, priced);
  expect(one).toMatchObject({
    unconditional: { pte_reads: 0, pte_writes: 16, tlb_flushes: 16, ipis: 0 },
    checked: { pte_reads: 16, pte_writes: 1, tlb_flushes: 1, ipis: 0 },
  });
  expect(cpus).toBe(4);
  expect(all).toMatchObject({
    unconditional: { pte_reads: 0, pte_writes: 64, tlb_flushes: 64, ipis: 3 },
    checked: { pte_reads: 64, pte_writes: 4, tlb_flushes: 4, ipis: 3 },
  });
});

/** A sweep as a table: what each way costs more than leaving the strays, in PTE writes; and PTE reads of the flush that looks. */
function table({ sweeps }: Scaled, over: keyof Load): string {
  return sweeps[over].points
    .map((point) => {
      const writes = (way: Way): string => String(extra(point, way, 'pte_writes', DEFAULT_WEIGHTS)).padStart(4);
      const reads = String(extra(point, 'checked', 'pte_reads', DEFAULT_WEIGHTS)).padStart(4);
      return `${String(point.x).padStart(2)} ${writes('always')} ${writes('unconditional')} ${writes('checked')} ${reads}`;
    })
    .join('\n');
}

test('over CPUs, everything grows with each CPU alike', () => {
  expect(`\n${table(scaled(MAIL), 'cpus')}\n`).toMatchInlineSnapshot(`
    "
     1    3   16    1   16
     2    6   32    2   32
     3    9   48    3   48
     4   12   64    4   64
     5   15   80    5   80
     6   18   96    6   96
     7   21  112    7  112
     8   24  128    8  128
    10   30  160   10  160
    12   36  192   12  192
    16   48  256   16  256
    20   60  320   20  320
    24   72  384   24  384
    28   84  448   28  448
    32   96  512   32  512
    "
  `);
});

test('over strays, the flush without looking costs the same whatever there is', () => {
  expect(`\n${table(scaled(MAIL), 'strays')}\n`).toMatchInlineSnapshot(`
    "
     0    0   64    0   64
     1   12   64    4   64
     2   24   64    8   64
     3   36   64   12   64
     4   48   64   16   64
     5   60   64   20   64
     6   72   64   24   64
     7   84   64   28   64
     8   96   64   32   64
     9  108   64   36   64
    10  120   64   40   64
    11  132   64   44   64
    12  144   64   48   64
    13  156   64   52   64
    14  168   64   56   64
    15  180   64   60   64
    16  192   64   64   64
    "
  `);
});

test('over uses, only clearing at every unmap costs more and more', () => {
  expect(`\n${table(scaled(MAIL), 'uses')}\n`).toMatchInlineSnapshot(`
    "
     1    4   64    4   64
     2    8   64    4   64
     3   12   64    4   64
     4   16   64    4   64
     5   20   64    4   64
     6   24   64    4   64
     7   28   64    4   64
     8   32   64    4   64
     9   36   64    4   64
    10   40   64    4   64
    11   44   64    4   64
    12   48   64    4   64
    13   52   64    4   64
    14   56   64    4   64
    15   60   64    4   64
    16   64   64    4   64
    17   68   64    4   64
    18   72   64    4   64
    19   76   64    4   64
    20   80   64    4   64
    21   84   64    4   64
    22   88   64    4   64
    23   92   64    4   64
    24   96   64    4   64
    "
  `);
});

test('break-even is where the flush becomes no dearer, or ceases to be', () => {
  const { sweeps } = scaled(MAIL);
  expect(breakEven(sweeps.uses, 'pte_writes', DEFAULT_WEIGHTS)).toEqual({ kind: 'always', x: null });
  expect(breakEven(sweeps.uses, 'pte_reads', DEFAULT_WEIGHTS)).toEqual({ kind: 'never', x: null });
  // 16 reads a CPU and 3 IPIs for 4 CPUs against a write, an invalidate and 3 barriers for each use but the last.
  const use = 10 + 60 + 3 * 40;
  const flush = 16 * 4 + (3 / 4) * 1000;
  expect(breakEven(sweeps.uses, 'cycles', DEFAULT_WEIGHTS)).toEqual({ kind: 'from', x: 1 + Math.ceil(flush / use) });
  const noIpis = { ...DEFAULT_WEIGHTS, ipis: 0 };
  expect(breakEven(sweeps.uses, 'cycles', noIpis)).toEqual({ kind: 'from', x: 1 + Math.ceil(64 / use) });
  expect(breakEven(sweeps.strays, 'cycles', DEFAULT_WEIGHTS)).toEqual({
    kind: 'from',
    x: Math.ceil(flush / (2 * use)),
  });
  // Each further CPU brings as many IPIs more as there are others: 3 uses are enough for one CPU alone.
  expect(breakEven(sweeps.cpus, 'cycles', DEFAULT_WEIGHTS)).toEqual({ kind: 'up to', x: 1 });
});

test('a load is priced within its bounds only, and nothing is priced twice', () => {
  expect(price('checked', { cpus: 33, strays: 1, uses: 1 })).toEqual({
    ok: false,
    error: 'cpus is a whole number from 1 to 32',
  });
  expect(price('checked', { cpus: 1, strays: 1.5, uses: 1 })).toMatchObject({ ok: false });
  expect(price('checked', { cpus: 1, strays: 1, uses: 0 })).toMatchObject({ ok: false });
  const few = { cpus: 1, strays: 1, uses: 1 };
  const keys = [...pricingsOf(few), ...remarkPricings(few.cpus)].map((one) => JSON.stringify(one));
  expect(new Set(keys).size).toBe(keys.length - 2); // the remark's own are among them for this load
});
