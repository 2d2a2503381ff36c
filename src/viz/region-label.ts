import type { BaseType, Selection } from 'd3-selection';

/** What a part of the picture is called, which word of the glossary that is, and which of the things it leaves out concern it. */
export type RegionLabel = {
  readonly x: number;
  readonly y: number;
  readonly words: string;
  readonly term: string;
  readonly leftOut: string;
};

/** The name over a part of the stage, and beside it, quietly, that the picture does not show everything. Both explain themselves. */
export function regionLabel<P extends BaseType>(
  group: Selection<SVGGElement, unknown, P, undefined>,
  { x, y, words, term, leftOut }: RegionLabel,
): void {
  const label = group.append('text').attr('class', 'region').attr('x', x).attr('y', y);
  label.append('tspan').attr('class', 'term').attr('data-term', term).attr('tabindex', -1).text(words);
  label
    .append('tspan')
    .attr('class', 'left-out term')
    .attr('data-left-out', leftOut)
    .attr('tabindex', -1)
    .attr('dx', 2)
    .text(' · what is left out');
}
