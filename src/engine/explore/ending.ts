import { cpuId } from '../../arm/units.ts';
import { boot } from '../../model/boot.ts';
import type { Command, PageCode } from '../../model/action.ts';
import type { Config } from '../../model/config.ts';
import type { Kernel } from '../../model/kernel.ts';
import {
  faultPage,
  isOnline,
  isPowered,
  isSecure,
  kmapAtomicIdx,
  pkmapPte,
  tlbEntry,
  topPte,
  type Machine,
} from '../../model/machine.ts';
import { isCleared, isHeldTwice, someHeld } from '../../model/properties.ts';
import { perform } from '../../model/run.ts';
import { slotState } from '../../model/slots.ts';
import { placeVa } from '../../model/tlb.ts';
import { slotVa } from '../../model/va.ts';
import { pageOf, placeOf } from '../../scenario/names.ts';
import type { Expect, Page, Place, Predicate, Statement } from '../../scenario/syntax.ts';
import { present } from '../../base/assert.ts';
import { isOwn, type Ask } from './ask.ts';
import type { Hardware } from './question.ts';

/**
 * What a run has come to, stated as expectations; and where it is one speculation away from a fault, the fault, as far as hardware may do
 * that.
 */
export function endOf(
  kernel: Kernel,
  commands: readonly Command[],
  ask: Ask,
  hardware: Hardware,
): readonly Statement[] {
  const m = boot(kernel);
  for (const command of commands) perform(kernel, m, command);
  if (isOwn(ask)) return [{ ...ask, not: !ask.not }];
  switch (ask) {
    case 'no_pte_maps_secure':
      return exposed(kernel, m, hardware);
    case 'no_tlb_maps_secure':
      return cached(kernel, m, hardware);
    case 'no_fault':
      return [...secure(kernel.config, m, faultPage(m)), expect({ type: 'fault' })];
    case 'no_bug':
      return [expect({ type: 'bug' })];
    case 'no_live_clobbered':
      return [...lost(kernel, m), ...depths(m)];
    case 'depth_in_bounds':
      return depths(m);
    case 'stray_exists':
    case 'hook_matters':
      return [...strays(kernel, m), ...offline(m)];
    case 'flush_finds_nothing':
      return [{ type: 'note', text: 'The CPU that begins its flush here has no stray to clear.' }];
    case 'pkmap_counts':
      return [];
  }
}

const expect = (predicate: Predicate, not = false): Expect => ({ type: 'expect', not, predicate });
const pageCalled = (config: Config, code: number): Page => present(pageOf(config, code), 'a page');
const slotCalled = (config: Config, index: number): Place => present(placeOf(config, slotVa(index)), 'a slot');

/** The first PTE that maps a secure page, of a slot or in pkmap; whose page is exposed; and who meets it. */
function exposed(kernel: Kernel, m: Machine, hardware: Hardware): readonly Statement[] {
  const { config } = kernel;
  const index = places(m).find((at) => pteAt(m, at) !== 0 && isSecure(m, pteAt(m, at))) ?? 0;
  const place = present(placeOf(config, placeVa(kernel, index)), 'a place');
  const page = pageCalled(config, pteAt(m, index));
  const own = Math.floor(index / m.layout.slotsPerCpu);
  const other = cpus(m).find((cpu) => cpu !== own && isOnline(m, cpu)) ?? cpus(m).find((cpu) => isPowered(m, cpu)) ?? 0;
  const bitten: readonly Statement[] = [
    { type: 'note', text: 'From here on any CPU may fault: one page table for all.' },
    { type: 'speculate', cpu: other, place },
    expect({ type: 'fault' }),
  ];
  const state = [expect({ type: 'maps', place, page }), expect({ type: 'exposed', page })];
  return hardware.pte ? [...state, ...bitten] : state;
}

/** The first TLB entry that leads to a secure page, be it still mapped or not; and its bite. */
function cached(kernel: Kernel, m: Machine, hardware: Hardware): readonly Statement[] {
  const { config } = kernel;
  const entries = cpus(m).flatMap((cpu) => places(m).map((index) => ({ cpu, index, page: tlbEntry(m, cpu, index) })));
  const entry = entries.find(({ page }) => page !== 0 && isSecure(m, page));
  const { cpu, index, page: code } = present(entry, 'an entry of a secure page');
  const place = present(placeOf(config, placeVa(kernel, index)), 'a place');
  const mapped = places(m).some((at) => pteAt(m, at) === code);
  return [
    expect({ type: 'cached', cpu: cpuId(cpu), place }),
    ...secure(config, m, code),
    expect({ type: 'exposed', page: pageCalled(config, code) }, !mapped),
    ...(faultPage(m) === 0 && hardware.tlb ? [{ type: 'speculate', cpu, place } as const] : []),
    ...(faultPage(m) !== 0 || hardware.tlb ? [expect({ type: 'fault' })] : []),
  ];
}

const secure = (config: Config, m: Machine, code: number): readonly Statement[] =>
  isSecure(m, code) ? [expect({ type: 'secure', page: pageCalled(config, code) })] : [];

/** The slots that somebody has in use and that are cleared, or that two have in use. */
function lost({ config }: Kernel, m: Machine): readonly Statement[] {
  return slots(m).flatMap((index): readonly Statement[] => {
    const va = slotVa(index);
    if (!someHeld(m, (held) => held === va && (isCleared(m, va) || isHeldTwice(m, va)))) return [];
    const place = slotCalled(config, index);
    const page = topPte(m, index);
    return [expect(page === 0 ? { type: 'none', place } : { type: 'maps', place, page: pageCalled(config, page) })];
  });
}

const depths = (m: Machine): readonly Statement[] =>
  cpus(m).map((cpu) => expect({ type: 'depth', cpu, n: kmapAtomicIdx(m, cpu) }));

const strays = (kernel: Kernel, m: Machine): readonly Statement[] =>
  slots(m)
    .filter((index) => slotState(kernel, m, index) === 'stray')
    .map((index) => expect({ type: 'stray', place: slotCalled(kernel.config, index) }));

const offline = (m: Machine): readonly Statement[] =>
  cpus(m)
    .filter((cpu) => !isOnline(m, cpu))
    .map((cpu) => expect({ type: 'online', cpus: [cpu] }, true));

const cpus = (m: Machine): readonly number[] => Array.from({ length: m.layout.cpus }, (_, cpu) => cpu);
const places = (m: Machine): readonly number[] => Array.from({ length: m.layout.tlbPlaces }, (_, place) => place);
const pteAt = (m: Machine, place: number): PageCode =>
  place < m.layout.windowSlots ? topPte(m, place) : pkmapPte(m, place - m.layout.windowSlots);
const slots = (m: Machine): readonly number[] => Array.from({ length: m.layout.windowSlots }, (_, index) => index);
