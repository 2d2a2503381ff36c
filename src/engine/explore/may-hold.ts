import { ensure } from '../../base/assert.ts';
import type { PageCode } from '../../model/action.ts';
import {
  isDown,
  isPowered,
  setTlbEntry,
  tlbEntry,
  topPte,
  pkmapPte,
  isSecure,
  type Machine,
} from '../../model/machine.ts';

/**
 * TLBs as sets. What is valid may be in any TLB at any time and leave it at any time (ARM DDI 0487 G5.8.1), and one entry says nothing about
 * another; so all contents that fills and evictions can produce are known when for each CPU and address the pages are known that were mapped
 * there since the entry was last invalidated. A cell holds them as bits, page code p as bit p - 1. Invalidating writes 0 to it, as ever.
 */
const MAX_PAGE: PageCode = 16;

const bit = (page: PageCode): number => 1 << (page - 1);

/** Can these pages be told apart in a set? */
export function ensureFits(pages: readonly PageCode[]): void {
  ensure(
    pages.every((page) => page <= MAX_PAGE),
    `pages in sets of TLB entries are among the first ${MAX_PAGE}`,
  );
}

/** Does this entry, or this set of them, hold the page? */
export function mayBe(of: { readonly tlbSets: boolean }, cell: number, page: PageCode): boolean {
  return of.tlbSets ? (cell & bit(page)) !== 0 : cell === page;
}

/** Every powered CPU may now hold what is mapped now; only `watched` pages are of interest. */
export function fillAll(m: Machine, watched: readonly PageCode[]): void {
  if (isDown(m)) return;
  const { windowSlots, pkmapEntries } = m.layout;
  for (let index = 0; index < windowSlots; index++) fill(m, index, topPte(m, index), watched);
  for (let entry = 0; entry < pkmapEntries; entry++) fill(m, windowSlots + entry, pkmapPte(m, entry), watched);
}

function fill(m: Machine, place: number, page: PageCode, watched: readonly PageCode[]): void {
  if (page === 0 || !watched.includes(page)) return;
  for (let cpu = 0; cpu < m.layout.cpus; cpu++) {
    if (isPowered(m, cpu)) setTlbEntry(m, cpu, place, tlbEntry(m, cpu, place) | bit(page));
  }
}

/** May some TLB still translate this place to another page than the one that is mapped there now? */
export function holdsOld(m: Machine, place: number, now: PageCode): boolean {
  const kept = now === 0 ? 0 : bit(now);
  for (let cpu = 0; cpu < m.layout.cpus; cpu++) if ((tlbEntry(m, cpu, place) & ~kept) !== 0) return true;
  return false;
}

/** A CPU whose TLB may hold a page, and where. */
export type Holder = { readonly cpu: number; readonly place: number; readonly page: PageCode };

/** Where some CPU's TLB may hold a secure page; null when none may. */
export function mayHoldSecure(m: Machine, watched: readonly PageCode[]): Holder | null {
  for (const page of watched) {
    if (!isSecure(m, page)) continue;
    for (let cpu = 0; cpu < m.layout.cpus; cpu++) {
      for (let place = 0; place < m.layout.tlbPlaces; place++) {
        if ((tlbEntry(m, cpu, place) & bit(page)) !== 0) return { cpu, place, page };
      }
    }
  }
  return null;
}

/** Everywhere that some CPU's TLB may hold a secure page. */
export function holdersOfSecure(m: Machine, watched: readonly PageCode[]): readonly Holder[] {
  const { cpus, tlbPlaces } = m.layout;
  const entries = Array.from({ length: cpus * tlbPlaces }, (_, entry) => ({
    cpu: Math.floor(entry / tlbPlaces),
    place: entry % tlbPlaces,
  }));
  return watched
    .filter((page) => isSecure(m, page))
    .flatMap((page) =>
      entries
        .filter(({ cpu, place }) => (tlbEntry(m, cpu, place) & bit(page)) !== 0)
        .map((entry) => ({ ...entry, page })),
    );
}
