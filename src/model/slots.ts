import type { PageCode, VaCode } from './action.ts';
import type { Kernel } from './kernel.ts';
import {
  currentTask,
  hasSlot,
  isDmaMapped,
  isLowmem,
  isSecure,
  kmapAtomicIdx,
  ownerHeldAt,
  ownerHeldCount,
  pkmapCount,
  pkmapPte,
  tlbEntry,
  topPte,
  type Machine,
} from './machine.ts';
import { slotVa, vaIndex, vaKind } from './va.ts';

export type SlotState = 'none' | 'live' | 'stray';

/** Which CPU's strip a slot of the window is in, and its position there; the strip beyond the last CPU belongs to nobody. */
export const slotCpu = (kernel: Kernel, index: number): number => Math.floor(index / kernel.layout.slotsPerCpu);
export const slotPosition = (kernel: Kernel, index: number): number => index % kernel.layout.slotsPerCpu;

/**
 * none: pte_none. live: below the depth of the CPU whose strip it is in. stray: a valid PTE at or above it; "unused" means nothing else,
 * whatever its user thinks (truth/README 4). Where the caller's type chooses the slot there is no depth: live is what somebody holds.
 */
export function slotState(kernel: Kernel, m: Machine, index: number): SlotState {
  if (!hasSlot(m, index) || topPte(m, index) === 0) return 'none';
  const cpu = slotCpu(kernel, index);
  if (kernel.config.switches.index_owner === 'type') return isHeld(m, slotVa(index)) ? 'live' : 'stray';
  if (cpu >= m.layout.cpus) return 'stray';
  return slotPosition(kernel, index) < kmapAtomicIdx(m, cpu) ? 'live' : 'stray';
}

/** Was this address given to somebody who has not given it back? That is what "in use" means to its user. */
export function isHeld(m: Machine, va: VaCode): boolean {
  for (let owner = 0; owner < m.layout.owners; owner++) {
    for (let i = 0; i < ownerHeldCount(m, owner); i++) if (ownerHeldAt(m, owner, i) === va) return true;
  }
  return false;
}

/** The state of any place: a pkmap entry of count 1 is a stray, of 2 and more live; lowmem in the linear map is always live. */
export function placeState(kernel: Kernel, m: Machine, va: VaCode): SlotState {
  const index = vaIndex(va);
  switch (vaKind(va)) {
    case 'slot':
      return slotState(kernel, m, index);
    case 'pkmap':
      if (index >= m.layout.pkmapEntries || pkmapPte(m, index) === 0) return 'none';
      return pkmapCount(m, index) >= 2 ? 'live' : 'stray';
    case 'linear':
      return isLowmem(m, index) ? 'live' : 'none';
    case 'dma':
      return isDmaMapped(m, index) ? 'live' : 'none';
    case 'none':
      return 'none';
  }
}

/** Does a slot map a page that is secure? */
export const isExposedSlot = (m: Machine, index: number): boolean =>
  topPte(m, index) !== 0 && isSecure(m, topPte(m, index));

/** Secure, and some valid PTE maps it: a slot, a pkmap entry, or for lowmem the linear map, which no flush ever removes. */
export function isExposed(m: Machine, page: PageCode): boolean {
  return isSecure(m, page) && isMapped(m, page);
}

export function isMapped(m: Machine, page: PageCode): boolean {
  if (page > m.layout.highPages) return true;
  for (let index = 0; index < m.layout.windowSlots; index++) if (topPte(m, index) === page) return true;
  for (let entry = 0; entry < m.layout.pkmapEntries; entry++) if (pkmapPte(m, entry) === page) return true;
  return false;
}

/** Does some CPU's TLB hold a translation to the page? */
export function isCachedAnywhere(m: Machine, page: PageCode): boolean {
  for (let cpu = 0; cpu < m.layout.cpus; cpu++) {
    for (let place = 0; place < m.layout.tlbPlaces; place++) if (tlbEntry(m, cpu, place) === page) return true;
  }
  return false;
}

/** Slots that hold a PTE nobody's depth covers. */
export function strayCount(kernel: Kernel, m: Machine): number {
  let count = 0;
  for (let index = 0; index < m.layout.windowSlots; index++) if (slotState(kernel, m, index) === 'stray') count++;
  return count;
}

/** The task a CPU runs, as the panels name it. */
export const taskOn = (m: Machine, cpu: number): number | null => (m.layout.taskOwned ? currentTask(m, cpu) : null);
