import { expect, test } from 'vitest';
import { boot } from './boot.ts';
import { buildKernel } from './kernel.ts';
import { layoutOf, roomyLimits, type Field } from './layout.ts';
import * as machine from './machine.ts';
import { configOf, makeRig } from './testing/rig.ts';
import { dmaVa, linearVa, NO_VA, pkmapVa, slotVa, vaIndex, vaKind } from './va.ts';

test('a copy is a machine of its own', () => {
  const { machine: m } = makeRig('v3.9 cpus=1');
  const copy = machine.copyMachine(m);
  machine.storeTopPte(copy, 0, 3);
  expect([machine.topPte(m, 0), machine.topPte(copy, 0)]).toEqual([0, 3]);
  expect(machine.sameMachine(m, copy)).toBe(false);
  expect(machine.sameMachine(m, makeRig('v3.9 cpus=2').machine)).toBe(false);
});

test('who has called a CPU is a bit per caller, up to 32; the lowest-numbered is served first', () => {
  const { machine: m } = makeRig('v3.9 cpus=32 pages=1 pkmap=0');
  const pending = (): readonly number[] =>
    Array.from({ length: 32 }, (_, i) => i).filter((i) => machine.ipiPending(m, 3, i));
  expect(machine.ipiSender(m, 3)).toBe(-1);
  for (const from of [31, 16, 15, 0]) {
    machine.setIpiPending(m, 3, from, true);
    expect(machine.ipiSender(m, 3)).toBe(from);
  }
  expect(pending()).toEqual([0, 15, 16, 31]);
  machine.setIpiPending(m, 3, 0, false);
  machine.setIpiPending(m, 3, 16, false);
  expect(pending()).toEqual([15, 31]);
  expect(machine.ipiSender(m, 4)).toBe(-1);
});

test('the index is signed: one pop too many is -1', () => {
  const { machine: m } = makeRig('v3.9 cpus=2');
  machine.setKmapAtomicIdx(m, 1, -1);
  expect([machine.kmapAtomicIdx(m, 0), machine.kmapAtomicIdx(m, 1)]).toEqual([0, -1]);
});

test('the first BUG and the first refused access stay on record', () => {
  const { machine: m } = makeRig('v3.9 cpus=2');
  machine.recordBug(m, 2);
  machine.recordBug(m, 3);
  expect(machine.bugFired(m)).toBe(2);
  machine.recordFault(m, 1, slotVa(4), 5);
  machine.recordFault(m, 0, slotVa(0), 6);
  expect([machine.faultCpu(m), machine.faultVa(m), machine.faultPage(m)]).toEqual([1, slotVa(4), 5]);
  machine.forgetFaultPlace(m);
  expect([machine.faultCpu(m), machine.faultVa(m), machine.faultPage(m)]).toEqual([0, 0, 5]);
});

test('a page is secure, or kept mapped by a driver, or both', () => {
  const { machine: m } = makeRig('v3.9');
  const state = (): readonly boolean[] => [machine.isSecure(m, 2), machine.isDmaMapped(m, 2)];
  machine.setSecure(m, 2, true);
  machine.setDmaMapped(m, 2, true);
  expect(state()).toEqual([true, true]);
  machine.setSecure(m, 2, false);
  expect(state()).toEqual([false, true]);
  machine.setDmaMapped(m, 2, false);
  expect([...state(), machine.isSecure(m, 1), machine.isSecure(m, 3)]).toEqual([false, false, false, false]);
});

test('frames are pushed and popped; a popped one leaves no trace, one too many is a bug of ours', () => {
  const { machine: m } = makeRig('v3.9 cpus=2');
  const before = machine.copyMachine(m);
  const { frames } = m.layout.limits;
  for (let depth = 0; depth < frames; depth++) {
    expect(machine.hasFrameRoom(m, 1, frames - depth)).toBe(true);
    expect(machine.hasFrameRoom(m, 1, frames - depth + 1)).toBe(false);
    machine.pushFrame(m, 1, depth + 1, 10 + depth, 20 + depth);
  }
  machine.setArgA(m, 1, 100);
  machine.setArgB(m, 1, 101);
  machine.setLocal(m, 1, 102);
  machine.setFramePc(m, 1, 2, 7);
  expect([machine.argA(m, 1), machine.argB(m, 1), machine.local(m, 1)]).toEqual([100, 101, 102]);
  expect(machine.frameLocal(m, 1, frames - 1)).toBe(102);
  const third = [machine.frameFn, machine.framePc, machine.frameA, machine.frameB].map((read) => read(m, 1, 2));
  expect(third).toEqual([3, 7, 12, 22]);
  expect([machine.frameFn(m, 1, -1), machine.frameTop(m, 0)]).toEqual([0, 0]);
  expect(() => machine.pushFrame(m, 1, 1, 0, 0)).toThrow('a CPU has room for another frame');
  for (let depth = frames; depth > 0; depth--) machine.popFrame(m, 1);
  expect(machine.sameMachine(m, before)).toBe(true);
});

test('a frame that is pushed where another one was begins at its first line with its local at 0', () => {
  const { machine: m } = makeRig('v3.9 cpus=1');
  machine.pushFrame(m, 0, 1, 2, 3);
  machine.setFramePc(m, 0, 0, 5);
  machine.setLocal(m, 0, 9);
  machine.pushFrame(m, 0, 2, 0, 0);
  expect([machine.framePc(m, 0, 1), machine.local(m, 0)]).toEqual([0, 0]);
});

test('addresses that are held stand in their order, whichever is taken out', () => {
  const { machine: m } = makeRig('v3.9 cpus=2');
  for (const va of [5, 6, 7, 8]) machine.pushHeld(m, 1, va);
  machine.removeHeld(m, 1, 1);
  const held = Array.from({ length: machine.heldCount(m, 1) }, (_, i) => machine.heldAt(m, 1, i));
  expect(held).toEqual([5, 7, 8]);
  expect([machine.ownerHeldCount(m, 1), machine.ownerHeldAt(m, 1, 2), machine.heldCount(m, 0)]).toEqual([3, 8, 0]);
  machine.removeHeld(m, 1, 2);
  machine.removeHeld(m, 1, 0);
  machine.removeHeld(m, 1, 0);
  expect(machine.sameMachine(m, makeRig('v3.9 cpus=2').machine)).toBe(true);
  for (let i = 0; i < m.layout.limits.held; i++) machine.pushHeld(m, 0, 1);
  expect(() => machine.pushHeld(m, 0, 1)).toThrow('a CPU has room for another address');
});

test('on kmap_local kernels the index and what is held go with the task', () => {
  const { machine: m } = makeRig('v6.1 cpus=2 tasks=1');
  expect([machine.currentTask(m, 0), machine.currentTask(m, 1)]).toEqual([0, 1]);
  expect([0, 1, 2].map((task) => machine.lastCpuOf(m, task))).toEqual([0, 1, -1]);
  machine.setCurrentTask(m, 1, 2);
  machine.setKmapAtomicIdx(m, 1, 3);
  machine.pushHeld(m, 1, 9);
  machine.setPteval(m, 2, 15, 4);
  machine.setLastCpuOf(m, 2, 1);
  expect([machine.ownerIdx(m, 1), machine.ownerIdx(m, 2), machine.kmapAtomicIdx(m, 1)]).toEqual([0, 3, 3]);
  expect([machine.ownerHeldCount(m, 2), machine.pteval(m, 2, 15), machine.lastCpuOf(m, 2)]).toEqual([1, 4, 1]);
});

test('a walk is by the page tables alone, and leads nowhere outside of them', () => {
  const { machine: m } = makeRig('v3.9 cpus=1 slots=2 pkmap=2 pages=3 low=2');
  machine.storeTopPte(m, 3, 1);
  machine.storePkmapPte(m, 1, 2);
  machine.setDmaMapped(m, 3, true);
  const at = [
    slotVa(3),
    slotVa(2),
    slotVa(4),
    pkmapVa(1),
    pkmapVa(0),
    pkmapVa(2),
    linearVa(4),
    linearVa(3),
    dmaVa(3),
    dmaVa(2),
    NO_VA,
  ];
  expect(at.map((va) => machine.walk(m, va))).toEqual([1, 0, 0, 2, 0, 0, 4, 0, 3, 0, 0]);
  expect([-1, 0, 3, 4].map((index) => machine.hasSlot(m, index))).toEqual([false, true, true, false]);
  expect([machine.pkmapEntryOf(m, 2), machine.pkmapEntryOf(m, 3)]).toEqual([1, -1]);
});

test('what a TLB can hold: the window, then pkmap; the linear map and a driver’s own mapping never change under us', () => {
  const { layout } = makeRig('v3.9 cpus=1 slots=2 pkmap=2').kernel;
  const places = [slotVa(0), slotVa(3), slotVa(4), pkmapVa(0), pkmapVa(1), linearVa(9), dmaVa(1), NO_VA].map((va) =>
    machine.tlbPlace(layout, va),
  );
  expect(places).toEqual([0, 3, -1, 4, 5, -1, -1, -1]);
});

test('an address code says of what kind it is, and which one', () => {
  const codes = [slotVa(0), slotVa(1055), pkmapVa(0), pkmapVa(511), linearVa(1), linearVa(1088), dmaVa(1), dmaVa(1024)];
  expect(codes.map((va) => `${vaKind(va)} ${vaIndex(va)}`)).toEqual([
    ...['slot 0', 'slot 1055', 'pkmap 0', 'pkmap 511', 'linear 1', 'linear 1088', 'dma 1', 'dma 1024'],
  ]);
  expect(vaKind(NO_VA)).toBe('none');
  expect(new Set(codes).size).toBe(codes.length);
});

test.each([
  'v3.9',
  'v6.1',
  'v3.9 cpus=3 pages=4 low=2 pkmap=5',
  'v6.1 cpus=3 pages=4 low=2 pkmap=5',
  'v6.1-debug cpus=2 pkmap=0',
  'v2.6.32 cpus=1 low=0',
])('%s: the fields of the block follow one another without gap or overlap, to its end', (settings) => {
  const layout = layoutOf(configOf(settings));
  const { cpus, owners, pages, windowSlots, pkmapEntries, taskOwned } = layout;
  const counts: readonly (readonly [Field, number])[] = [
    [layout.world, 1],
    [layout.secure, pages],
    [layout.topPtes, windowSlots],
    [layout.pkmapPtes, pkmapEntries],
    [layout.pkmapCounts, pkmapEntries],
    [layout.perCpu, cpus],
    [layout.frames, cpus],
    [layout.tlb, cpus],
    [layout.perOwner, owners],
    [layout.held, owners],
    [layout.pteval, taskOwned ? owners : 0],
  ];
  let at = 0;
  for (const [field, count] of counts) {
    expect(field.at).toBe(at);
    at += field.each * count;
  }
  expect(layout.size).toBe(at);
  expect(boot(buildKernel(configOf(settings))).cells).toHaveLength(at);
});

test('sizes: one strip more than CPUs, tasks beside the one each CPU starts with, room that grows with the strip', () => {
  expect(layoutOf(configOf('v3.9 cpus=3'))).toMatchObject({ windowSlots: 64, owners: 3, pages: 10, highPages: 8 });
  expect(layoutOf(configOf('v6.1 cpus=3 tasks=2'))).toMatchObject({ owners: 5, tlbPlaces: 64 + 512 });
  expect(roomyLimits(configOf('v3.9'))).toEqual({ held: 34, frames: 8 });
  expect(roomyLimits(configOf('v6.1-debug'))).toEqual({ held: 40, frames: 8 });
  expect(layoutOf(configOf('v3.9'), { held: 3, frames: 2 }).limits).toEqual({ held: 3, frames: 2 });
});

test('setters write where their getters read, and nowhere else', () => {
  const { machine: m } = makeRig('v6.1 cpus=2 tasks=1 pkmap=2 slots=2');
  const writes: readonly (() => void)[] = [
    () => machine.setStopMachine(m, 1),
    () => machine.setHotplugOwner(m, 1),
    () => machine.setDown(m),
    () => machine.setLastPkmapNr(m, 1),
    () => machine.setKmapLockOwner(m, 2),
    () => machine.setPkmapCount(m, 1, 2),
    () => machine.storePkmapPte(m, 1, 2),
    () => machine.storeTopPte(m, 1, 2),
    () => machine.setCpuState(m, 1, 'stopped'),
    () => machine.addPreempt(m, 1, 1),
    () => machine.addIrqDepth(m, 1, 1),
    () => machine.setAbortPending(m, 1, true),
    () => machine.setFrozen(m, 1, true),
    () => machine.setTlbEntry(m, 1, 1, 2),
    () => machine.setTlbVictim(m, 1, 3),
  ];
  const touched = writes.map((write) => {
    const before = m.cells.slice();
    write();
    const cells = [...m.cells.keys()].filter((i) => m.cells[i] !== before[i]);
    expect(cells).toHaveLength(1);
    return cells[0];
  });
  expect(new Set(touched).size).toBe(writes.length);
  expect([machine.stopMachineTarget(m), machine.hotplugOwner(m), machine.isDown(m), machine.lastPkmapNr(m)]).toEqual([
    1,
    1,
    true,
    1,
  ]);
  expect([machine.kmapLockOwner(m), machine.pkmapCount(m, 1), machine.pkmapPte(m, 1), machine.topPte(m, 1)]).toEqual([
    2, 2, 2, 2,
  ]);
  expect([machine.cpuState(m, 1), machine.isOnline(m, 1), machine.isPowered(m, 1)]).toEqual(['stopped', false, true]);
  expect([
    machine.preemptCount(m, 1),
    machine.irqDepth(m, 1),
    machine.abortPending(m, 1),
    machine.isFrozen(m, 1),
  ]).toEqual([1, 1, true, true]);
  expect([machine.tlbEntry(m, 1, 1), machine.tlbVictim(m, 1)]).toEqual([2, 3]);
  machine.setAbortPending(m, 1, false);
  machine.setFrozen(m, 1, false);
  expect([machine.abortPending(m, 1), machine.isFrozen(m, 1)]).toEqual([false, false]);
});
