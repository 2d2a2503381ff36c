import { EVERY_INTERLEAVING } from './every-interleaving.ts';
import { HOTPLUG } from './hotplug.ts';
import { KMAP_LOCAL } from './kmap-local.ts';
import { LEFT_BEHIND } from './left-behind.ts';
import { PKMAP } from './pkmap.ts';
import { SECURE_WORLD } from './secure-world.ts';
import type { Chapter, Shipped } from './shipped.ts';
import { TLBS_AND_COST } from './tlbs-and-cost.ts';

/** All scenarios that come with the product, as a course would take them. */
export const LIBRARY: readonly Chapter[] = [
  LEFT_BEHIND,
  SECURE_WORLD,
  HOTPLUG,
  TLBS_AND_COST,
  PKMAP,
  KMAP_LOCAL,
  EVERY_INTERLEAVING,
];

export const SHIPPED: readonly Shipped[] = LIBRARY.flatMap((chapter) => chapter.scenarios);

/** The scenario with that id; undefined when there is none. */
export function shipped(id: string): Shipped | undefined {
  return SHIPPED.find((scenario) => scenario.id === id);
}

/** The id of the scenario with exactly this text; null when none ships that reads so. */
export function shippedAs(text: string): string | null {
  return SHIPPED.find((scenario) => scenario.text === text)?.id ?? null;
}
