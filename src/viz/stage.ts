import { accessArrows } from './access-arrows.ts';
import { links } from './links.ts';
import { elsewhere } from './elsewhere.ts';
import type { Mark } from './mark.ts';
import { pageMap } from './page-map.ts';
import { slotGrid } from './slot-grid.ts';
import type { StageData } from './stage-data.ts';

/** The stage below the CPU panels: the page table, what it maps, and who reaches through it, from back to front. */
export const stage: Mark<StageData> = (root, size) => {
  const marks = [slotGrid, elsewhere, pageMap, links, accessArrows].map((mark) => mark(root, size));
  return {
    update: (data, since) => marks.forEach((mark) => mark.update(data, since)),
    destroy: () => marks.forEach((mark) => mark.destroy()),
  };
};
