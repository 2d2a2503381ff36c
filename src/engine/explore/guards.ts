import type { Action, PageCode } from '../../model/action.ts';
import { cpuState, frameFn, frameTop, heldCount, isOnline, isSecure, type Machine } from '../../model/machine.ts';
import { fnNumber } from '../../model/routine.ts';
import {
  depthToCome,
  driverBusy,
  hotplugBusy,
  inIrq,
  isAboutToTake,
  isBeingOverwritten,
  isUnused,
  pageBusy,
  type InUse,
} from './in-use.ts';

/**
 * What the environment asks before it lets a move happen, by name: what callers are asked to do, what is left out because it changes
 * nothing, and what the owner of the page promises. True: it may happen as far as this goes. Nothing is written.
 */
export type Guard = (of: InUse, m: Machine, action: Action, handed: readonly PageCode[]) => boolean;

const IRQ = fnNumber('irq');

/** The argument of a call: a page, a CPU, a type. */
const argument = (action: Action): number => (action.type === 'call' ? action.a : 0);

export const GUARDS = {
  /** Nobody nests beyond his own strip, calls under way counted. */
  room: (of, m, { cpu }) => {
    const position = depthToCome(of, m, cpu) + of.kernel.kmIncr - 1;
    return position < m.layout.slotsPerCpu && position <= of.kernel.lastPosition;
  },
  /** Where the caller chooses the slot, callers take them in order and no two the same. */
  'next type': (of, m, action) => action.type === 'call' && action.b === depthToCome(of, m, action.cpu),
  'one irq': (_of, m, { cpu }) => !inIrq(m, cpu),
  'call returned': (_of, m, { cpu }) => {
    const fn = frameFn(m, cpu, frameTop(m, cpu) - 1);
    return fn === 0 || fn === IRQ;
  },
  'hotplug free': (_of, m) => !hotplugBusy(m),
  'target online': (_of, m, action) => isOnline(m, argument(action)),
  'target dead': (_of, m, action) => cpuState(m, argument(action)) === 'dead',
  'driver free': (_of, m) => !driverBusy(m),
  'page secure': (_of, m, action) => isSecure(m, argument(action)),
  'page not secure': (_of, m, action) => !isSecure(m, argument(action)),
  /** The owner's promise at the start: nobody uses the page. */
  'page unused': (of, m, action) => isUnused(of, m, argument(action)),
  /** And until it is given back: nobody maps it. */
  'page kept': (_of, m, action, handed) => pagesOf(action).every((page) => !handed.includes(page) || isKept(m, page)),
  /** More than an owner can know: no slot that still maps the page is being overwritten when its flush starts … */
  'strays settled': (of, m, action) => !isBeingOverwritten(of, m, argument(action)),
  /** … and none is taken while the flush runs. */
  'strays left alone': (of, m, { cpu }, handed) =>
    handed.every((page) => !isAboutToTake(of, m, cpu, page) || isSecure(m, page) || !pageBusy(m, page)),
  /** A handler that has mapped nothing is one nobody need take; it returns when it has given back what it mapped. */
  'handler done': (_of, m, { cpu }) => heldCount(m, cpu) === 0,
} as const satisfies Readonly<Record<string, Guard>>;

export type GuardName = keyof typeof GUARDS;

const isKept = (m: Machine, page: PageCode): boolean => !isSecure(m, page) && !pageBusy(m, page);

/** The pages that a call maps. */
function pagesOf(action: Action): readonly PageCode[] {
  if (action.type !== 'call') return [];
  if (action.fn === 'copy_highpage') return [action.a, action.b];
  if (action.fn !== 'dma_clean') return [action.a];
  return Array.from({ length: action.b - action.a + 1 }, (_, i) => action.a + i);
}
