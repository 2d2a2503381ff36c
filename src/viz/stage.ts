import { accessArrows } from './access-arrows.ts';
import { elsewhere } from './elsewhere.ts';
import { links } from './links.ts';
import type { Mark } from './mark.ts';
import { motionOf, STILL } from './motion.ts';
import { pageMap } from './page-map.ts';
import { slotGrid } from './slot-grid.ts';
import type { StageData } from './stage-data.ts';

/**
 * The two halves of a stage: the table, and memory with what leads to it. They are of the same moment; or, where a jump changes much at once,
 * memory is still of the moment before and follows in the next frame.
 */
export type Halves = { readonly table: StageData; readonly memory: StageData };

/** The stage below the CPU panels: the page table, what it maps, and who reaches through it, from back to front. */
export const stageInHalves: Mark<Halves> = (root, size) => {
  const table = [slotGrid, elsewhere].map((mark) => mark(root, size));
  const memory = [pageMap, links, accessArrows].map((mark) => mark(root, size));
  let moved = false;
  let shown: { readonly table: StageData; readonly memory: StageData } | null = null;
  return {
    update: (data, since) => {
      const before = shown;
      shown = data;
      // The same moment once more (something else is selected): what happened has been seen.
      const isSeen = data.table.frame === before?.table.frame;
      const motion = since.length === 0 || isSeen || data.memory !== data.table ? STILL : motionOf(root);
      if (moved && data.table !== before?.table) settle(root);
      moved = motion !== STILL;
      if (data.table !== before?.table) table.forEach((mark) => mark.update({ ...data.table, motion }, since));
      if (data.memory !== before?.memory) memory.forEach((mark) => mark.update({ ...data.memory, motion }, since));
    },
    destroy: () => [...table, ...memory].forEach((mark) => mark.destroy()),
  };
};

/** The stage of one moment. */
export const stage: Mark<StageData> = (root, size) => {
  const halves = stageInHalves(root, size);
  return {
    update: (data, since) => halves.update({ table: data, memory: data }, since),
    destroy: () => halves.destroy(),
  };
};

/** Whatever is still under way of the step before is over: the next one is not to wait for it, nor to be mistaken for it. */
function settle(root: SVGGElement): void {
  root.getAnimations({ subtree: true }).forEach((one) => one.cancel());
  root.querySelectorAll('.sweep, .falling, .leaving, .ghost, .veil').forEach((leftover) => leftover.remove());
}
