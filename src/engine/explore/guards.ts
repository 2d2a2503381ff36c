import { cachedPage } from '../../model/access.ts';
import type { Action, PageCode } from '../../model/action.ts';
import { cpuState, isOnline, isSecure, preemptCount, type Machine } from '../../model/machine.ts';
import { LATE_PAGE } from '../../model/routines/cpu-down.ts';
import {
  depthToCome,
  driverBusy,
  hotplugBusy,
  inIrq,
  isAboutToTake,
  isBeingOverwritten,
  isInCall,
  isUnused,
  pageBusy,
  type InUse,
} from './in-use.ts';
import { nextLine } from './merge.ts';

/**
 * What the environment asks before it lets a move happen, by name: what callers are asked to do, what is left out because it changes
 * nothing, and what the owner of the page promises. True: it may happen as far as this goes. Nothing is written.
 *
 * @param page the page that the move hands over or takes back, 0 for the others
 */
export type Guard = (of: InUse, m: Machine, action: Action, page: PageCode) => boolean;

/** The CPU that a hotplug call is about. */
const target = (action: Action): number => (action.type === 'call' ? action.a : 0);

export const GUARDS = {
  /** Nobody nests beyond his own strip, calls under way counted. */
  room: (of, m, { cpu }) => fits(of, m, depthToCome(of, m, cpu)),
  /** Nobody nests more than one mapping beyond it. */
  'room for all but one': (of, m, { cpu }) => fits(of, m, depthToCome(of, m, cpu) - of.kernel.kmIncr),
  /** Whoever maps to sleep with it has no atomic mapping in hand, nor has who gives one back. */
  'not atomic': (_of, m, { cpu }) => preemptCount(m, cpu) === 0,
  /** Where the caller chooses the slot, callers take them in order and no two the same. */
  'next type': (of, m, action) => action.type === 'call' && action.b === depthToCome(of, m, action.cpu),
  /** Where hardware may speculate by PTEs alone, or by TLB entries alone. */
  'in the TLB': (_of, m, action) => isCached(m, action),
  'not in the TLB': (_of, m, action) => !isCached(m, action),
  'one irq': (_of, m, { cpu }) => !inIrq(m, cpu),
  /** Drivers take pages back where they hand them over: not in a handler, though the kernel would let them. */
  'from a task': (_of, m, { cpu }) => !inIrq(m, cpu),
  'call returned': (_of, m, { cpu }) => !isInCall(m, cpu),
  'hotplug free': (_of, m) => !hotplugBusy(m),
  'target online': (_of, m, action) => isOnline(m, target(action)),
  'target dead': (_of, m, action) => cpuState(m, target(action)) === 'dead',
  'driver free': (_of, m) => !driverBusy(m),
  'page secure': (_of, m, _action, page) => isSecure(m, page),
  'page not secure': (_of, m, _action, page) => !isSecure(m, page),
  /** The owner's promise at the start: nobody uses the page. */
  'page unused': (of, m, _action, page) => isUnused(of, m, page),
  /** And until it is given back: nobody maps it. */
  'page kept': (of, m, action) => {
    for (const page of of.handed) if (maps(action, page) && isHandedOver(of, m, page)) return false;
    return true;
  },
  /** Nor does a callback of a CPU that goes: until it is given back no machine is stopped for that. */
  'page kept by callbacks': (of, m, { cpu }) =>
    nextLine(of.kernel, m, cpu)?.stopsOthers !== true ||
    !of.handed.some((page) => page === LATE_PAGE && isHandedOver(of, m, page)),
  /** More than an owner can know: no slot that still maps the page is being overwritten when its flush starts … */
  'strays settled': (of, m, _action, page) => !isBeingOverwritten(of, m, page),
  /** … and none is taken while the flush runs. */
  'strays left alone': (of, m, { cpu }) => {
    for (const page of of.handed) {
      if (isAboutToTake(of, m, cpu, page) && !isSecure(m, page) && pageBusy(of, m, page)) return false;
    }
    return true;
  },
} as const satisfies Readonly<Record<string, Guard>>;

export type GuardName = keyof typeof GUARDS;

/** Is there a position of the CPU's own strip for one mapping more, so many in use, that the kernel lets it have? */
function fits({ kernel }: InUse, m: Machine, depth: number): boolean {
  const position = depth + kernel.kmIncr - 1;
  return position < m.layout.slotsPerCpu && position <= kernel.lastPosition;
}

/** Is the address of a speculation in the TLB of its CPU? */
const isCached = (m: Machine, action: Action): boolean =>
  action.type === 'speculate' && cachedPage(m, action.cpu, action.va) !== 0;

/** Is the page secure, or on its way there or back? */
const isHandedOver = (of: InUse, m: Machine, page: PageCode): boolean => isSecure(m, page) || pageBusy(of, m, page);

/** Does a call map this page? */
function maps(action: Action, page: PageCode): boolean {
  if (action.type !== 'call') return false;
  const { fn, a, b } = action;
  if (fn === 'copy_highpage') return a === page || b === page;
  return fn === 'dma_clean' ? a <= page && page <= b : a === page;
}
