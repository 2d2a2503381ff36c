import { accessArrows } from './access-arrows.ts';
import { elsewhere } from './elsewhere.ts';
import { links } from './links.ts';
import { wholeOf, type MarkInPieces, type Piece } from './mark.ts';
import { motionOf, STILL, type Motion } from './motion.ts';
import { pageMap } from './page-map.ts';
import { regionLabels } from './region-label.ts';
import { slotGrid } from './slot-grid.ts';
import type { StageData } from './stage-data.ts';

/**
 * The stage below the CPU panels, from back to front: the page table, what it maps, and who reaches through it. In pieces: how the slots
 * look, what they say, memory, and what leads to it.
 */
export const stageInPieces: MarkInPieces<StageData> = (root, size) => {
  const table = slotGrid(root, size);
  const [others, memory, lines, labels, arrows] = [
    elsewhere(root, size),
    pageMap(root, size),
    links(root, size),
    regionLabels(root, size),
    accessArrows(root, size),
  ];
  let shown: { readonly data: StageData; readonly motion: Motion } | null = null;
  const begin = (data: StageData, since: Parameters<Piece<StageData>>[1]): void => {
    // The same moment once more (something else is selected): what happened has been seen.
    const isSeen = shown?.data.frame === data.frame;
    const motion = since.length === 0 || isSeen ? STILL : motionOf(root);
    if (shown !== null && shown.motion !== STILL) settle(root);
    shown = { data, motion };
  };
  const inMotion = (data: StageData): StageData => ({ ...data, motion: shown?.data === data ? shown.motion : STILL });
  const [looks, ...words] = table.pieces;
  return {
    pieces: [
      (data, since) => {
        begin(data, since);
        looks?.(inMotion(data), since);
      },
      ...words.map(
        (say): Piece<StageData> =>
          (data, since) =>
            say(inMotion(data), since),
      ),
      (data, since) => [others, memory].forEach((mark) => mark.update(inMotion(data), since)),
      (data, since) => [lines, labels, arrows].forEach((mark) => mark.update(inMotion(data), since)),
    ],
    destroy: () => [table, others, memory, lines, labels, arrows].forEach((mark) => mark.destroy()),
  };
};

/** The stage of one moment. */
export const stage = wholeOf(stageInPieces);

/** Whatever is still under way of the step before is over: the next one is not to wait for it, nor to be mistaken for it. */
function settle(root: SVGGElement): void {
  root.getAnimations({ subtree: true }).forEach((one) => one.cancel());
  root.querySelectorAll('.sweep, .falling, .leaving, .ghost, .veil').forEach((leftover) => leftover.remove());
}
