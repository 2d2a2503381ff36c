import { expect, test } from 'vitest';
import { setTlbEntry } from './machine.ts';
import {
  isCachedAnywhere,
  isExposed,
  isExposedSlot,
  isHeld,
  isMapped,
  placeState,
  slotCpu,
  slotPosition,
  slotState,
  strayCount,
  taskOn,
} from './slots.ts';
import { makeRig, run } from './testing/rig.ts';
import { dmaVa, linearVa, NO_VA, pkmapVa, slotVa } from './va.ts';

const START = `cpu0 online depth=2 | page0* . page2~
               cpu1 dead   depth=0 | page3~
               secure page2 page4`;

test('none has no PTE, live is below the depth of its strip’s CPU, stray is at or above it', () => {
  const { kernel, machine } = makeRig('v3.9 cpus=2', START);
  const states = [0, 1, 2, 3, 16, 17].map((index) => slotState(kernel, machine, index));
  expect(states).toEqual(['live', 'none', 'stray', 'none', 'stray', 'none']);
  expect(strayCount(kernel, machine)).toBe(2);
});

test('a slot that has no cell is none, and the strip behind the last CPU is nobody’s', () => {
  const rig = run(makeRig('v3.9 cpus=1 slots=2'), 'cpu0: kmap_atomic(page1)\n'.repeat(3));
  const { kernel, machine } = rig;
  expect([1, 2, 3, 4, -1].map((index) => slotState(kernel, machine, index))).toEqual([
    'live',
    'stray',
    'none',
    'none',
    'none',
  ]);
  expect(strayCount(kernel, machine)).toBe(1);
});

test('an unmap out of order makes a mapping that is held count as stray: the depth says nothing else', () => {
  const { kernel, machine } = run(
    makeRig('v3.9 cpus=1', 'cpu0 online depth=2 | page0* page1*'),
    'cpu0: kunmap_atomic(slot0)',
  );
  expect([slotState(kernel, machine, 0), slotState(kernel, machine, 1)]).toEqual(['live', 'stray']);
  expect([isHeld(machine, slotVa(0)), isHeld(machine, slotVa(1))]).toEqual([false, true]);
});

test('where the caller’s type chooses the slot, live is what somebody holds', () => {
  const { kernel, machine } = run(
    makeRig('v2.6.32 cpus=1'),
    'cpu0: kmap_atomic(page1, KM_USER1)\ncpu0: copy_highpage(low0, page2)',
  );
  expect([3, 4].map((index) => slotState(kernel, machine, index))).toEqual(['stray', 'live']);
});

test('which CPU’s strip a slot is in, and where', () => {
  const { kernel } = makeRig('v6.1-debug cpus=4');
  expect([0, 32, 33, 100].map((index) => [slotCpu(kernel, index), slotPosition(kernel, index)])).toEqual([
    [0, 0],
    [0, 32],
    [1, 0],
    [3, 1],
  ]);
});

test('a sleeping task’s address is held all the same', () => {
  const { machine } = run(makeRig('v6.1 cpus=1 tasks=1'), 'cpu0: kmap_local_page(page1)\ncpu0: schedule(task1)');
  expect(isHeld(machine, slotVa(0))).toBe(true);
});

test('the state of any place: pkmap by its count, lowmem in the linear map always live, a driver’s own while it lasts', () => {
  const { kernel, machine } = run(
    makeRig('v3.9 cpus=1 pkmap=4', START),
    'cpu0: irq\ncpu0: irq_return\ncpu0: kunmap_atomic()\ncpu0: kmap(page5)\ncpu0: kmap(page6)\ncpu0: kunmap(page6)\ncpu0: dma_alloc_attrs(page7)',
  );
  const state = (va: number): string => placeState(kernel, machine, va);
  expect([state(slotVa(0)), state(slotVa(2)), state(slotVa(5))]).toEqual(['live', 'stray', 'none']);
  expect([0, 1, 2, 3, 4].map((entry) => state(pkmapVa(entry)))).toEqual(['none', 'live', 'stray', 'none', 'none']);
  expect([8, 9, 10].map((page) => state(linearVa(page)))).toEqual(['none', 'live', 'live']);
  expect([state(dmaVa(8)), state(dmaVa(7)), state(NO_VA)]).toEqual(['live', 'none', 'none']);
});

test('exposed is secure and mapped: by a slot, by pkmap, by the linear map', () => {
  const { machine } = run(
    makeRig('v3.9 cpus=2 pkmap=2', START),
    'cpu0: kunmap_atomic()\ncpu0: kmap(page7)\ncpu0: secure_protect(page7)\ncpu0: secure_protect(low0)',
  );
  const exposed = Array.from({ length: 10 }, (_, i) => i + 1).filter((page) => isExposed(machine, page));
  expect(exposed).toEqual([3, 8, 9]);
  expect([0, 2, 16].map((index) => isExposedSlot(machine, index))).toEqual([false, true, false]);
  expect(isExposedSlot(machine, 1)).toBe(false);
  expect([1, 2, 4, 8, 9, 10].map((page) => isMapped(machine, page))).toEqual([true, false, true, true, true, true]);
});

test('the slot behind the last CPU’s strip and the last pkmap entry count as mappings too', () => {
  const { machine } = run(
    makeRig('v3.9 cpus=1 slots=1 pkmap=2'),
    'cpu0: kmap(page1)\ncpu0: kmap_atomic(page2)\ncpu0: kmap_atomic(page3)',
  );
  expect([2, 3, 4, 5].map((page) => isMapped(machine, page))).toEqual([true, true, true, false]);
});

test('a translation in any TLB, at any place', () => {
  const { machine } = makeRig('v3.9 cpus=2 slots=2 pkmap=2');
  expect(isCachedAnywhere(machine, 3)).toBe(false);
  setTlbEntry(machine, 1, machine.layout.tlbPlaces - 1, 3);
  expect([isCachedAnywhere(machine, 3), isCachedAnywhere(machine, 2)]).toEqual([true, false]);
  setTlbEntry(machine, 0, 0, 2);
  expect(isCachedAnywhere(machine, 2)).toBe(true);
});

test('the task a CPU runs is named where tasks own the slots', () => {
  expect(taskOn(makeRig('v6.1 cpus=2').machine, 1)).toBe(1);
  expect(taskOn(makeRig('v3.9 cpus=2').machine, 1)).toBeNull();
});
