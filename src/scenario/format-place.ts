import type { Page, Place } from './syntax.ts';

/** `page3`, `low0` */
export function formatPage({ low, n }: Page): string {
  return `${low ? 'low' : 'page'}${n}`;
}

/** `cpu1.slot0`, `slot0`, `pkmap1`, `linear(low0)`, `0xfff10000` */
export function formatPlace(place: Place): string {
  switch (place.type) {
    case 'slot':
      return `${place.cpu === null ? '' : `cpu${place.cpu}.`}slot${place.slot}`;
    case 'pkmap':
      return `pkmap${place.entry}`;
    case 'linear':
    case 'dma':
      return `${place.type}(${formatPage(place.page)})`;
    case 'address':
      return `0x${place.vaddr.toString(16).padStart(8, '0')}`;
  }
}
