import { accessArrows } from './access-arrows.ts';
import { elsewhere } from './elsewhere.ts';
import { links } from './links.ts';
import type { Mark } from './mark.ts';
import { motionOf, STILL } from './motion.ts';
import { pageMap } from './page-map.ts';
import { slotGrid } from './slot-grid.ts';
import type { StageData } from './stage-data.ts';

/** The stage below the CPU panels: the page table, what it maps, and who reaches through it, from back to front. */
export const stage: Mark<StageData> = (root, size) => {
  const marks = [slotGrid, elsewhere, pageMap, links, accessArrows].map((mark) => mark(root, size));
  return {
    update: (data, since) => {
      const moving = { ...data, motion: since.length === 0 ? STILL : motionOf(root) };
      marks.forEach((mark) => mark.update(moving, since));
    },
    destroy: () => marks.forEach((mark) => mark.destroy()),
  };
};
