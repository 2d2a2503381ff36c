import { costsBetween, type Costs } from '../model/cost.ts';
import type { Weights } from '../model/weights.ts';
import { measured, type Measure } from './measure.ts';
import type { Priced } from './scaling.ts';
import { LOAD_BOUNDS, WAYS, type Load, type Way } from './scaling-load.ts';

/** What a plot of scaling runs over, while the rest of the load stays. */
export type Over = keyof Load;

export type SweepPoint = { readonly x: number; readonly costs: { readonly [W in Way]: Costs } };
export type Sweep = { readonly over: Over; readonly points: readonly SweepPoint[] };

/** The three plots of one load. */
export type Scaled = { readonly load: Load; readonly sweeps: { readonly [O in Over]: Sweep } };

/** The remark of the mail: one flush of one CPU with one stray, and that of so many CPUs with a stray on each. */
export type RemarkCosts = { readonly one: FlushPair; readonly all: FlushPair; readonly cpus: number };
export type FlushPair = { readonly unconditional: Costs; readonly checked: Costs };

/** One thing that is to be priced: small enough that there is progress to be seen and it can be given up. */
export type Pricing = { readonly way: Way; readonly load: Load };

/** All CPUs up to 8, then fewer: what grows with each CPU alike need not be asked of every one. */
const CPU_POINTS: readonly number[] = [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 20, 24, 28, 32];

/** Where a plot is asked for a price. The whole range, and the load's own value. */
function pointsOver(over: Over, load: Load): readonly number[] {
  if (over === 'cpus') return [...new Set([...CPU_POINTS, load.cpus])].toSorted((a, b) => a - b);
  const { least, most } = LOAD_BOUNDS[over];
  return Array.from({ length: most - least + 1 }, (_, i) => least + i);
}

const remarkLoad = (cpus: number): Load => ({ cpus, strays: 1, uses: 1 });
/** One run answers for all numbers of uses. */
const usesLoad = (load: Load): Load => ({ ...load, uses: LOAD_BOUNDS.uses.most });

/** Every pricing that `remarkFrom` needs, none twice. */
export function remarkPricings(cpus: number): readonly Pricing[] {
  return distinctLoads([remarkLoad(1), remarkLoad(cpus)]).flatMap((load) =>
    (['unconditional', 'checked'] as const).map((way) => ({ way, load })),
  );
}

/** Every pricing that `scaledFrom` needs for a load, none twice. */
export function pricingsOf(load: Load): readonly Pricing[] {
  const loads = [
    ...pointsOver('cpus', load).map((cpus) => ({ ...load, cpus })),
    ...pointsOver('strays', load).map((strays) => ({ ...load, strays })),
    usesLoad(load),
  ];
  return distinctLoads(loads).flatMap((one) => WAYS.map((way) => ({ way, load: one })));
}

function distinctLoads(loads: readonly Load[]): readonly Load[] {
  const key = ({ cpus, strays, uses }: Load): string => `${cpus} ${strays} ${uses}`;
  return [...new Map(loads.map((load) => [key(load), load])).values()];
}

/** Puts the remark together from what was priced. */
export function remarkFrom(cpus: number, priced: (pricing: Pricing) => Priced): RemarkCosts {
  const flushes = (of: number): FlushPair => ({
    unconditional: priced({ way: 'unconditional', load: remarkLoad(of) }).flush,
    checked: priced({ way: 'checked', load: remarkLoad(of) }).flush,
  });
  return { one: flushes(1), all: flushes(cpus), cpus };
}

/** Puts together what was priced. `priced` answers for every pricing of `pricingsOf(load)`. */
export function scaledFrom(load: Load, priced: (pricing: Pricing) => Priced): Scaled {
  const at = (own: Load, uses: number): SweepPoint['costs'] => {
    const cost = (way: Way): Costs => priced({ way, load: own }).runs[uses - 1] ?? missing();
    return {
      leave: cost('leave'),
      always: cost('always'),
      unconditional: cost('unconditional'),
      checked: cost('checked'),
    };
  };
  const sweep = (over: Over): Sweep => ({
    over,
    points: pointsOver(over, load).map((x) => {
      const own = { ...load, [over]: x };
      return { x, costs: over === 'uses' ? at(usesLoad(load), x) : at(own, own.uses) };
    }),
  });
  return { load, sweeps: { cpus: sweep('cpus'), strays: sweep('strays'), uses: sweep('uses') } };
}

function missing(): never {
  throw new Error('a price for every number of uses');
}

/** What a way costs more than leaving the strays where they are. */
export function extra({ costs }: SweepPoint, way: Way, measure: Measure, weights: Weights): number {
  return measured(costsBetween(costs.leave, costs[way]), measure, weights);
}

/**
 * Where a flush on demand that looks costs no more than clearing at every unmap: everywhere in the sweep, nowhere, from a point on, or up
 * to one. `mixed`: now here and now there, which only odd weights can make of it.
 */
export type BreakEven =
  | { readonly kind: 'always' | 'never' | 'mixed'; readonly x: null }
  | { readonly kind: 'from' | 'up to'; readonly x: number };

export function breakEven({ points }: Sweep, measure: Measure, weights: Weights): BreakEven {
  const pays = points.map(
    (point) => extra(point, 'checked', measure, weights) <= extra(point, 'always', measure, weights),
  );
  const turns = pays.flatMap((one, i) => (i > 0 && one !== pays[i - 1] ? [i] : []));
  const [turn] = turns;
  if (turn === undefined) return { kind: pays[0] === true ? 'always' : 'never', x: null };
  if (turns.length > 1) return { kind: 'mixed', x: null };
  return pays[0] === true ? { kind: 'up to', x: points[turn - 1]?.x ?? 0 } : { kind: 'from', x: points[turn]?.x ?? 0 };
}
