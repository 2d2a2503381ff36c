import { ensure } from '../base/assert.ts';
import type { PageCode, VaCode } from './action.ts';
import type { CpuState } from './event.ts';
import { CPU, FRAME_CELLS, OWNER, WORLD, type Layout } from './layout.ts';
import { vaIndex, vaKind } from './va.ts';

/**
 * A machine is one block of 16-bit cells, shaped like the kernel's: copying, comparing, hashing and sending it are each one operation, and
 * the explorer's states are the same blocks. Only this file indexes `cells`; everyone else says what is meant.
 */
export type Machine = { readonly layout: Layout; readonly cells: Uint16Array };

/** pte_none: a slot that maps nothing. */
export const PTE_NONE: PageCode = 0;

export function copyMachine(machine: Machine): Machine {
  return { layout: machine.layout, cells: machine.cells.slice() };
}

export function sameMachine(a: Machine, b: Machine): boolean {
  return a.cells.length === b.cells.length && a.cells.every((cell, i) => cell === b.cells[i]);
}

const get = (m: Machine, i: number): number => m.cells[i] as number;
const set = (m: Machine, i: number, value: number): void => {
  m.cells[i] = value;
};

/** A cell behind those of the layout: a block may be made larger by whoever keeps something of his own beside the machine. */
export const cellBehind = (m: Machine, i: number): number => get(m, m.layout.size + i);
export const setCellBehind = (m: Machine, i: number, value: number): void => {
  set(m, m.layout.size + i, value);
};

// ------------------------------------------------------------------------------------------------------------ the world as a whole

const world = (m: Machine, what: number): number => get(m, m.layout.world.at + what);
const setWorld = (m: Machine, what: number, value: number): void => {
  set(m, m.layout.world.at + what, value);
};

/** The CPU that stop_machine is taking down, -1 when the machine is not stopped. */
export const stopMachineTarget = (m: Machine): number => world(m, WORLD.stopMachine) - 1;
export const setStopMachine = (m: Machine, target: number): void => {
  setWorld(m, WORLD.stopMachine, target + 1);
};
/** The CPU whose task holds cpu_hotplug.lock, -1 when it is free. */
export const hotplugOwner = (m: Machine): number => world(m, WORLD.hotplugLock) - 1;
export const setHotplugOwner = (m: Machine, cpu: number): void => {
  setWorld(m, WORLD.hotplugLock, cpu + 1);
};
/** The page of the first access that the firewall refused, 0 while there was none. */
export const faultPage = (m: Machine): PageCode => world(m, WORLD.fault);
export const faultVa = (m: Machine): VaCode => world(m, WORLD.faultVa);
export const faultCpu = (m: Machine): number => world(m, WORLD.faultCpu);
export function recordFault(m: Machine, cpu: number, va: VaCode, page: PageCode): void {
  if (faultPage(m) !== 0) return;
  setWorld(m, WORLD.fault, page);
  setWorld(m, WORLD.faultVa, va);
  setWorld(m, WORLD.faultCpu, cpu);
}
/** Leaves of a recorded fault only its page: the explorer does not tell states apart by who met it where. */
export function forgetFaultPlace(m: Machine): void {
  setWorld(m, WORLD.faultVa, 0);
  setWorld(m, WORLD.faultCpu, 0);
}
/** 1 + the index in BUGS of the first BUG_ON that fired, 0 while none did. */
export const bugFired = (m: Machine): number => world(m, WORLD.bug);
export const recordBug = (m: Machine, bug: number): void => {
  if (bugFired(m) === 0) setWorld(m, WORLD.bug, bug);
};
/** The whole system is gone: a fatal firewall, or the vectors page overwritten. */
export const isDown = (m: Machine): boolean => world(m, WORLD.down) !== 0;
export const setDown = (m: Machine): void => {
  setWorld(m, WORLD.down, 1);
};
/** last_pkmap_nr of mm/highmem.c. */
export const lastPkmapNr = (m: Machine): number => world(m, WORLD.lastPkmapNr);
export const setLastPkmapNr = (m: Machine, nr: number): void => {
  setWorld(m, WORLD.lastPkmapNr, nr);
};

/** 1 + the CPU that holds kmap_lock (mm/highmem.c), 0 when it is free. */
export const kmapLockOwner = (m: Machine): number => world(m, WORLD.kmapLock);
export const setKmapLockOwner = (m: Machine, owner: number): void => {
  setWorld(m, WORLD.kmapLock, owner);
};

// A page's cell: bit 0, the secure world has it; bit 1, a driver keeps it mapped strongly ordered.
const pageBit = (m: Machine, page: PageCode, bit: number): boolean =>
  (get(m, m.layout.secure.at + page - 1) & bit) !== 0;
const setPageBit = (m: Machine, page: PageCode, bit: number, on: boolean): void => {
  const cell = m.layout.secure.at + page - 1;
  set(m, cell, on ? get(m, cell) | bit : get(m, cell) & ~bit);
};
export const isSecure = (m: Machine, page: PageCode): boolean => pageBit(m, page, 1);
export const setSecure = (m: Machine, page: PageCode, secure: boolean): void => {
  setPageBit(m, page, 1, secure);
};
/** Mapped by dma_alloc_attrs with DMA_ATTR_STRONGLY_ORDERED: memory that is never accessed speculatively. */
export const isDmaMapped = (m: Machine, page: PageCode): boolean => pageBit(m, page, 2);
export const setDmaMapped = (m: Machine, page: PageCode, mapped: boolean): void => {
  setPageBit(m, page, 2, mapped);
};

// ------------------------------------------------------------------------------------------------------------ page tables

/** The page that a slot of the one page table maps, by index in the window; 0 is pte_none. */
export const topPte = (m: Machine, index: number): PageCode => get(m, m.layout.topPtes.at + index);
/** Stores a PTE; nothing else happens to it (the invalidate is a line of its own). */
export const storeTopPte = (m: Machine, index: number, page: PageCode): void => {
  set(m, m.layout.topPtes.at + index, page);
};
export const hasSlot = (m: Machine, index: number): boolean => index >= 0 && index < m.layout.windowSlots;

export const pkmapPte = (m: Machine, entry: number): PageCode => get(m, m.layout.pkmapPtes.at + entry);
export const storePkmapPte = (m: Machine, entry: number, page: PageCode): void => {
  set(m, m.layout.pkmapPtes.at + entry, page);
};
export const pkmapCount = (m: Machine, entry: number): number => get(m, m.layout.pkmapCounts.at + entry);
export const setPkmapCount = (m: Machine, entry: number, count: number): void => {
  set(m, m.layout.pkmapCounts.at + entry, count);
};
/** The pkmap entry a page has (page_address of a highmem page), -1 when it has none. */
export function pkmapEntryOf(m: Machine, page: PageCode): number {
  for (let entry = 0; entry < m.layout.pkmapEntries; entry++) if (pkmapPte(m, entry) === page) return entry;
  return -1;
}
export const isLowmem = (m: Machine, page: PageCode): boolean => page > m.layout.highPages;

/** The page a virtual address leads to by the page tables alone; 0 when it leads nowhere. */
export function walk(m: Machine, va: VaCode): PageCode {
  const index = vaIndex(va);
  switch (vaKind(va)) {
    case 'slot':
      return hasSlot(m, index) ? topPte(m, index) : PTE_NONE;
    case 'pkmap':
      return index < m.layout.pkmapEntries ? pkmapPte(m, index) : PTE_NONE;
    case 'linear':
      // Highmem is what the linear map leaves out.
      return isLowmem(m, index) ? index : PTE_NONE;
    case 'dma':
      return isDmaMapped(m, index) ? index : PTE_NONE;
    case 'none':
      return PTE_NONE;
  }
}

// ------------------------------------------------------------------------------------------------------------ CPUs

const STATES: readonly CpuState[] = ['dead', 'online', 'dying', 'starting', 'stopped'];
const ONLINE = 1;

const cpuCell = (m: Machine, cpu: number, what: number): number =>
  m.layout.perCpu.at + cpu * m.layout.perCpu.each + what;

export const cpuState = (m: Machine, cpu: number): CpuState => STATES[get(m, cpuCell(m, cpu, CPU.state))] as CpuState;
export const setCpuState = (m: Machine, cpu: number, state: CpuState): void => {
  set(m, cpuCell(m, cpu, CPU.state), STATES.indexOf(state));
};
/** In cpu_online_mask and able to run (a CPU that stopped at a BUG_ON is not). */
export const isOnline = (m: Machine, cpu: number): boolean => get(m, cpuCell(m, cpu, CPU.state)) === ONLINE;
/** In cpu_online_mask, able to run or not: a CPU that stopped at a BUG_ON is still called, and never answers. */
export const isInOnlineMask = (m: Machine, cpu: number): boolean => isOnline(m, cpu) || cpuState(m, cpu) === 'stopped';
/** Powered and translating addresses: everything but a dead CPU. */
export const isPowered = (m: Machine, cpu: number): boolean => get(m, cpuCell(m, cpu, CPU.state)) !== 0;

/** preempt_count, as far as kmap_atomic, on_each_cpu and the flush raise it. */
export const preemptCount = (m: Machine, cpu: number): number => get(m, cpuCell(m, cpu, CPU.preempt));
export const addPreempt = (m: Machine, cpu: number, by: number): void => {
  set(m, cpuCell(m, cpu, CPU.preempt), preemptCount(m, cpu) + by);
};
/** How many nested reasons keep interrupts off on this CPU. */
export const irqDepth = (m: Machine, cpu: number): number => get(m, cpuCell(m, cpu, CPU.irqDepth));
export const addIrqDepth = (m: Machine, cpu: number, by: number): void => {
  set(m, cpuCell(m, cpu, CPU.irqDepth), irqDepth(m, cpu) + by);
};
export const abortPending = (m: Machine, cpu: number): boolean => get(m, cpuCell(m, cpu, CPU.abort)) !== 0;
export const setAbortPending = (m: Machine, cpu: number, pending: boolean): void => {
  set(m, cpuCell(m, cpu, CPU.abort), pending ? 1 : 0);
};

/** In frozen_cpus (kernel/cpu.c): taken down by suspend, to be brought back by resume. */
export const isFrozen = (m: Machine, cpu: number): boolean => get(m, cpuCell(m, cpu, CPU.frozen)) !== 0;
export const setFrozen = (m: Machine, cpu: number, frozen: boolean): void => {
  set(m, cpuCell(m, cpu, CPU.frozen), frozen ? 1 : 0);
};

/** Has `from` sent `cpu` a function call that is not finished there yet? (One csd per pair of CPUs, as in kernel/smp.c.) */
export function ipiPending(m: Machine, cpu: number, from: number): boolean {
  const cell = cpuCell(m, cpu, from < 16 ? CPU.ipiLow : CPU.ipiHigh);
  return (get(m, cell) & (1 << (from & 15))) !== 0;
}
export function setIpiPending(m: Machine, cpu: number, from: number, pending: boolean): void {
  const cell = cpuCell(m, cpu, from < 16 ? CPU.ipiLow : CPU.ipiHigh);
  const bit = 1 << (from & 15);
  set(m, cell, pending ? get(m, cell) | bit : get(m, cell) & ~bit);
}
/** The lowest-numbered CPU that has called this one, -1 when none has. */
export function ipiSender(m: Machine, cpu: number): number {
  const bits = get(m, cpuCell(m, cpu, CPU.ipiLow)) + get(m, cpuCell(m, cpu, CPU.ipiHigh)) * 0x10000;
  return bits === 0 ? -1 : 31 - Math.clz32(bits & -bits);
}

// ------------------------------------------------------------------------------------------------------------ frames: what a CPU is in

const frameCell = (m: Machine, cpu: number, depth: number, what: number): number =>
  m.layout.frames.at + cpu * m.layout.frames.each + depth * FRAME_CELLS + what;

/** How many functions and interrupts are nested on a CPU. */
export const frameTop = (m: Machine, cpu: number): number => get(m, cpuCell(m, cpu, CPU.frameTop));
/** Function number of a frame (1 + index in the kernel's table), 0 when there is none. */
export const frameFn = (m: Machine, cpu: number, depth: number): number =>
  depth < 0 ? 0 : get(m, frameCell(m, cpu, depth, 0));
export const framePc = (m: Machine, cpu: number, depth: number): number => get(m, frameCell(m, cpu, depth, 1));
export const setFramePc = (m: Machine, cpu: number, depth: number, pc: number): void => {
  set(m, frameCell(m, cpu, depth, 1), pc);
};
/** Is there room for so many frames more? */
export const hasFrameRoom = (m: Machine, cpu: number, frames: number): boolean =>
  frameTop(m, cpu) + frames <= m.layout.limits.frames;

/** The innermost frame's arguments `a` and `b` (a routine may reuse them as its variables) and its one further local. */
export const argA = (m: Machine, cpu: number): number => get(m, frameCell(m, cpu, frameTop(m, cpu) - 1, 2));
export const argB = (m: Machine, cpu: number): number => get(m, frameCell(m, cpu, frameTop(m, cpu) - 1, 3));
export const local = (m: Machine, cpu: number): number => get(m, frameCell(m, cpu, frameTop(m, cpu) - 1, 4));
export const setArgA = (m: Machine, cpu: number, value: number): void => {
  set(m, frameCell(m, cpu, frameTop(m, cpu) - 1, 2), value);
};
export const setArgB = (m: Machine, cpu: number, value: number): void => {
  set(m, frameCell(m, cpu, frameTop(m, cpu) - 1, 3), value);
};
export const setLocal = (m: Machine, cpu: number, value: number): void => {
  set(m, frameCell(m, cpu, frameTop(m, cpu) - 1, 4), value);
};
/** Arguments of any frame: for an interrupt, how much its CPU held when it came, and (where tasks own the index) its preempt_count. */
export const frameA = (m: Machine, cpu: number, depth: number): number => get(m, frameCell(m, cpu, depth, 2));
export const frameB = (m: Machine, cpu: number, depth: number): number => get(m, frameCell(m, cpu, depth, 3));

/** The local of any frame. */
export const frameLocal = (m: Machine, cpu: number, depth: number): number => get(m, frameCell(m, cpu, depth, 4));

/** A frame more, at its first line and with its local 0: popFrame leaves nothing behind. */
export function pushFrame(m: Machine, cpu: number, fn: number, a: number, b: number): void {
  const depth = frameTop(m, cpu);
  ensure(depth < m.layout.limits.frames, 'a CPU has room for another frame');
  set(m, frameCell(m, cpu, depth, 0), fn);
  set(m, frameCell(m, cpu, depth, 2), a);
  set(m, frameCell(m, cpu, depth, 3), b);
  set(m, cpuCell(m, cpu, CPU.frameTop), depth + 1);
}
export function popFrame(m: Machine, cpu: number): void {
  const depth = frameTop(m, cpu) - 1;
  for (let what = 0; what < FRAME_CELLS; what++) set(m, frameCell(m, cpu, depth, what), 0);
  set(m, cpuCell(m, cpu, CPU.frameTop), depth);
}

// ------------------------------------------------------------------------------------------------------------ indices and what is held

/** The task a CPU runs (kernels where the task owns the index); elsewhere the CPU itself. */
export const currentTask = (m: Machine, cpu: number): number =>
  m.layout.taskOwned ? get(m, cpuCell(m, cpu, CPU.task)) : cpu;
export const setCurrentTask = (m: Machine, cpu: number, task: number): void => {
  set(m, cpuCell(m, cpu, CPU.task), task);
};
const ownerCell = (m: Machine, owner: number, what: number): number =>
  m.layout.perOwner.at + owner * m.layout.perOwner.each + what;

/** __kmap_atomic_idx of a CPU (its task's kmap_ctrl.idx on kmap_local kernels): how many positions are in use. Signed. */
export const kmapAtomicIdx = (m: Machine, cpu: number): number => ownerIdx(m, currentTask(m, cpu));
export const setKmapAtomicIdx = (m: Machine, cpu: number, idx: number): void => {
  set(m, ownerCell(m, currentTask(m, cpu), OWNER.idx), idx);
};
export const ownerIdx = (m: Machine, owner: number): number => (get(m, ownerCell(m, owner, OWNER.idx)) << 16) >> 16;
/** 1 + the CPU a task last ran on, 0 when it never ran. */
export const lastCpuOf = (m: Machine, task: number): number => get(m, ownerCell(m, task, OWNER.lastCpu)) - 1;
export const setLastCpuOf = (m: Machine, task: number, cpu: number): void => {
  set(m, ownerCell(m, task, OWNER.lastCpu), cpu + 1);
};
/** kmap_ctrl.pteval[]: what a sleeping task's positions held (kernel/sched/core.c kmap_local_sched_out). */
export const pteval = (m: Machine, task: number, position: number): PageCode =>
  get(m, m.layout.pteval.at + task * m.layout.pteval.each + position);
export const setPteval = (m: Machine, task: number, position: number, page: PageCode): void => {
  set(m, m.layout.pteval.at + task * m.layout.pteval.each + position, page);
};

const heldCell = (m: Machine, owner: number, i: number): number => m.layout.held.at + owner * m.layout.held.each + i;
/** How many addresses this CPU's contexts were given and have not given back. */
export const heldCount = (m: Machine, cpu: number): number =>
  get(m, ownerCell(m, currentTask(m, cpu), OWNER.heldCount));
/** The i-th of them, oldest first. */
export const heldAt = (m: Machine, cpu: number, i: number): VaCode => get(m, heldCell(m, currentTask(m, cpu), i));
export const ownerHeldCount = (m: Machine, owner: number): number => get(m, ownerCell(m, owner, OWNER.heldCount));
export const ownerHeldAt = (m: Machine, owner: number, i: number): VaCode => get(m, heldCell(m, owner, i));
export function pushHeld(m: Machine, cpu: number, va: VaCode): void {
  const owner = currentTask(m, cpu);
  const count = ownerHeldCount(m, owner);
  ensure(count < m.layout.limits.held, 'a CPU has room for another address');
  set(m, heldCell(m, owner, count), va);
  set(m, ownerCell(m, owner, OWNER.heldCount), count + 1);
}
export function removeHeld(m: Machine, cpu: number, i: number): void {
  const owner = currentTask(m, cpu);
  const last = ownerHeldCount(m, owner) - 1;
  for (let j = i; j < last; j++) set(m, heldCell(m, owner, j), get(m, heldCell(m, owner, j + 1)));
  set(m, heldCell(m, owner, last), 0);
  set(m, ownerCell(m, owner, OWNER.heldCount), last);
}

// ------------------------------------------------------------------------------------------------------------ TLBs

/** Where a virtual address stands in a TLB, -1 for addresses whose translations never change under us (linear map, a driver's own). */
export function tlbPlace(layout: Layout, va: VaCode): number {
  const index = vaIndex(va);
  switch (vaKind(va)) {
    case 'slot':
      return index < layout.windowSlots ? index : -1;
    case 'pkmap':
      return layout.windowSlots + index;
    case 'linear':
    case 'dma':
    case 'none':
      return -1;
  }
}
const tlbCell = (m: Machine, cpu: number, place: number): number => m.layout.tlb.at + cpu * m.layout.tlb.each + place;
/** The page a CPU's TLB holds for a place, 0 for none. Entries of this window are global (nG = 0): no ASID is asked. */
export const tlbEntry = (m: Machine, cpu: number, place: number): PageCode => get(m, tlbCell(m, cpu, place));

/** The places a CPU's TLB holds something for. Few of hundreds: looked for without a call for each. */
export function tlbPlacesHeld({ layout, cells }: Machine, cpu: number): readonly number[] {
  const held: number[] = [];
  const first = layout.tlb.at + cpu * layout.tlb.each;
  for (let place = 0; place < layout.tlbPlaces; place++) if (cells[first + place] !== 0) held.push(place);
  return held;
}
export const setTlbEntry = (m: Machine, cpu: number, place: number, page: PageCode): void => {
  set(m, tlbCell(m, cpu, place), page);
};
/** Where a TLB of limited size looks for its next victim. */
export const tlbVictim = (m: Machine, cpu: number): number => get(m, cpuCell(m, cpu, CPU.tlbVictim));
export const setTlbVictim = (m: Machine, cpu: number, place: number): void => {
  set(m, cpuCell(m, cpu, CPU.tlbVictim), place);
};
