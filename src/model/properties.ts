import type { VaCode } from './action.ts';
import type { Kernel } from './kernel.ts';
import {
  bugFired,
  cpuState,
  currentTask,
  faultPage,
  frameA,
  frameFn,
  framePc,
  frameTop,
  isSecure,
  kmapLockOwner,
  ownerHeldAt,
  ownerHeldCount,
  ownerIdx,
  pkmapCount,
  pkmapPte,
  tlbEntry,
  topPte,
  type Machine,
} from './machine.ts';
import { fnNumber } from './routine.ts';
import { slotState } from './slots.ts';
import { vaIndex, vaKind } from './va.ts';

/** `always`: search for a counterexample. `sometimes`: search for an example. */
export type Mood = 'always' | 'sometimes';

/** A named question that every reachable machine answers with yes or no. */
export type Property = {
  readonly name: PropertyName;
  readonly mood: Mood;
  /** The promise as a sentence a student can repeat. */
  readonly says: string;
  /** Which invariant of machine.md 8 it is, or where else it comes from. */
  readonly cite: string;
  readonly holds: (kernel: Kernel, m: Machine) => boolean;
};

export const PROPERTY_NAMES = [
  'no_pte_maps_secure',
  'no_tlb_maps_secure',
  'no_fault',
  'no_live_clobbered',
  'depth_in_bounds',
  'no_bug',
  'pkmap_counts',
  'stray_exists',
  'flush_finds_nothing',
  'hook_matters',
] as const;
export type PropertyName = (typeof PROPERTY_NAMES)[number];

const SCHEDULE = fnNumber('schedule');

function noPteMapsSecure(_kernel: Kernel, m: Machine): boolean {
  const { windowSlots, pkmapEntries } = m.layout;
  for (let index = 0; index < windowSlots; index++) {
    const page = topPte(m, index);
    if (page !== 0 && isSecure(m, page)) return false;
  }
  for (let entry = 0; entry < pkmapEntries; entry++) {
    const page = pkmapPte(m, entry);
    if (page !== 0 && isSecure(m, page)) return false;
  }
  return true;
}

function noTlbMapsSecure(_kernel: Kernel, m: Machine): boolean {
  const { cpus, tlbPlaces } = m.layout;
  for (let cpu = 0; cpu < cpus; cpu++) {
    for (let place = 0; place < tlbPlaces; place++) {
      const page = tlbEntry(m, cpu, place);
      if (page !== 0 && isSecure(m, page)) return false;
    }
  }
  return true;
}

/**
 * An address that was given out and not given back still maps something, and nobody else was given it too. The slots of a task that is
 * being switched or sleeps are cleared by the scheduler, which is no loss: they come back with it.
 */
function noLiveClobbered(_kernel: Kernel, m: Machine): boolean {
  return !someHeld(m, (va) => isCleared(m, va) || isHeldTwice(m, va));
}

/** Does the PTE of this address map nothing any more? */
export const isCleared = (m: Machine, va: VaCode): boolean => topPte(m, vaIndex(va)) === 0;

/** Is some address of a slot like this that a task which runs was given and has not given back? */
export function someHeld(m: Machine, is: (va: VaCode) => boolean): boolean {
  for (let cpu = 0; cpu < m.layout.cpus; cpu++) {
    if (isSwitching(m, cpu)) continue;
    const owner = currentTask(m, cpu);
    for (let i = 0; i < ownerHeldCount(m, owner); i++) {
      const va = ownerHeldAt(m, owner, i);
      if (vaKind(va) === 'slot' && is(va)) return true;
    }
  }
  return false;
}

function isSwitching(m: Machine, cpu: number): boolean {
  for (let depth = 0; depth < frameTop(m, cpu); depth++) if (frameFn(m, cpu, depth) === SCHEDULE) return true;
  return false;
}

/** Do two hold the same address? */
export function isHeldTwice(m: Machine, va: VaCode): boolean {
  let times = 0;
  for (let cpu = 0; cpu < m.layout.cpus; cpu++) {
    const owner = currentTask(m, cpu);
    for (let i = 0; i < ownerHeldCount(m, owner); i++) if (ownerHeldAt(m, owner, i) === va) times++;
  }
  return times > 1;
}

function depthInBounds(_kernel: Kernel, m: Machine): boolean {
  const { owners, slotsPerCpu } = m.layout;
  for (let owner = 0; owner < owners; owner++) {
    const idx = ownerIdx(m, owner);
    if (idx < 0 || idx > slotsPerCpu) return false;
  }
  return true;
}

/** While nobody is inside kmap_lock: a count of 0 goes with no PTE, any other with one. */
function pkmapCounts(_kernel: Kernel, m: Machine): boolean {
  if (kmapLockOwner(m) !== 0) return true;
  for (let entry = 0; entry < m.layout.pkmapEntries; entry++) {
    if ((pkmapCount(m, entry) === 0) !== (pkmapPte(m, entry) === 0)) return false;
  }
  return true;
}

function hasStray(kernel: Kernel, m: Machine, from: number, end: number): boolean {
  for (let index = from; index < end; index++) if (slotState(kernel, m, index) === 'stray') return true;
  return false;
}

const strip = (kernel: Kernel, m: Machine, cpu: number): boolean =>
  hasStray(kernel, m, cpu * kernel.layout.slotsPerCpu, (cpu + 1) * kernel.layout.slotsPerCpu);

const REMOVE_UNUSED = fnNumber('kmap_remove_unused_cpu');

function flushFindsNothing(kernel: Kernel, m: Machine): boolean {
  for (let cpu = 0; cpu < m.layout.cpus; cpu++) {
    const depth = frameTop(m, cpu) - 1;
    const starts = frameFn(m, cpu, depth) === REMOVE_UNUSED && framePc(m, cpu, depth) === 0;
    if (starts && !strip(kernel, m, frameA(m, cpu, depth))) return true;
  }
  return false;
}

function hookMatters(kernel: Kernel, m: Machine): boolean {
  for (let cpu = 0; cpu < m.layout.cpus; cpu++) {
    if (cpuState(m, cpu) === 'dying' && strip(kernel, m, cpu)) return true;
  }
  return false;
}

/** In the order in which a table shows them. */
export const PROPERTIES: readonly Property[] = [
  {
    name: 'no_pte_maps_secure',
    mood: 'always',
    says: 'No valid PTE maps a secure page.',
    cite: 'machine.md 8, I1',
    holds: noPteMapsSecure,
  },
  {
    name: 'no_tlb_maps_secure',
    mood: 'always',
    says: 'No TLB entry of any CPU maps a secure page.',
    cite: 'machine.md 8, I2',
    holds: noTlbMapsSecure,
  },
  {
    name: 'no_fault',
    mood: 'always',
    says: 'The firewall never refuses an access.',
    cite: 'the mail of 8 Apr 2013: "we get a fault violation"',
    holds: (_kernel, m) => faultPage(m) === 0,
  },
  {
    name: 'no_live_clobbered',
    mood: 'always',
    says: 'Nobody loses a mapping that is in use.',
    cite: 'machine.md 8, I3',
    holds: noLiveClobbered,
  },
  {
    name: 'depth_in_bounds',
    mood: 'always',
    says: 'The depth of every CPU stays between 0 and its number of slots.',
    cite: 'machine.md 8, I5',
    holds: depthInBounds,
  },
  {
    name: 'no_bug',
    mood: 'always',
    says: 'No BUG_ON fires.',
    cite: 'machine.md 8, I6',
    holds: (_kernel, m) => bugFired(m) === 0,
  },
  {
    name: 'pkmap_counts',
    mood: 'always',
    says: 'A pkmap entry has a PTE exactly when its count is not 0.',
    cite: 'machine.md 8, I4',
    holds: pkmapCounts,
  },
  {
    name: 'stray_exists',
    mood: 'sometimes',
    says: 'A stray mapping exists.',
    cite: 'the mail of 8 Apr 2013: "stray mappings"',
    holds: (kernel, m) => hasStray(kernel, m, 0, m.layout.windowSlots),
  },
  {
    name: 'flush_finds_nothing',
    mood: 'sometimes',
    says: 'A CPU begins a flush with nothing to clear.',
    cite: 'the mail of 8 Apr 2013: "regardless if the PTE is already set to 0"',
    holds: flushFindsNothing,
  },
  {
    name: 'hook_matters',
    mood: 'sometimes',
    says: 'A CPU goes down while its strip holds a stray.',
    cite: 'the mail of 8 Apr 2013: "hotplugged out with stray mappings"',
    holds: hookMatters,
  },
];
