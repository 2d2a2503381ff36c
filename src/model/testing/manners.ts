import type { Action, PageCode } from '../action.ts';
import type { Kernel } from '../kernel.ts';
import {
  frameA,
  frameB,
  frameFn,
  frameTop,
  heldAt,
  heldCount,
  isSecure,
  kmapAtomicIdx,
  ownerHeldAt,
  ownerHeldCount,
  ownerIdx,
  pkmapCount,
  pkmapEntryOf,
  preemptCount,
  pteval,
  walk,
  type Machine,
} from '../machine.ts';
import { contextOf } from '../pte.ts';
import { ROUTINE_NAMES, type RoutineName } from '../routine.ts';
import { slotIndex } from '../call.ts';
import { pkmapVa, slotVa } from '../va.ts';

/**
 * The page that changes hands: its owner sees to it that nobody uses it when the driver's flush starts and that nobody maps it until it is
 * given back (machine.md 3.4 H3, H4). All others are used by anybody at any time.
 */
export const HANDED_OVER: PageCode = 1;

/** Positions a task may nest; a handler on top of it may use as many more. Far from the strip's end. */
const NESTED = 4;
/** First km_type after KM_USER1 (2.6.32). */
const KM_TYPES_FREE = 5;

/** What callers are asked to do; a walk may forget one of them. */
export const RULES = [
  'give addresses back in the order they came',
  'nest no deeper than the strip',
  'share no km_type',
  'pair kmap with kunmap, in tasks',
  'do not sleep with an atomic mapping',
  'leave a page alone that changes hands',
] as const;
export type Rule = (typeof RULES)[number];

/**
 * Is this what a caller that keeps the rules (but for the forgotten one) would do? Everything that hardware, interrupts and hotplug may do
 * is allowed.
 */
export function isMannerly(kernel: Kernel, m: Machine, action: Action, forgotten: Rule | null): boolean {
  return RULES.every((rule) => rule === forgotten || KEEPS[rule](kernel, m, action));
}

type Keeps = (kernel: Kernel, m: Machine, action: Action) => boolean;

const KEEPS: { readonly [R in Rule]: Keeps } = {
  'give addresses back in the order they came': (_kernel, m, action) => {
    if (action.type !== 'call' || !givesBack(action.fn)) return true;
    return action.a === 0 && (action.fn === 'kunmap_atomic' || preemptCount(m, action.cpu) === 0);
  },
  'nest no deeper than the strip': (kernel, m, action) => {
    if (action.type !== 'call' || !takesSlot(action.fn)) return true;
    const levels = contextOf(m, action.cpu) === 'task' ? NESTED : 2 * NESTED;
    return kmapAtomicIdx(m, action.cpu) < levels * kernel.kmIncr && heldCount(m, action.cpu) < levels;
  },
  'share no km_type': (kernel, m, action) => {
    if (kernel.config.switches.index_owner !== 'type' || action.type !== 'call' || !takesSlot(action.fn)) return true;
    if (action.fn === 'kmap_atomic') return action.b === freeType(kernel, m, action.cpu);
    return action.fn !== 'kmap_atomic_pfn' && heldCount(m, action.cpu) === 0 && frameTop(m, action.cpu) === 0;
  },
  'pair kmap with kunmap, in tasks': (_kernel, m, action) =>
    action.type !== 'call' ||
    action.fn !== 'kunmap' ||
    (contextOf(m, action.cpu) === 'task' && hasPermanentUser(m, action.a)),
  'do not sleep with an atomic mapping': (_kernel, m, action) => {
    const inTask = contextOf(m, action.cpu) === 'task' && preemptCount(m, action.cpu) === 0;
    return inTask || !(action.type === 'schedule' || (action.type === 'call' && action.fn === 'kmap_local_page'));
  },
  'leave a page alone that changes hands': (_kernel, m, action) => action.type !== 'call' || leavesAlone(m, action),
};

function leavesAlone(m: Machine, { cpu, fn, a, b }: Action & { readonly type: 'call' }): boolean {
  if (fn === 'copy_highpage') return mapsQuietly(m, a) && mapsQuietly(m, b);
  if (fn === 'secure_protect') return false;
  if (fn === 'secure_unprotect') return a === HANDED_OVER && !isChangingHands(m);
  if (fn === 'secure_buffer_change_chunk') return a === HANDED_OVER && isQuiet(m, a) && !isChangingHands(m);
  return fn === 'read' ? holds(m, cpu, a) : !MAPS.includes(fn) || mapsQuietly(m, a);
}

const takesSlot = (fn: RoutineName): boolean => fn !== 'kmap' && MAPS.includes(fn);
const givesBack = (fn: RoutineName): boolean => GIVES_BACK.includes(fn);

/** A km_type that nobody on this CPU is using: handlers have their own, and KM_USER0 and KM_USER1 are left to copy_highpage; -1 for none. */
function freeType(kernel: Kernel, m: Machine, cpu: number): number {
  const first = contextOf(m, cpu) === 'task' ? KM_TYPES_FREE : KM_TYPES_FREE + NESTED;
  for (let type = first; type < first + NESTED; type++) {
    if (!holds(m, cpu, slotVa(slotIndex(kernel, cpu, type)))) return type;
  }
  return -1;
}

function holds(m: Machine, cpu: number, va: number): boolean {
  for (let i = 0; i < heldCount(m, cpu); i++) if (heldAt(m, cpu, i) === va) return true;
  return false;
}

/** Any page but the one that is changing hands or has changed them. */
const mapsQuietly = (m: Machine, page: PageCode): boolean =>
  page !== HANDED_OVER || (!isSecure(m, page) && !isChangingHands(m));

const PROTECTS: readonly RoutineName[] = ['secure_buffer_change_chunk', 'secure_protect', 'secure_unprotect'];
const MAPS: readonly RoutineName[] = [
  'kmap_atomic',
  'kmap_atomic_pfn',
  'kmap_local_page',
  'kmap',
  'copy_highpage',
  'dma_clean',
];
const GIVES_BACK: readonly RoutineName[] = ['kunmap_atomic', 'kunmap_local'];

/** Is some CPU in the middle of one of these functions, with arguments that this holds of? */
function inFlight(m: Machine, names: readonly RoutineName[], holdsOf: (a: number, b: number) => boolean): boolean {
  return countInFlight(m, names, holdsOf) > 0;
}

function countInFlight(m: Machine, names: readonly RoutineName[], holdsOf: (a: number, b: number) => boolean): number {
  let count = 0;
  for (let cpu = 0; cpu < m.layout.cpus; cpu++) {
    for (let depth = 0; depth < frameTop(m, cpu); depth++) {
      const name = ROUTINE_NAMES[frameFn(m, cpu, depth) - 1];
      if (name !== undefined && names.includes(name) && holdsOf(frameA(m, cpu, depth), frameB(m, cpu, depth))) count++;
    }
  }
  return count;
}

const isChangingHands = (m: Machine): boolean => inFlight(m, PROTECTS, (a) => a === HANDED_OVER);

/** Nobody holds an address of the page, nobody has it kmapped, and no call that is under way will or still does. */
function isQuiet(m: Machine, page: PageCode): boolean {
  const entry = pkmapEntryOf(m, page);
  if (entry >= 0 && pkmapCount(m, entry) > 1) return false;
  if (inFlight(m, MAPS, (a, b) => a === page || b === page)) return false;
  if (inFlight(m, GIVES_BACK, (va) => walk(m, va) === page)) return false;
  for (let owner = 0; owner < m.layout.owners; owner++) {
    for (let i = 0; i < ownerHeldCount(m, owner); i++) if (walk(m, ownerHeldAt(m, owner, i)) === page) return false;
    for (let i = 0; m.layout.taskOwned && i < ownerIdx(m, owner); i++) if (pteval(m, owner, i) === page) return false;
  }
  return true;
}

/** Is there a kmap of this page that no kunmap under way gives back? Those that kmap_high_get counted belong to kmap_atomic. */
function hasPermanentUser(m: Machine, page: PageCode): boolean {
  const entry = pkmapEntryOf(m, page);
  if (entry < 0) return true;
  let others = countInFlight(m, ['kunmap'], (a) => a === page);
  others += countInFlight(m, GIVES_BACK, (va) => va === pkmapVa(entry));
  for (let owner = 0; owner < m.layout.owners; owner++) {
    for (let i = 0; i < ownerHeldCount(m, owner); i++) if (ownerHeldAt(m, owner, i) === pkmapVa(entry)) others++;
  }
  return pkmapCount(m, entry) - 1 > others;
}
