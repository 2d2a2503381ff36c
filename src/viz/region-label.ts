import { select, type Selection } from 'd3-selection';
import type { Mark } from './mark.ts';
import type { StageData } from './stage-data.ts';
import { stageLayout, type StageLayout } from './stage-layout.ts';

/** What a part of the picture is called, which word of the glossary that is, and which of the things it leaves out concern it. */
type RegionLabel = {
  readonly x: number;
  /** Where the line ends. */
  readonly right: number;
  readonly y: number;
  readonly words: string;
  readonly term: string;
  readonly leftOut: string;
};

/** Pixels that a letter of the name takes, the words at the other end of its line, and what is at least between them. */
const CAPITAL = 7;
const LEFT_OUT = 80;
const BETWEEN = 12;

/** Where the name over the table ends. */
export const tableNameEnd = ({ columns }: StageLayout, tableLabel: string): number =>
  (columns.x[0] ?? 0) + nameOf(columns.total, tableLabel).length * CAPITAL;

/** What is free on the line over the table, between its name and the words at its end. */
export const freeOverTable = (layout: StageLayout, tableLabel: string): readonly [number, number] => [
  tableNameEnd(layout, tableLabel) + BETWEEN,
  (layout.strips.at(-1)?.right ?? 0) - LEFT_OUT - BETWEEN,
];

/** All of the name, or where there is little room its first half. */
const nameOf = (width: number, tableLabel: string): string =>
  width < 420 ? (tableLabel.split(',')[0] ?? '') : tableLabel;

/** The names over the parts of the stage. They lie over the lines that pass there: a line one can follow also past a word. */
export const regionLabels: Mark<StageData> = (root, size) => {
  const group = select(root).append('g').attr('class', 'regions');
  let drawn = '';
  return {
    update({ shape, tableLabel }) {
      if (drawn === tableLabel) return;
      drawn = tableLabel;
      group.selectAll('*').remove();
      const { columns, strips, table, memoryTop, labelGap } = stageLayout(size, shape);
      const [x, right] = [columns.x[0] ?? 0, strips.at(-1)?.right ?? 0];
      regionLabel(group, {
        ...{ x, right, y: table.y - labelGap },
        ...{ words: nameOf(columns.total, tableLabel), term: 'page table', leftOut: 'table' },
      });
      regionLabel(group, {
        ...{ x, right, y: memoryTop - labelGap },
        ...{ words: 'Physical memory', term: 'physical memory', leftOut: 'memory' },
      });
    },
    destroy() {
      group.remove();
    },
  };
};

/**
 * The name over a part of the stage, and at the other end of its line, quietly and where arrows seldom go, that the picture does not show
 * everything. Both explain themselves.
 */
function regionLabel(
  group: Selection<SVGGElement, unknown, null, undefined>,
  { x, right, y, words, term, leftOut }: RegionLabel,
): void {
  const label = group.append('text').attr('class', 'region').attr('x', x).attr('y', y);
  label.append('tspan').attr('class', 'term').attr('data-term', term).attr('tabindex', -1).text(words);
  if (x + words.length * CAPITAL + BETWEEN + LEFT_OUT > right) return;
  const beside = group.append('text').attr('class', 'region').attr('x', right).attr('y', y).attr('text-anchor', 'end');
  beside
    .append('tspan')
    .attr('class', 'left-out term')
    .attr('data-left-out', leftOut)
    .attr('tabindex', -1)
    .text('what is left out');
}
