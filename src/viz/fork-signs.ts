import type { BaseType, Selection } from 'd3-selection';
import { laneY, stepX, type TimelineLayout } from './timeline-layout.ts';

/** Another future: after step `at` of the run that is shown it goes another way, to a run of `length` steps. */
export type Fork = { readonly id: number; readonly name: string; readonly at: number; readonly length: number };

/** What is known of a branch: the one it was forked off, and after which of its steps. */
export type BranchShape = {
  readonly id: number;
  readonly name: string;
  readonly parent: number | null;
  readonly at: number;
  readonly length: number;
};

/** Where each other branch parts from the one that is shown. */
export function forksOn(branches: readonly BranchShape[], shown: number): readonly Fork[] {
  const own = stationsOf(branches, shown);
  return branches
    .filter(({ id }) => id !== shown)
    .map(({ id, name, length }) => {
      const other = stationsOf(branches, id);
      const common = [...own.keys()].find((branch) => other.has(branch));
      const parting = Math.min(own.get(common ?? shown) ?? 0, other.get(common ?? id) ?? 0);
      return { id, name, at: Number.isFinite(parting) ? parting : 0, length };
    });
}

/** The branches that a run consists of, the last one first, and up to which step it follows each. */
function stationsOf(branches: readonly BranchShape[], of: number): ReadonlyMap<number, number> {
  const stations = new Map<number, number>();
  let until = Infinity;
  for (let id: number | null = of; id !== null && !stations.has(id);) {
    stations.set(id, until);
    const branch = branches.find((one) => one.id === id);
    until = Math.min(until, branch?.at ?? 0);
    id = branch?.parent ?? null;
  }
  return stations;
}

/** A fork in the way, over the lanes, just after the step where the other future begins; it leads there. */
export function drawForks<P extends BaseType>(
  group: Selection<SVGGElement, unknown, P, undefined>,
  layout: TimelineLayout,
  forks: readonly Fork[],
): void {
  const signs = group
    .selectAll<SVGGElement, Fork>('g')
    .data(forks, ({ id }) => id)
    .join((enter) => {
      const sign = enter.append('g').attr('class', 'fork').attr('role', 'button').attr('tabindex', -1);
      sign
        .append('rect')
        .attr('class', 'hit')
        .attr('x', -7)
        .attr('y', -8)
        .attr('width', 16)
        .attr('height', 16)
        .attr('rx', 4);
      sign.append('path').attr('d', 'M-3,-5v10M-3,3c0,-4 7,-2 7,-6M1.5,-3.5l2.5,-2l2.5,2');
      return sign;
    });
  signs
    .attr('data-branch', ({ id }) => id)
    .attr('aria-label', spoken)
    .attr('data-tip', spoken)
    .attr('transform', ({ at }, i) => {
      const before = forks.filter((other, j) => j < i && other.at === at).length;
      const beside = Math.min(layout.dx / 2, 16) + before * 17;
      return `translate(${String(stepX(layout, at) + beside)},${String(laneY(layout, null))})`;
    });
}

const spoken = ({ name, at, length }: Fork): string =>
  `Another future after step ${String(at)}: “${name}”, ${String(length)} steps`;
