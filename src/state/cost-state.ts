import { DEFAULT_WEIGHTS, type Weights } from '../model/weights.ts';
import type { Measure } from '../timeline/measure.ts';
import type { Load } from '../timeline/scaling-load.ts';
import type { RemarkCosts, Scaled } from '../timeline/scaling-sweep.ts';

/** How the reader looks at costs, and what was worked out for that. */
export type CostView = {
  /** The costs stand in place of the stage. */
  readonly open: boolean;
  readonly measure: Measure;
  /** Modelled cycles of one operation of each kind; the reader's own, for this visit. */
  readonly weights: Weights;
  /** What is asked for in the plots of scaling. */
  readonly load: Load;
  /** What the mail remarks, for as many CPUs as the load has. */
  readonly remark: RemarkCosts | null;
  /** The last load that was priced to the end. */
  readonly scaled: Scaled | null;
  /** How far the pricing of `load` is; null when none is under way. */
  readonly progress: { readonly done: number; readonly total: number } | null;
  /** Why there will be no prices; null when nothing is wrong. */
  readonly problem: string | null;
};

export const NOTHING_COUNTED: CostView = {
  open: false,
  measure: 'cycles',
  weights: DEFAULT_WEIGHTS,
  load: { cpus: 4, strays: 1, uses: 4 },
  remark: null,
  scaled: null,
  progress: null,
  problem: null,
};
