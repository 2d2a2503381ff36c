import type { PageCode, VaCode } from '../../model/action.ts';
import type { Config } from '../../model/config.ts';
import { pageOf, placeOf } from '../../scenario/names.ts';

/** The words that sentences are made of: `CPU1`, `page 3`, `slot 0`, `CPU2's slot 0`. What the kernel spells stays in its spelling. */

export const cpuWord = (cpu: number): string => `CPU${cpu}`;

/** The state of a CPU as its panel and the glossary say it: what the kernel calls dead is offline. */
export const lifeWord = (state: string): string => (state === 'dead' ? 'offline' : state);

/** `CPU1`, `CPU1 and CPU2`; from three on only how many. */
export function cpuWords(cpus: readonly number[]): string {
  if (cpus.length > 2) return `${cpus.length} CPUs`;
  return listed(cpus.map(cpuWord));
}

export function listed(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? 'none';
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}

/** `page 3`, `lowmem page 0`; `no page` for pte_none. */
export function pageWord(config: Config, code: PageCode): string {
  const page = pageOf(config, code);
  if (page === null) return 'no page';
  return page.low ? `lowmem page ${page.n}` : `page ${page.n}`;
}

/** A place as `cpu` would call it: its own slots by number alone, the others with their owner; null: nobody's own. */
export function placeWord(config: Config, va: VaCode, cpu: number | null): string {
  const place = placeOf(config, va);
  switch (place?.type) {
    case 'slot':
      return place.cpu === cpu ? `slot ${place.slot}` : `${ownerWord(config, place.cpu ?? 0)} slot ${place.slot}`;
    case 'pkmap':
      return `pkmap ${place.entry}`;
    case 'linear':
      return `the linear address of ${place.page.low ? 'low' : 'page'}${place.page.n}`;
    case 'dma':
      return `the strongly-ordered address of ${place.page.low ? 'low' : 'page'}${place.page.n}`;
    case 'address': // places that have a code come back by name
    case undefined:
      return 'no address';
  }
}

/** The strip behind the last CPU's belongs to nobody. */
const ownerWord = (config: Config, cpu: number): string =>
  cpu < config.sizes.cpus ? `${cpuWord(cpu)}'s` : "the next strip's";

/** `1 stray`, `3 strays`; `no stray` for 0. */
export function count(n: number, one: string, many = `${one}s`): string {
  return n === 0 ? `no ${one}` : `${n} ${n === 1 ? one : many}`;
}

/** A sentence: the first letter large, one full stop at the end. */
export function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}
