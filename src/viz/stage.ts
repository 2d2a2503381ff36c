import { accessArrows } from './access-arrows.ts';
import { elsewhere } from './elsewhere.ts';
import { links } from './links.ts';
import { wholeOf, type Mark, type MarkInPieces, type Piece } from './mark.ts';
import { motionOf, STILL, type Motion } from './motion.ts';
import { pageMap } from './page-map.ts';
import { regionLabels } from './region-label.ts';
import { slotGrid } from './slot-grid.ts';
import type { StageData } from './stage-data.ts';
import { onOneSheet, type StageSheets } from './stage-sheets.ts';

/**
 * The stage below the CPU panels, from back to front: the page table, what it maps, and who reaches through it. In pieces: how the slots
 * look, what they say, what else maps pages, memory, and what leads to it.
 */
export const stageInPieces: MarkInPieces<StageData, StageSheets> = (sheets, size) => {
  const table = slotGrid(sheets, size);
  const memory = pageMap(sheets.memory, size);
  const [others, lines, arrows, labels] = [
    elsewhere(sheets.memory, size),
    links(sheets.memory, size),
    accessArrows(sheets.memory, size),
    regionLabels(sheets.memory, size),
  ];
  const roots = new Set([sheets.table, ...sheets.words, sheets.memory]);
  let shown: { readonly data: StageData; readonly motion: Motion } | null = null;
  const begin = (data: StageData, since: Parameters<Piece<StageData>>[1]): void => {
    // The same moment once more (something else is selected): what happened has been seen.
    const isSeen = shown?.data.frame === data.frame;
    const motion = since.length === 0 || isSeen ? STILL : motionOf(sheets.table);
    if (shown !== null && shown.motion !== STILL) roots.forEach(settle);
    shown = { data, motion };
  };
  const inMotion = (data: StageData): StageData => ({ ...data, motion: shown?.data === data ? shown.motion : STILL });
  const [looks, ...words] = table.pieces;
  const all =
    (...marks: readonly ReturnType<Mark<StageData>>[]): Piece<StageData> =>
    (data, since) =>
      marks.forEach((mark) => mark.update(data, since));
  return {
    pieces: [
      (data, since) => {
        begin(data, since);
        looks?.(inMotion(data), since);
      },
      ...[...words, all(others), ...memory.pieces, all(lines), all(labels, arrows)].map(
        (draw): Piece<StageData> =>
          (data, since) =>
            draw(inMotion(data), since),
      ),
    ],
    destroy: () => [table, others, memory, lines, labels, arrows].forEach((mark) => mark.destroy()),
  };
};

/** The stage of one moment. */
export const stage = wholeOf<StageData>((root, size) => stageInPieces(onOneSheet(root), size));

/** Whatever is still under way of the step before is over: the next one is not to wait for it, nor to be mistaken for it. */
function settle(root: SVGGElement): void {
  root.getAnimations({ subtree: true }).forEach((one) => one.cancel());
  root.querySelectorAll('.sweep, .falling, .leaving, .ghost, .veil').forEach((leftover) => leftover.remove());
}
