import { expect, test } from 'vitest';
import { cpuId } from '../arm/units.ts';
import { boot } from '../model/boot.ts';
import type { Config } from '../model/config.ts';
import { preset } from '../model/eras.ts';
import type { Action } from '../model/action.ts';
import { present } from '../base/assert.ts';
import { buildKernel } from '../model/kernel.ts';
import { storeTopPte } from '../model/machine.ts';
import { perform } from '../model/run.ts';
import { mayHold } from './may-hold.ts';

const PAGE_A = 3;
const PAGE_B = 4;

/** A machine that tells what each CPU's TLB may hold for CPU 1's slot 0. */
function listening(name: string, switches: Partial<Config['switches']> = {}) {
  const base = present(preset(name), name);
  const kernel = buildKernel({
    switches: { ...base.switches, ...switches },
    sizes: { ...base.sizes, cpus: 3, slots: 4, pkmap: 4 },
  });
  const machine = boot(kernel);
  const tlbs = mayHold(machine);
  const call = (cpu: number, fn: (Action & { type: 'call' })['fn'], a = 0): void => {
    const action = { type: 'call', cpu: cpuId(cpu), fn, a, b: 0 } as const;
    const { outcome } = perform(kernel, machine, { type: 'run', action }, tlbs.listen);
    expect(outcome).toBe('done');
  };
  return { call, holds: () => [0, 1, 2].map((cpu) => [...tlbs.pages(cpu, 4)]), machine };
}

test('where the page invalidate is broadcast, nobody holds anything but what the PTE says', () => {
  const { call, holds } = listening('rfc-v2');
  call(1, 'kmap_atomic', PAGE_A);
  expect(holds()).toEqual([[PAGE_A], [PAGE_A], [PAGE_A]]);
  call(1, 'kunmap_atomic');
  call(1, 'kmap_atomic', PAGE_B);
  expect(holds()).toEqual([[PAGE_B], [PAGE_B], [PAGE_B]]);
  call(1, 'kunmap_atomic');
  call(0, 'kmap_atomic_flush_unused');
  expect(holds()).toEqual([[], [], []]);
});

test('where it is local, the other CPUs may hold every page that the slot has named', () => {
  const { call, holds } = listening('vendor-4.4');
  call(1, 'kmap_atomic', PAGE_A);
  call(1, 'kunmap_atomic');
  call(1, 'kmap_atomic', PAGE_B);
  call(1, 'kunmap_atomic');
  call(0, 'kmap_atomic_flush_unused');
  expect(holds()).toEqual([[PAGE_A, PAGE_B], [], [PAGE_A, PAGE_B]]);
});

test('a range invalidate is heard by all', () => {
  const { call, holds } = listening('fixed');
  call(1, 'kmap_atomic', PAGE_A);
  call(1, 'kunmap_atomic');
  call(0, 'kmap_atomic_flush_unused');
  expect(holds()).toEqual([[], [], []]);
});

test('a CPU that comes up holds only what the PTEs say now', () => {
  const { call, holds } = listening('vendor-4.4');
  call(1, 'kmap_atomic', PAGE_A);
  call(1, 'kunmap_atomic');
  call(1, 'kmap_atomic', PAGE_B);
  call(1, 'kunmap_atomic');
  call(0, 'cpu_down', 2);
  call(0, 'cpu_up', 2);
  expect(holds()).toEqual([[PAGE_A, PAGE_B], [PAGE_B], [PAGE_B]]);
});

test('what stood in the table from the start may be held by all', () => {
  const { machine } = listening('v3.9');
  storeTopPte(machine, 5, PAGE_A);
  const tlbs = mayHold(machine);
  expect([...tlbs.pages(2, 5)]).toEqual([PAGE_A]);
  expect([...tlbs.pages(2, 999)]).toEqual([]);
});
