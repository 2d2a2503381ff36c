import { NO_COSTS, plusCosts, type CpuCosts, type Costs } from '../model/cost.ts';
import type { GlyphKind } from './frame.ts';
import type { LaneRun } from './lanes.ts';

/** What every step of a lane cost, by CPU: what plots and tables are made of. */
export type LaneCosts = {
  readonly kernel: string;
  /** One entry a step, in their order; empty where nothing was spent. */
  readonly steps: readonly (readonly CpuCosts[])[];
};

export function laneCosts({ name, run }: LaneRun): LaneCosts {
  return { kernel: name, steps: run.records.map(({ spent }) => spent) };
}

/** What the run has cost after 0, 1, 2 … steps. */
export function cumulative({ steps }: LaneCosts): readonly Costs[] {
  const sums: Costs[] = [NO_COSTS];
  let sum = NO_COSTS;
  for (const spent of steps) {
    sum = spent.reduce((costs, own) => plusCosts(costs, own.costs), sum);
    sums.push(sum);
  }
  return sums;
}

export const COST_GROUPS = ['lane', 'cpu', 'kind'] as const;
/** What a row of the table stands for: a lane, a CPU of it, or a kind of step. */
export type CostGroup = (typeof COST_GROUPS)[number];

export type CostRow = {
  readonly kernel: string;
  /** The CPU or the kind of step, as a key to sort by; empty for a whole lane. */
  readonly of: string;
  readonly costs: Costs;
};

/**
 * The rows of the table: what steps `from + 1` to `to` cost, by lane, CPU or kind of step. There is a row for every lane, and for every CPU
 * and kind that appears in the run at all, so that rows do not come and go with the cursor.
 *
 * @param kinds of the steps, from the outline
 */
export function costRows(
  lanes: readonly LaneCosts[],
  kinds: readonly GlyphKind[],
  group: CostGroup,
  from: number,
  to: number,
): readonly CostRow[] {
  return lanes.flatMap(({ kernel, steps }) => {
    const sums = new Map<string, Costs>(group === 'lane' ? [['', NO_COSTS]] : []);
    steps.forEach((spent, i) => {
      for (const { cpu, costs } of spent) {
        const of = group === 'lane' ? '' : group === 'cpu' ? `cpu${cpu}` : (kinds[i] ?? '');
        const before = sums.get(of) ?? NO_COSTS;
        sums.set(of, i >= from && i < to ? plusCosts(before, costs) : before);
      }
    });
    return [...sums].map(([of, costs]) => ({ kernel, of, costs })).toSorted((a, b) => inOrder(a.of, b.of));
  });
}

/** cpu2 before cpu10. */
const inOrder = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
