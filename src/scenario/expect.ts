import { BUGS } from '../model/call.ts';
import type { PageCode, VaCode } from '../model/action.ts';
import { cachedPage } from '../model/access.ts';
import type { Costs } from '../model/cost.ts';
import type { Kernel } from '../model/kernel.ts';
import type { Machine } from '../model/machine.ts';
import { bugFired, cpuState, faultCpu, faultPage, faultVa, isOnline, isSecure } from '../model/machine.ts';
import { kmapAtomicIdx, pkmapCount, walk } from '../model/machine.ts';
import { isExposed, placeState } from '../model/slots.ts';
import { linearVa, pkmapVa, slotVa } from '../model/va.ts';
import { cpuName, pageName, placeName } from './names.ts';
import { predicateMistake } from './predicates.ts';
import { resolvePage, resolvePlace } from './resolve.ts';
import type { Expect, Page, Place, Predicate } from './syntax.ts';

/** Whether something holds on a machine, and what is found there, in a short phrase: `cpu1.slot0 is stray, maps page3`. */
export type Finding = { readonly holds: boolean; readonly found: string };

/**
 * Checks an expectation where it stands. What names something that this machine does not have never holds, with `not` or without: `found` then
 * says what is missing.
 *
 * @param costs of the run so far, for `expect cost(…)`
 */
export function checkExpect(kernel: Kernel, m: Machine, costs: Costs, { predicate, not }: Expect): Finding {
  const mistake = predicateMistake(kernel.config, predicate);
  if (mistake !== null) return { holds: false, found: mistake };
  const { holds, found } = checkPredicate(kernel, m, costs, predicate);
  return { holds: holds !== not, found };
}

/** The same for a predicate alone; false where it names something that this machine does not have. */
export function checkPredicate(kernel: Kernel, m: Machine, costs: Costs, predicate: Predicate): Finding {
  switch (predicate.type) {
    case 'none':
    case 'stray':
    case 'live':
      return at(kernel, predicate.place, (va) => placeState(kernel, m, va) === predicate.type, describe(kernel, m));
    case 'maps': {
      const page = resolvePage(kernel.config, predicate.page);
      return at(kernel, predicate.place, (va) => page.ok && walk(m, va) === page.value, describe(kernel, m));
    }
    case 'depth': {
      const depth = kmapAtomicIdx(m, predicate.cpu);
      return { holds: depth === predicate.n, found: `the depth of ${cpuName(predicate.cpu)} is ${depth}` };
    }
    case 'online':
      return online(m, predicate.cpus);
    case 'secure':
    case 'exposed':
      return ofPage(kernel, m, predicate.type, predicate.page);
    case 'cached':
      return cached(kernel, m, predicate.cpu, predicate.place);
    case 'fault':
    case 'no_fault':
      return { holds: (faultPage(m) !== 0) === (predicate.type === 'fault'), found: faultFound(kernel, m) };
    case 'no_stray':
      return noStray(kernel, m);
    case 'bug': {
      const bug = BUGS[bugFired(m) - 1];
      return {
        holds: bug !== undefined,
        found: bug === undefined ? 'no BUG_ON has fired' : `a BUG_ON has fired: ${bug}`,
      };
    }
    case 'pkmap_count': {
      const count = pkmapCount(m, predicate.entry);
      return { holds: count === predicate.n, found: `the pkmap_count of pkmap${predicate.entry} is ${count}` };
    }
    case 'cost': {
      const cost = costs[predicate.cost];
      return { holds: cost === predicate.n, found: `cost(${predicate.cost}) is ${cost}` };
    }
  }
}

function at(kernel: Kernel, place: Place, holds: (va: VaCode) => boolean, found: (va: VaCode) => string): Finding {
  const va = resolvePlace(kernel.config, place, null);
  return va.ok ? { holds: holds(va.value), found: found(va.value) } : { holds: false, found: va.error };
}

/** `cpu1.slot0 is stray, maps page3`, `cpu1.slot0 is none` */
function describe(kernel: Kernel, m: Machine): (va: VaCode) => string {
  return (va) => {
    const page = walk(m, va);
    const maps = page === 0 ? '' : `, maps ${pageName(kernel.config, page)}`;
    return `${placeName(kernel.config, va)} is ${placeState(kernel, m, va)}${maps}`;
  };
}

function online(m: Machine, cpus: readonly number[]): Finding {
  const off = cpus.filter((cpu) => !isOnline(m, cpu));
  const found = off.map((cpu) => `${cpuName(cpu)} is ${cpuState(m, cpu)}`);
  const all = cpus.map((cpu) => `${cpuName(cpu)} is online`);
  return { holds: off.length === 0, found: (off.length === 0 ? all : found).join(', ') };
}

function ofPage(kernel: Kernel, m: Machine, type: 'secure' | 'exposed', page: Page): Finding {
  const code = resolvePage(kernel.config, page);
  if (!code.ok) return { holds: false, found: code.error };
  const name = pageName(kernel.config, code.value);
  if (!isSecure(m, code.value)) return { holds: false, found: `${name} is not secure` };
  if (type === 'secure') return { holds: true, found: `${name} is secure` };
  const mappings = placesOf(m).filter((va) => walk(m, va) === code.value);
  const by =
    mappings.length === 0
      ? 'no valid PTE maps it'
      : `${listed(kernel, mappings)} ${mappings.length === 1 ? 'maps' : 'map'} it`;
  return { holds: isExposed(m, code.value), found: `${name} is secure, and ${by}` };
}

function cached(kernel: Kernel, m: Machine, cpu: number, place: Place): Finding {
  const page = (va: VaCode): PageCode => cachedPage(m, cpu, va);
  return at(
    kernel,
    place,
    (va) => page(va) !== 0,
    (va) => {
      const held = page(va) === 0 ? 'nothing' : pageName(kernel.config, page(va));
      return `the TLB of ${cpuName(cpu)} holds ${held} for ${placeName(kernel.config, va)}`;
    },
  );
}

function faultFound({ config }: Kernel, m: Machine): string {
  if (faultPage(m) === 0) return 'the firewall has refused no access';
  const where = `${pageName(config, faultPage(m))} through ${placeName(config, faultVa(m))}`;
  return `the firewall has refused ${cpuName(faultCpu(m))} an access to ${where}`;
}

function noStray(kernel: Kernel, m: Machine): Finding {
  const strays = placesOf(m).filter((va) => placeState(kernel, m, va) === 'stray');
  if (strays.length === 0) return { holds: true, found: 'no place is stray' };
  return { holds: false, found: `${listed(kernel, strays)} ${strays.length === 1 ? 'is' : 'are'} stray` };
}

/** Every address that has a PTE: the slots of the window, the pkmap entries, the linear map. */
function placesOf({ layout }: Machine): readonly VaCode[] {
  const places = (count: number, va: (index: number) => VaCode): readonly VaCode[] =>
    Array.from({ length: count }, (_, i) => va(i));
  return [
    ...places(layout.windowSlots, slotVa),
    ...places(layout.pkmapEntries, pkmapVa),
    ...places(layout.pages - layout.highPages, (low) => linearVa(layout.highPages + 1 + low)),
  ];
}

/** A finding names at most so many places. */
const MOST_NAMED = 3;

function listed({ config }: Kernel, places: readonly VaCode[]): string {
  const names = places.slice(0, MOST_NAMED).map((va) => placeName(config, va));
  const more = places.length - names.length;
  return more === 0 ? names.join(', ') : `${names.join(', ')} and ${more} more`;
}
