/**
 * What the stage is drawn on, from back to front: the table; what its slots say, a share of the strips on each sheet; memory, and what leads
 * there. On the screen each is a drawing of its own, for the browser paints a drawing anew as a whole, and words take longest. They may as
 * well be one group.
 */
export type StageSheets = {
  readonly table: SVGGElement;
  readonly words: readonly SVGGElement[];
  readonly memory: SVGGElement;
};

export const onOneSheet = (root: SVGGElement): StageSheets => ({ table: root, words: [root], memory: root });
