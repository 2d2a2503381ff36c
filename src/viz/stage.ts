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
  let moved = false;
  let shown: StageData['frame'] | null = null;
  return {
    update: (data, since) => {
      // The same moment once more (something else is selected): what happened has been seen.
      const motion = since.length === 0 || data.frame === shown ? STILL : motionOf(root);
      const moving = { ...data, motion };
      shown = data.frame;
      if (moved) settle(root);
      moved = motion !== STILL;
      marks.forEach((mark) => mark.update(moving, since));
    },
    destroy: () => marks.forEach((mark) => mark.destroy()),
  };
};

/** Whatever is still under way of the step before is over: the next one is not to wait for it, nor to be mistaken for it. */
function settle(root: SVGGElement): void {
  root.getAnimations({ subtree: true }).forEach((one) => one.cancel());
  root.querySelectorAll('.sweep, .falling, .leaving, .ghost').forEach((leftover) => leftover.remove());
}
