import type { BaseType, Selection } from 'd3-selection';

/** What a part of the picture is called, which word of the glossary that is, and which of the things it leaves out concern it. */
export type RegionLabel = {
  readonly x: number;
  readonly y: number;
  readonly words: string;
  readonly term: string;
  readonly leftOut: string;
};

/** Pixels a capital of the label takes, with the space after it. */
const CAPITAL = 8.35;

/** The name over a part of the stage, and beside it, quietly, that the picture does not show everything. Both explain themselves. */
export function regionLabel<P extends BaseType>(
  group: Selection<SVGGElement, unknown, P, undefined>,
  { x, y, words, term, leftOut }: RegionLabel,
): void {
  group
    .append('text')
    .attr('class', 'region term')
    .attr('data-term', term)
    .attr('tabindex', -1)
    .attr('x', x)
    .attr('y', y)
    .text(words);
  group
    .append('text')
    .attr('class', 'left-out term')
    .attr('data-left-out', leftOut)
    .attr('tabindex', -1)
    .attr('x', x + words.length * CAPITAL + 10)
    .attr('y', y)
    .text('left out');
}
