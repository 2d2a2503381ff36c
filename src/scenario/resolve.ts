import { hex32 } from '../arm/hex.ts';
import { cpuId, vaddr as toVaddr } from '../arm/units.ts';
import type { CpuId } from '../arm/units.ts';
import { err, ok } from '../base/result.ts';
import type { Result } from '../base/result.ts';
import type { PageCode, VaCode } from '../model/action.ts';
import type { Config } from '../model/config.ts';
import { dmaVa, linearVa, pkmapVa, slotVa, vaIndex, vaKind } from '../model/va.ts';
import { vaddrOf, vaOfVaddr } from './addresses.ts';
import { formatPage } from './format-place.ts';
import { pageCode } from './names.ts';
import type { Page, Place } from './syntax.ts';

/** The CPU with this number, or why there is none. */
export function resolveCpu({ sizes }: Config, cpu: number): Result<CpuId, string> {
  return cpu < sizes.cpus ? ok(cpuId(cpu)) : err(`there is no CPU ${cpu}: ${thisMachine(sizes.cpus, 'CPU ', 'CPUs ')}`);
}

/** The code of a page of this machine. */
export function resolvePage(config: Config, page: Page): Result<PageCode, string> {
  const { low, pages } = config.sizes;
  const count = page.low ? low : pages;
  if (page.n < count) return ok(pageCode(config, page));
  const [stem, kind, size] = page.low ? ['low', 'lowmem', 'low'] : ['page', 'highmem', 'pages'];
  const has = count === 0 ? `this machine has no ${kind} page` : thisMachine(count, stem, stem);
  return err(`there is no ${formatPage(page)}: ${has}; ${size}=${page.n + 1} on the machine line makes room`);
}

/**
 * The address that a place stands for. `acting` is the CPU whose own strip `slot0` alone belongs to; null where nobody acts. The strip behind the
 * last CPU's is a place too: the 17th nesting of the last CPU lands there.
 */
export function resolvePlace(config: Config, place: Place, acting: number | null): Result<VaCode, string> {
  switch (place.type) {
    case 'slot':
      return resolveSlot(config, place.cpu ?? acting, place.slot);
    case 'pkmap':
      return resolvePkmap(config, place.entry);
    case 'linear': {
      const page = resolvePage(config, place.page);
      return page.ok ? ok(linearVa(page.value)) : page;
    }
    case 'dma': {
      const page = resolvePage(config, place.page);
      return page.ok ? ok(dmaVa(page.value)) : page;
    }
    case 'address':
      return resolveAddress(config, place.vaddr);
  }
}

function resolveSlot({ sizes }: Config, cpu: number | null, slot: number): Result<VaCode, string> {
  if (cpu === null) return err(`slot${slot} of which CPU? No CPU acts here: write cpu1.slot${slot}`);
  if (cpu > sizes.cpus) return err(`there is no CPU ${cpu}: ${thisMachine(sizes.cpus, 'CPU ', 'CPUs ')}`);
  if (slot < sizes.slots) return ok(slotVa(cpu * sizes.slots + slot));
  const has = sizes.slots === 1 ? 'each CPU has slot0 alone' : `each CPU has slot0 to slot${sizes.slots - 1}`;
  return err(`there is no slot${slot}: ${has}`);
}

/** The PTE of an entry is there only as far as the configuration says; the kernel's window has LAST_PKMAP of them. */
function resolvePkmap({ sizes }: Config, entry: number): Result<VaCode, string> {
  if (entry < sizes.pkmap) return ok(pkmapVa(entry));
  return err(`there is no pkmap${entry}: ${pkmapRoom(sizes.pkmap, entry)}`);
}

function pkmapRoom(count: number, entry: number): string {
  const has = count === 0 ? 'this machine has no pkmap window' : thisMachine(count, 'pkmap', 'pkmap');
  return `${has}; pkmap=${entry + 1} on the machine line makes room`;
}

function resolveAddress(config: Config, vaddr: number): Result<VaCode, string> {
  const address = `0x${hex32(vaddr)}`;
  const va = vaOfVaddr(config, toVaddr(vaddr));
  if (va === null) return err(`${address} is in no window of this machine: ${windows(config)}`);
  const index = vaIndex(va);
  const { cpus, slots, pkmap } = config.sizes;
  if (vaKind(va) === 'slot' && index >= (cpus + 1) * slots) {
    const owner = `slot${index % slots} of CPU ${Math.floor(index / slots)}`;
    return err(`${address} is ${owner}, and ${thisMachine(cpus, 'CPU ', 'CPUs ')}`);
  }
  if (vaKind(va) === 'pkmap' && index >= pkmap) {
    return err(`${address} is pkmap${index}, and ${pkmapRoom(pkmap, index)}`);
  }
  return ok(va);
}

/** Where the addresses of this machine lie, from the first to the last page of each window. */
function windows(config: Config): string {
  const { cpus, slots, pages, low, pkmap } = config.sizes;
  const range = (what: string, first: VaCode, last: VaCode): string => {
    const [from, to] = [vaddrOf(config, first) ?? 0, vaddrOf(config, last) ?? 0];
    return `${what} 0x${hex32(Math.min(from, to))} to 0x${hex32(Math.max(from, to) + 0xfff)}`;
  };
  const parts = [range('the slots', slotVa(0), slotVa(cpus * slots - 1))];
  if (pkmap > 0) parts.push(range('pkmap', pkmapVa(0), pkmapVa(pkmap - 1)));
  if (low > 0) parts.push(range('lowmem', linearVa(pages + 1), linearVa(pages + low)));
  return parts.join(', ');
}

/** `this machine has CPUs 0 to 3`, `this machine has page0 alone` */
export function thisMachine(count: number, one: string, many: string): string {
  if (count === 1) return `this machine has ${one}0 alone`;
  return one === many ? `this machine has ${one}0 to ${one}${count - 1}` : `this machine has ${many}0 to ${count - 1}`;
}
