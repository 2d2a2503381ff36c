import type { PageCode } from '../../model/action.ts';
import { isLowmem, isSecure, pkmapCount, pkmapPte, tlbEntry, topPte, type Machine } from '../../model/machine.ts';
import { slotState } from '../../model/slots.ts';
import { pageBusy, type InUse } from './in-use.ts';
import { mayBe } from './may-hold.ts';

/** Whose the page is: the kernel's, in the hands of a driver on the way to or from the secure world, the secure world's. */
export const HANDS = ['kernel', 'driver', 'secure'] as const;
/** The strongest way that leads to the page: none, out of a TLB, a PTE that nobody uses, a mapping in use. */
export const REACHES = ['nowhere', 'tlb', 'stray', 'used'] as const;
export type Hand = (typeof HANDS)[number];
export type Reach = (typeof REACHES)[number];

/** Every machine is in one of twelve regions; a region's number is its row times four plus its column. */
export type Region = number;
export const REGIONS = HANDS.length * REACHES.length;

export const handOf = (region: Region): Hand => HANDS[Math.floor(region / REACHES.length)] ?? 'kernel';
export const reachOf = (region: Region): Reach => REACHES[region % REACHES.length] ?? 'nowhere';

/** From here one access, also one that nobody asked for, is refused by the firewall. */
export const isFaulting = (region: Region): boolean => handOf(region) === 'secure' && reachOf(region) !== 'nowhere';

/**
 * The region of a machine, by those of the watched pages that are farthest on their way to the secure world; of several the one that the
 * strongest way leads to.
 */
export function regionOf(of: InUse, m: Machine, watched: readonly PageCode[]): Region {
  let region = 0;
  for (const page of watched) {
    const hand = isSecure(m, page) ? 2 : pageBusy(of, m, page) ? 1 : 0;
    if (hand * REACHES.length + REACHES.length <= region) continue;
    region = Math.max(region, hand * REACHES.length + (isLowmem(m, page) ? linear(hand) : reach(of, m, page)));
  }
  return region;
}

/** The linear map always has it, which is worth telling once it is on its way. */
const linear = (hand: number): number => (hand === 0 ? 0 : 3);

function reach(of: InUse, m: Machine, page: PageCode): number {
  let found = 0;
  const { windowSlots, pkmapEntries } = m.layout;
  for (let index = 0; index < windowSlots; index++) {
    if (topPte(m, index) !== page) continue;
    if (slotState(of.kernel, m, index) === 'live') return 3;
    found = 2;
  }
  for (let entry = 0; entry < pkmapEntries; entry++) {
    if (pkmapPte(m, entry) !== page) continue;
    if (pkmapCount(m, entry) >= 2) return 3;
    found = 2;
  }
  return found === 2 || !inSomeTlb(of, m, page) ? found : 1;
}

function inSomeTlb(of: InUse, m: Machine, page: PageCode): boolean {
  const { cpus, tlbPlaces } = m.layout;
  for (let cpu = 0; cpu < cpus; cpu++) {
    for (let place = 0; place < tlbPlaces; place++) if (mayBe(of, tlbEntry(m, cpu, place), page)) return true;
  }
  return false;
}
