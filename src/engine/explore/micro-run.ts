import { cpuId } from '../../arm/units.ts';
import { present } from '../../base/assert.ts';
import type { Path } from '../../explore/path.ts';
import type { Action, PageCode, VaCode } from '../../model/action.ts';
import {
  copyMachine,
  frameTop,
  isOnline,
  isPowered,
  isSecure,
  pkmapPte,
  topPte,
  type Machine,
} from '../../model/machine.ts';
import { slotCpu } from '../../model/slots.ts';
import { placeVa } from '../../model/tlb.ts';
import { linearVa, NO_VA, pkmapVa, slotVa, vaIndex, vaKind } from '../../model/va.ts';
import type { KernelSystem } from '../kernel-system.ts';
import { moodOf, type Ask } from './ask.ts';
import { predicateOf } from './asked.ts';
import { isOther, seenIn, type Cause } from './causes.ts';
import { holdersOfSecure } from './may-hold.ts';

/** The indivisible actions of a path, up to the first after which the property answers; and the machine after each of them. */
type Micro = { readonly actions: readonly Action[]; readonly after: readonly Machine[] };

function microOf(bound: KernelSystem, ask: Ask, path: Path, except: readonly Cause[]): Micro {
  const m = bound.initial();
  const holds = predicateOf(bound, ask);
  const seen = seenIn(bound);
  const looksFor = moodOf(ask) === 'sometimes';
  const actions: Action[] = [];
  const after: Machine[] = [];
  let found = false;
  for (const move of path) {
    bound.take(m, move, (action) => {
      if (found) return;
      actions.push(action);
      after.push(copyMachine(m));
      found = holds(m) === looksFor && isOther(seen, m, ask, except);
    });
  }
  return { actions, after };
}

/**
 * The runs that a path stands for, on a machine whose TLBs hold entries: where the path has only said what a TLB may hold, the fill is put in
 * where it may have happened, and a fault that is one speculation away is met. Best first; the first that shows what the path shows is
 * the one to take.
 */
export function runsOf(
  bound: KernelSystem,
  ask: Ask,
  path: Path,
  except: readonly Cause[],
): readonly (readonly Action[])[] {
  const { actions, after } = microOf(bound, ask, path, except);
  const end = after.at(-1);
  if (!bound.question.reductions.tlbSets || end === undefined) return [actions];
  if (ask !== 'no_tlb_maps_secure' && ask !== 'no_fault') return [actions];
  const { pte, tlb } = bound.question.hardware;
  const va = pte ? leadsToSecure(bound, end) : NO_VA;
  const walks = va === NO_VA ? [] : speculators(end, va).map((cpu) => [...actions, speculate(cpu, va)]);
  if (ask === 'no_fault' && !tlb) return walks;
  const residues = fills(bound, after, end).map(({ cpu, place, at }) => {
    const fill = speculate(cpu, placeVa(bound.kernel, place));
    const filled = actions.toSpliced(at + 1, 0, fill);
    return ask === 'no_fault' ? [...filled, fill] : filled;
  });
  return [...walks, ...residues];
}

const speculate = (cpu: number, va: VaCode): Action => ({ type: 'speculate', cpu: cpuId(cpu), va });

/** An address whose PTE leads to a secure page: a slot, a pkmap entry, the linear map; NO_VA when there is none. */
function leadsToSecure({ handed }: KernelSystem, m: Machine): VaCode {
  const { windowSlots, pkmapEntries, highPages } = m.layout;
  const secure = handed.filter((page) => isSecure(m, page));
  for (let index = 0; index < windowSlots; index++) if (secure.includes(topPte(m, index))) return slotVa(index);
  for (let entry = 0; entry < pkmapEntries; entry++) if (secure.includes(pkmapPte(m, entry))) return pkmapVa(entry);
  const low = secure.find((page) => page > highPages);
  return low === undefined ? NO_VA : linearVa(low);
}

/** CPUs that can walk an address, those whose own it is not first: one page table for all. */
function speculators(m: Machine, va: VaCode): readonly number[] {
  const own = vaKind(va) === 'slot' ? Math.floor(vaIndex(va) / m.layout.slotsPerCpu) : -1;
  const cpus = Array.from({ length: m.layout.cpus }, (_, cpu) => cpu).filter((cpu) => isPowered(m, cpu));
  return [...cpus.filter((cpu) => cpu !== own && isOnline(m, cpu)), ...cpus.filter((cpu) => cpu === own)];
}

/** Where a TLB holds something, and after which action it may have been filled. */
type Fill = { readonly cpu: number; readonly place: number; readonly at: number };

/**
 * When an entry that the end may hold can have been filled: while the PTE mapped the page, and so that nothing invalidated it since. Between
 * calls rather than within them, late rather than early.
 */
function fills(bound: KernelSystem, after: readonly Machine[], end: Machine): readonly Fill[] {
  return holdersOfSecure(end, bound.handed).flatMap(({ cpu, place, page }) => {
    const moments = after.flatMap((m, at) => (mapsAt(m, place, page) && isPowered(m, cpu) ? [at] : []));
    const owner = Math.min(slotCpu(bound.kernel, place), end.layout.cpus - 1);
    const calm = (at: number): number => {
      const m = present(after[at], 'a machine');
      if (Array.from({ length: m.layout.cpus }, (_, i) => frameTop(m, i)).every((top) => top === 0)) return 0;
      return frameTop(m, owner) === 0 ? 1 : 2;
    };
    return moments.toSorted((a, b) => calm(a) - calm(b) || b - a).map((at) => ({ cpu, place, at }));
  });
}

const mapsAt = (m: Machine, place: number, page: PageCode): boolean =>
  (place < m.layout.windowSlots ? topPte(m, place) : pkmapPte(m, place - m.layout.windowSlots)) === page;
