import type { PageCode, VaCode } from '../model/action.ts';
import type { Config } from '../model/config.ts';
import { vaIndex, vaKind } from '../model/va.ts';
import { formatPage, formatPlace } from './format-place.ts';
import type { Page, Place } from './syntax.ts';

/** The page that a code stands for; null for 0, pte_none. */
export function pageOf({ sizes }: Config, code: PageCode): Page | null {
  if (code === 0) return null;
  return code <= sizes.pages ? { low: false, n: code - 1 } : { low: true, n: code - 1 - sizes.pages };
}

/** The code of a page, whether or not this machine has so many: highmem page n is n + 1, the lowmem pages follow. */
export function pageCode({ sizes }: Config, { low, n }: Page): PageCode {
  return low ? sizes.pages + n + 1 : n + 1;
}

/** `page3`, `low0`; `none` for pte_none. */
export function pageName(config: Config, code: PageCode): string {
  const page = pageOf(config, code);
  return page === null ? 'none' : formatPage(page);
}

/** The place that an address stands for; null for no address. */
export function placeOf(config: Config, va: VaCode): Place | null {
  const index = vaIndex(va);
  const { slots } = config.sizes;
  switch (vaKind(va)) {
    case 'none':
      return null;
    case 'slot':
      return { type: 'slot', cpu: Math.floor(index / slots), slot: index % slots };
    case 'pkmap':
      return { type: 'pkmap', entry: index };
    case 'linear':
    case 'dma': {
      const page = pageOf(config, index);
      return page === null ? null : { type: vaKind(va) === 'dma' ? 'dma' : 'linear', page };
    }
  }
}

/** `cpu1.slot0`, `pkmap1`, `linear(low0)`; `nowhere` for no address. */
export function placeName(config: Config, va: VaCode): string {
  const place = placeOf(config, va);
  return place === null ? 'nowhere' : formatPlace(place);
}

export function cpuName(cpu: number): string {
  return `cpu${cpu}`;
}
