import { present } from '../../base/assert.ts';
import type { PageCode } from '../../model/action.ts';
import { slotIndex } from '../../model/call.ts';
import type { Kernel } from '../../model/kernel.ts';
import {
  cellBehind,
  frameA,
  frameB,
  frameFn,
  frameLocal,
  framePc,
  frameTop,
  hasSlot,
  kmapAtomicIdx,
  ownerHeldAt,
  ownerHeldCount,
  ownerIdx,
  pkmapCount,
  pkmapEntryOf,
  pteval,
  setCellBehind,
  tlbEntry,
  tlbPlace,
  topPte,
  walk,
  type Machine,
} from '../../model/machine.ts';
import { fnNumber, ROUTINE_NAMES, type RoutineName } from '../../model/routine.ts';
import { slotVa } from '../../model/va.ts';
import { mayBe } from './may-hold.ts';

/**
 * Who is in the middle of what: what the guards of the environment ask of a machine. Functions are known by their numbers, and where each
 * takes its position is looked up once per kernel.
 */
export type InUse = {
  readonly kernel: Kernel;
  readonly tlbSets: boolean;
  /** Pages that may become secure. */
  readonly handed: readonly PageCode[];
  /** Where programs flush for a page before they protect it. */
  readonly handovers: readonly Handover[];
  /** By function number: the pc of the line that takes a position, -1 for functions that take none. */
  readonly takes: Int8Array;
};

/** On this CPU's program a page is being handed over from when statement `first` has begun until statement `last` does. */
export type Handover = { readonly cpu: number; readonly first: number; readonly last: number; readonly page: PageCode };

/** How many statements of its program a CPU has begun: kept behind the cells of the machine. */
export const begun = cellBehind;
export const setBegun = setCellBehind;

export function makeInUse(
  kernel: Kernel,
  tlbSets: boolean,
  handed: readonly PageCode[],
  handovers: readonly Handover[],
): InUse {
  const takes = new Int8Array(ROUTINE_NAMES.length + 1).fill(-1);
  kernel.routines.forEach((routine, i) => {
    takes[i + 1] = routine.lines.findIndex((line) => line.takesPosition === true);
  });
  return { kernel, tlbSets, handed, handovers, takes };
}

const numbers = (...names: readonly RoutineName[]): readonly number[] => names.map(fnNumber);
const [KMAP_ATOMIC = 0, KMAP_ATOMIC_PFN = 0, KMAP_LOCAL_PAGE = 0, KMAP = 0, KUNMAP = 0] = numbers(
  'kmap_atomic',
  'kmap_atomic_pfn',
  'kmap_local_page',
  'kmap',
  'kunmap',
);
const [COPY = 0, DMA_CLEAN = 0, KUNMAP_ATOMIC = 0, KUNMAP_LOCAL = 0] = numbers(
  'copy_highpage',
  'dma_clean',
  'kunmap_atomic',
  'kunmap_local',
);
const HANDS_OVER = numbers('secure_buffer_change_chunk', 'secure_protect', 'secure_unprotect');
const HOTPLUG = numbers('cpu_down', 'cpu_up', 'disable_nonboot_cpus', 'enable_nonboot_cpus');
const IRQ = fnNumber('irq');

function someFrame(m: Machine, is: (fn: number, cpu: number, depth: number) => boolean): boolean {
  for (let cpu = 0; cpu < m.layout.cpus; cpu++) {
    for (let depth = frameTop(m, cpu) - 1; depth >= 0; depth--) if (is(frameFn(m, cpu, depth), cpu, depth)) return true;
  }
  return false;
}

/** Is a driver on its way to or from the secure world? */
export const driverBusy = (m: Machine): boolean => someFrame(m, (fn) => HANDS_OVER.includes(fn));

/** Is a driver on its way with this page? */
export function pageBusy({ handovers }: InUse, m: Machine, page: PageCode): boolean {
  for (const { cpu, first, last, page: handedOver } of handovers) {
    if (handedOver === page && begun(m, cpu) > first && begun(m, cpu) <= last) return true;
  }
  return someFrame(m, (fn, cpu, depth) => HANDS_OVER.includes(fn) && frameA(m, cpu, depth) === page);
}

/** Is a CPU being taken down or brought up? */
export const hotplugBusy = (m: Machine): boolean => someFrame(m, (fn) => HOTPLUG.includes(fn));

export function inIrq(m: Machine, cpu: number): boolean {
  for (let depth = frameTop(m, cpu) - 1; depth >= 0; depth--) if (frameFn(m, cpu, depth) === IRQ) return true;
  return false;
}

/** Is this CPU in a function, or its task asleep in one? A handler that waits for the next call is in none. */
export function isInCall(m: Machine, cpu: number): boolean {
  const fn = frameFn(m, cpu, frameTop(m, cpu) - 1);
  return fn !== 0 && fn !== IRQ;
}

/**
 * Positions of a CPU's strip that are in use or will be when the calls it is in have come that far: what one more kmap_atomic may count on.
 */
export function depthToCome(of: InUse, m: Machine, cpu: number): number {
  const { kernel, takes } = of;
  const byType = kernel.config.switches.index_owner === 'type';
  let depth = byType ? ownerHeldCount(m, cpu) : kmapAtomicIdx(m, cpu);
  for (let i = frameTop(m, cpu) - 1; i >= 0; i--) {
    const fn = frameFn(m, cpu, i);
    const take = present(takes[fn], 'function');
    if (take >= 0 && (byType || framePc(m, cpu, i) <= take)) depth += kernel.kmIncr;
    // Its address is given back with the call, its type is free only when it has returned: an interrupt has types of its own.
    if (byType && fn === KUNMAP_ATOMIC) depth++;
  }
  return depth;
}

/** Does nobody use the page: no address of it held, no kmap of it, no call under way that maps it or gives it back? */
export function isUnused(of: InUse, m: Machine, page: PageCode): boolean {
  if (m.layout.pkmapEntries > 0) {
    const entry = pkmapEntryOf(m, page);
    if (entry >= 0 && pkmapCount(m, entry) > 1) return false;
  }
  for (let owner = 0; owner < m.layout.owners; owner++) {
    for (let i = ownerHeldCount(m, owner) - 1; i >= 0; i--)
      if (walk(m, ownerHeldAt(m, owner, i)) === page) return false;
    if (m.layout.taskOwned && remembers(m, owner, page)) return false;
  }
  return !someFrame(m, (fn, cpu, depth) => usesPage(of, m, page, fn, cpu, depth));
}

function remembers(m: Machine, task: number, page: PageCode): boolean {
  for (let i = 0; i < m.layout.slotsPerCpu; i++) if (i < ownerIdx(m, task) && pteval(m, task, i) === page) return true;
  return false;
}

function usesPage(of: InUse, m: Machine, page: PageCode, fn: number, cpu: number, depth: number): boolean {
  const a = frameA(m, cpu, depth);
  switch (fn) {
    case KMAP_ATOMIC:
    case KMAP_ATOMIC_PFN:
    case KMAP_LOCAL_PAGE:
    case KMAP:
    case KUNMAP:
      return a === page;
    case COPY:
      return a === page || frameB(m, cpu, depth) === page;
    case DMA_CLEAN:
      return a <= page && page <= frameB(m, cpu, depth);
    case KUNMAP_ATOMIC:
    case KUNMAP_LOCAL:
      // Between its store and its invalidate only TLBs still know which page it is.
      return walk(m, a) === page || wouldDrop(of, m, cpu, a, page);
    default:
      return false;
  }
}

/** Would an invalidate of this address by this CPU take the page from a TLB that it reaches? */
function wouldDrop(of: InUse, m: Machine, cpu: number, va: number, page: PageCode): boolean {
  const place = tlbPlace(m.layout, va);
  if (place < 0) return false;
  if (!of.kernel.broadcastPage) return mayBe(of, tlbEntry(m, cpu, place), page);
  for (let other = 0; other < m.layout.cpus; other++) if (mayBe(of, tlbEntry(m, other, place), page)) return true;
  return false;
}

/**
 * Is some slot that still maps the page being taken by a call for another page: position taken (M4), its PTE not yet written (M6) or its
 * address not yet invalidated (M7)?
 */
export function isBeingOverwritten(of: InUse, m: Machine, page: PageCode): boolean {
  return someFrame(m, (fn, cpu, depth) => {
    const take = present(of.takes[fn], 'function');
    if (take < 0 || framePc(m, cpu, depth) <= take) return false;
    const index = slotIndex(of.kernel, cpu, frameLocal(m, cpu, depth));
    return hasSlot(m, index) && (topPte(m, index) === page || wouldDrop(of, m, cpu, slotVa(index), page));
  });
}

/** Would this CPU's next line take a slot that still maps the page? */
export function isAboutToTake(of: InUse, m: Machine, cpu: number, page: PageCode): boolean {
  const depth = frameTop(m, cpu) - 1;
  const take = present(of.takes[frameFn(m, cpu, depth)], 'function');
  if (take < 0 || framePc(m, cpu, depth) !== take) return false;
  const position =
    of.kernel.config.switches.index_owner === 'type'
      ? frameB(m, cpu, depth)
      : kmapAtomicIdx(m, cpu) + of.kernel.kmIncr - 1;
  const index = slotIndex(of.kernel, cpu, position);
  return hasSlot(m, index) && topPte(m, index) === page;
}
