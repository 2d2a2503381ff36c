import { expect, test } from 'vitest';
import { addCost, COST_KINDS, costsBetween, costsByCpu, costsOf, NO_COSTS, plusCosts } from './cost.ts';
import { makeRig, run } from './testing/rig.ts';

/** The costs of these lines on this machine: what truth/README says under "What a flush costs" was measured on a real one. */
function costs(settings: string, start: string, lines: string): object {
  return costsOf(run(makeRig(settings, start), lines).events);
}

const FLUSH = 'cpu0: kmap_atomic_flush_unused()';
const BUSY = `cpu0 online depth=1 | page0* page1~ page2~
              cpu1 online depth=0 | page3~
              cpu2 dead   depth=0 | page4~
              cpu3 online depth=2 | page5* page6*`;

test('the checked flush writes once per stray on online CPUs and reads 16 - depth slots of each', () => {
  expect(costs('rfc-v2', BUSY, FLUSH)).toEqual({
    pte_writes: 3,
    pte_reads: 15 + 16 + 14,
    tlb_flushes: 3,
    tlb_local: 0,
    tlb_broadcast: 3,
    tlb_range: 0,
    ipis: 2,
    notifiers: 0,
    barriers: 9,
  });
});

test('the unconditional flush of four idle CPUs writes and invalidates 64 times, and reads nothing', () => {
  expect(costs('rfc-v1', '', FLUSH)).toMatchObject({ pte_writes: 64, pte_reads: 0, tlb_flushes: 64, ipis: 3 });
  expect(costs('rfc-v1', BUSY, FLUSH)).toMatchObject({ pte_writes: 15 + 16 + 14, tlb_flushes: 15 + 16 + 14, ipis: 2 });
});

test('the checked flush of four idle CPUs writes nothing, yet calls every one', () => {
  expect(costs('rfc-v2', '', FLUSH)).toMatchObject({ pte_writes: 0, pte_reads: 64, tlb_flushes: 0, ipis: 3 });
});

test('with DEBUG_HIGHMEM every unmap writes once, and the flush finds nothing to write', () => {
  const pair = 'cpu1: kmap_atomic(page1)\ncpu1: kunmap_atomic()';
  expect(costs('rfc-v2 debug=on', '', pair)).toMatchObject({ pte_writes: 2, tlb_flushes: 2 });
  expect(costs('rfc-v2 debug=on', '', `${pair}\n${FLUSH}`)).toMatchObject({ pte_writes: 2, pte_reads: 64 });
  expect(costs('rfc-v2', '', pair)).toMatchObject({ pte_writes: 1, tlb_flushes: 1 });
});

test('CPU_DYING writes once per stray of that CPU', () => {
  const start = 'cpu0 online depth=0 | .\ncpu1 online depth=0 | page1~ page2~';
  expect(costs('rfc-v2 cpus=2', start, 'cpu0: cpu_down(cpu1)')).toMatchObject({
    pte_writes: 2,
    pte_reads: 16,
    tlb_flushes: 3,
    notifiers: 4,
    ipis: 0,
  });
});

test('kmap_flush_unused is one write per count-1 entry and one range invalidate, which counts each address', () => {
  const lines = 'cpu0: kmap(page1)\ncpu0: kmap(page2)\ncpu0: kunmap(page1)\ncpu0: kunmap(page2)';
  expect(costs('v3.9', '', lines)).toMatchObject({ pte_writes: 2, tlb_flushes: 0, barriers: 0 });
  expect(costs('v3.9', '', `${lines}\ncpu0: kmap_flush_unused()`)).toMatchObject({
    pte_writes: 4,
    tlb_flushes: 512,
    tlb_range: 512,
    barriers: 3,
  });
  expect(costs('v3.9', '', 'cpu0: kmap_flush_unused()')).toEqual(NO_COSTS);
});

test('costs add up from where one was', () => {
  const invalidate = { type: 'tlb_invalidate', cpu: 0, scope: 'range', va: 1, count: 5 } as const;
  const before = addCost(NO_COSTS, { type: 'pte_read', cpu: 0, table: 'fixmap', index: 0, page: 0 });
  expect(costsOf([invalidate, { type: 'irq', cpu: 0, enter: true }], before)).toEqual({
    ...NO_COSTS,
    pte_reads: 1,
    tlb_flushes: 5,
    tlb_range: 5,
    barriers: 3,
  });
});

/** Four strips of 16; not the one behind the last CPU's that its 17th nesting would reach. */
const STRIPS = 4 * 16;

test('an invalidate is counted by who hears it: broadcast up to 3.10, local since, and a range for all', () => {
  const lines = 'cpu0: kmap_atomic(page1)\ncpu0: kunmap_atomic()\ncpu1: kmap_atomic_flush_unused()';
  expect(costs('rfc-v2', '', lines)).toMatchObject({ tlb_flushes: 2, tlb_local: 0, tlb_broadcast: 2, tlb_range: 0 });
  expect(costs('rfc-v2 page_tlbi=local', '', lines)).toMatchObject({ tlb_flushes: 2, tlb_local: 2, tlb_broadcast: 0 });
  expect(costs('rfc-v2 flush=checked_range', '', lines)).toMatchObject({ tlb_broadcast: 2, tlb_range: STRIPS });
});

test('the remark of the mail: one stray on a CPU is 16 writes and 16 invalidates without looking, 16 reads and one of each with', () => {
  const start = 'cpu0 online depth=0 | page1~';
  expect(costs('rfc-v1 cpus=1', start, FLUSH)).toMatchObject({ pte_reads: 0, pte_writes: 16, tlb_flushes: 16 });
  expect(costs('rfc-v2 cpus=1', start, FLUSH)).toMatchObject({ pte_reads: 16, pte_writes: 1, tlb_flushes: 1 });
});

test('each CPU pays for what it does: the caller of a flush for the IPIs, each for its own slots', () => {
  const { events } = run(makeRig('rfc-v2', BUSY), FLUSH);
  const spent = costsByCpu(events);
  expect(spent.map(({ cpu, costs: c }) => [cpu, c.pte_reads, c.pte_writes, c.ipis])).toEqual([
    [0, 15, 2, 2],
    [1, 16, 1, 0],
    [3, 14, 0, 0],
  ]);
  expect(spent.reduce((sum, { costs: c }) => plusCosts(sum, c), NO_COSTS)).toEqual(costsOf(events));
  expect(costsByCpu([])).toEqual([]);
});

test('what is added can be taken away again, and the scopes add up to the invalidates', () => {
  const { events } = run(makeRig('rfc-v2 flush=checked_range', BUSY), FLUSH);
  const all = costsOf(events);
  const half = costsOf(events.slice(0, events.length / 2));
  expect(plusCosts(half, costsBetween(half, all))).toEqual(all);
  expect(all.tlb_local + all.tlb_broadcast + all.tlb_range).toBe(all.tlb_flushes);
  expect(Object.keys(NO_COSTS).filter((key) => key !== 'tlb_flushes')).toEqual(expect.arrayContaining([...COST_KINDS]));
  expect(Object.keys(NO_COSTS)).toHaveLength(COST_KINDS.length + 1);
});

test('a CPU that goes away flushes its whole TLB: everybody hears that up to 3.10, nobody else since', () => {
  const down = 'cpu0: cpu_down(cpu1)';
  expect(costs('rfc-v2 cpus=2', '', down)).toMatchObject({ tlb_local: 0, tlb_broadcast: 1 });
  expect(costs('rfc-v2 cpus=2 page_tlbi=local', '', down)).toMatchObject({ tlb_local: 1, tlb_broadcast: 0 });
});
