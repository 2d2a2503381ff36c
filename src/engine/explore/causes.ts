import type { PageCode } from '../../model/action.ts';
import { BUGS } from '../../model/call.ts';
import type { Kernel } from '../../model/kernel.ts';
import {
  bugFired,
  faultPage,
  frameA,
  frameFn,
  frameTop,
  hotplugOwner,
  isDmaMapped,
  isOnline,
  isSecure,
  pkmapPte,
  tlbEntry,
  topPte,
  type Machine,
} from '../../model/machine.ts';
import { isCleared, isHeldTwice, someHeld, type PropertyName } from '../../model/properties.ts';
import { fnNumber } from '../../model/routine.ts';
import { isHeld, slotCpu, slotState } from '../../model/slots.ts';
import { slotVa } from '../../model/va.ts';
import type { KernelSystem } from '../kernel-system.ts';
import { isOwn, type Ask } from './ask.ts';
import { mayBe } from './may-hold.ts';
import { madeAt, tellsWhen, type Made } from './past.ts';
import { readsItself } from './programs.ts';
import { ALL_HARDWARE, type Hardware, type Question } from './question.ts';

/**
 * Why a promise is broken, told apart by what still leads to the secure page: a PTE or a TLB, whose, in what state, and where the page may be
 * mapped at any time, when it was; or by how a mapping in use was lost, or which BUG_ON fired. Two counterexamples with the same causes are
 * one story told twice.
 */
export const CAUSES = {
  kept: 'a mapping that was in use when the flush came to its CPU',
  since: 'a mapping made after the flush had passed its CPU',
  secure: 'a mapping made when the page was secure already',
  held: 'a slot in use',
  taken: 'a slot that a call is just taking or giving back',
  online: 'a stray slot of a CPU that is online',
  late: 'a stray slot of a CPU that is offline, whose callback on CPU_DEAD is still to come',
  offline: 'a stray slot of a CPU that is offline',
  beyond: 'a slot beyond the strip of the last CPU',
  pkmap: 'a pkmap entry',
  linear: 'the linear map, which no flush removes',
  dma: 'a mapping of a driver’s own, which no flush removes',
  otherTlb: 'the TLB of another CPU, and no PTE',
  ownTlb: 'the TLB of the slot’s own CPU, and no PTE',
  twice: 'a slot that two have in use at once',
  cleared: 'a slot that was cleared while it was in use',
} as const;
export type Cause = (typeof CAUSES)[keyof typeof CAUSES] | `BUG_ON: ${string}`;

/**
 * What a machine is seen with: whether its TLB cells hold one page each, or sets (may-hold.ts); and which ways accesses can take: what
 * hardware may do, or any where code accesses addresses.
 */
export type Seen = {
  readonly kernel: Kernel;
  readonly holds: (cell: number, page: PageCode) => boolean;
  readonly ways: Pick<Hardware, 'pte' | 'tlb'>;
  /** When the mapping in a slot was made. */
  readonly made: (m: Machine, index: number) => Made;
};

/** A machine of a system: its TLBs hold what its question says. */
export const seenIn = ({ kernel, question, remembers }: KernelSystem): Seen => ({
  kernel,
  made: remembers ? (m, index) => madeAt(question, m, index) : () => 'before',
  holds: (cell, page) => mayBe(question.reductions, cell, page),
  ways: waysOf(question),
});

/** A machine whose TLBs hold entries, at the end of a run that kept its promises. */
export const entries = (kernel: Kernel, question: Question): Seen => ({
  kernel,
  made: tellsWhen(question) ? (m, index) => madeAt(question, m, index) : () => 'before',
  holds: (cell, page) => cell === page,
  ways: waysOf(question),
});

const waysOf = ({ does, hardware }: Question): Hardware => (readsItself(does) ? ALL_HARDWARE : hardware);

/** Are breaches of this promise told apart by their causes? */
export const hasCauses = (ask: Ask): boolean => !isOwn(ask) && CAUSED.includes(ask);
const CAUSED: readonly PropertyName[] = [
  'no_pte_maps_secure',
  'no_tlb_maps_secure',
  'no_fault',
  'no_live_clobbered',
  'no_bug',
];

/** Every cause for which a promise is broken on this machine, without repetition; none for promises that causes are not told apart of. */
export function causesOf(seen: Seen, m: Machine, ask: Ask): readonly Cause[] {
  if (isOwn(ask)) return [];
  switch (ask) {
    case 'no_pte_maps_secure':
      return inOrder(pteCauses(seen, m));
    case 'no_tlb_maps_secure':
      return inOrder(tlbCauses(seen, m));
    case 'no_fault':
      return inOrder([
        ...(seen.ways.pte ? [...pteCauses(seen, m), ...linearCauses(m)] : []),
        ...(seen.ways.tlb ? tlbCauses(seen, m) : []),
        ...dmaCauses(m),
      ]);
    case 'no_bug':
      return bugFired(m) === 0 ? [] : [`BUG_ON: ${BUGS[bugFired(m) - 1] ?? 'another'}`];
    case 'no_live_clobbered':
      return [
        ...(someHeld(m, (va) => isHeldTwice(m, va)) ? [CAUSES.twice] : []),
        ...(someHeld(m, (va) => isCleared(m, va)) ? [CAUSES.cleared] : []),
      ];
    case 'depth_in_bounds':
    case 'pkmap_counts':
    case 'stray_exists':
    case 'flush_finds_nothing':
    case 'hook_matters':
      return [];
  }
}

const inOrder = (causes: readonly Cause[]): readonly Cause[] =>
  Object.values(CAUSES).filter((cause) => causes.includes(cause));

function pteCauses(seen: Seen, m: Machine): readonly Cause[] {
  const causes: Cause[] = [];
  for (let place = 0; place < m.layout.windowSlots + m.layout.pkmapEntries; place++) {
    const page = pageAt(m, place);
    if (page !== 0 && isSecure(m, page)) causes.push(causeAt(seen, m, place));
  }
  return causes;
}

/** A table of its own, which `no_pte_maps_secure` is not about. */
function linearCauses(m: Machine): readonly Cause[] {
  const causes: Cause[] = [];
  for (let page = m.layout.highPages + 1; page <= m.layout.pages; page++) {
    if (isSecure(m, page)) causes.push(CAUSES.linear);
  }
  return causes;
}

const pageAt = (m: Machine, place: number): number =>
  place < m.layout.windowSlots ? topPte(m, place) : pkmapPte(m, place - m.layout.windowSlots);

/** Why the PTE at this place still leads to its page. */
function causeAt({ kernel, made }: Seen, m: Machine, place: number): Cause {
  if (place >= m.layout.windowSlots) return CAUSES.pkmap;
  const when = made(m, place);
  if (when !== 'before') return CAUSES[when];
  if (isHeld(m, slotVa(place))) return CAUSES.held;
  if (slotState(kernel, m, place) === 'live') return CAUSES.taken;
  const cpu = slotCpu(kernel, place);
  if (cpu >= m.layout.cpus) return CAUSES.beyond;
  if (isOnline(m, cpu)) return CAUSES.online;
  return kernel.config.switches.hotplug_hook === 'dead' && isGoing(m, cpu) ? CAUSES.late : CAUSES.offline;
}

const CPU_DOWN = fnNumber('cpu_down');

/** Is this CPU being taken down? */
function isGoing(m: Machine, target: number): boolean {
  const initiator = hotplugOwner(m);
  if (initiator < 0) return false;
  for (let depth = frameTop(m, initiator) - 1; depth >= 0; depth--) {
    if (frameFn(m, initiator, depth) === CPU_DOWN && frameA(m, initiator, depth) === target) return true;
  }
  return false;
}

/** Nobody speculates there (strongly ordered): somebody has used it. */
const dmaCauses = (m: Machine): readonly Cause[] =>
  faultPage(m) !== 0 && isDmaMapped(m, faultPage(m)) ? [CAUSES.dma] : [];

/** Of an entry whose PTE is there the PTE is the cause. */
function tlbCauses(seen: Seen, m: Machine): readonly Cause[] {
  const { kernel, holds } = seen;
  const { cpus, tlbPlaces, pages } = m.layout;
  const causes: Cause[] = [];
  for (let page = 1; page <= pages; page++) {
    if (!isSecure(m, page)) continue;
    for (let cpu = 0; cpu < cpus; cpu++) {
      for (let place = 0; place < tlbPlaces; place++) {
        if (!holds(tlbEntry(m, cpu, place), page)) continue;
        if (pageAt(m, place) === page) causes.push(causeAt(seen, m, place));
        else causes.push(slotCpu(kernel, place) === cpu ? CAUSES.ownTlb : CAUSES.otherTlb);
      }
    }
  }
  return causes;
}

/** Is the promise broken on this machine for another cause than these? For no causes: is it broken at all? */
export const isOther = (seen: Seen, m: Machine, ask: Ask, except: readonly Cause[]): boolean =>
  except.length === 0 || causesOf(seen, m, ask).some((cause) => !except.includes(cause));
