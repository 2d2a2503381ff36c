import type { PropertyName } from '../model/properties.ts';

/** What visiting every interleaving of a kernel has found: how much there is, which promises are broken, what else there is to see. */
export type VerdictRow = {
  readonly kernel: string;
  readonly states: number;
  readonly transitions: number;
  /** Steps to the farthest state. */
  readonly depth: number;
  /** The `always` properties that are broken; all others of them hold. */
  readonly violated: readonly PropertyName[];
  /** The `sometimes` properties of which there is an example; of all others there is none. */
  readonly found: readonly PropertyName[];
};

/** Which promises are broken, by what the owner of the page promises; on machines small enough that all of it takes a second. */
export type OwnerRow = {
  readonly kernel: string;
  readonly quiesces: readonly PropertyName[];
  readonly naive: readonly PropertyName[];
  readonly careless: readonly PropertyName[];
};

const NONE: readonly PropertyName[] = [];
const TLB: readonly PropertyName[] = ['no_tlb_maps_secure', 'no_fault'];
const PTE: readonly PropertyName[] = ['no_pte_maps_secure', ...TLB];
const BUG: readonly PropertyName[] = ['no_bug'];
const STRAY: readonly PropertyName[] = ['stray_exists'];
const FLUSH: readonly PropertyName[] = ['flush_finds_nothing'];
const NO_FLUSH: readonly PropertyName[] = ['stray_exists', 'hook_matters'];
const ALL: readonly PropertyName[] = ['stray_exists', 'flush_finds_nothing', 'hook_matters'];

const row = (
  kernel: string,
  states: number,
  transitions: number,
  depth: number,
  violated: readonly PropertyName[],
  found: readonly PropertyName[],
): VerdictRow => ({ kernel, states, transitions, depth, violated, found });

/** What both tables were asked with: every CPU may do anything at any time, and hardware whatever it can. */
export const VERDICT_SIZES = { cpus: 2, pages: 2 } as const;

/**
 * The verdict table: two nested mappings on each CPU, an owner who keeps every promise, and every reduction. A test explores it all again
 * and holds the rows to what comes out.
 */
export const VERDICTS: readonly VerdictRow[] = [
  row('v2.6.32', 14_477, 60_702, 24, PTE, NO_FLUSH),
  row('v2.6.37-rc', 47_031, 100_632, 32, BUG, STRAY),
  row('v3.9', 35_974, 129_703, 28, PTE, NO_FLUSH),
  row('v3.9-debug', 12_296, 33_763, 24, NONE, NONE),
  row('rfc-v1', 37_258, 134_478, 33, NONE, ALL),
  row('rfc-v2', 37_258, 134_478, 33, NONE, ALL),
  row('rfc-no-hook', 48_149, 167_768, 35, PTE, ALL),
  row('rfc-dead-hook', 39_037, 138_693, 33, PTE, ALL),
  row('v3.14', 147_182, 529_419, 40, PTE, NO_FLUSH),
  row('v3.14-rt', 51_528, 162_504, 39, TLB, NONE),
  row('vendor-3.18', 247_070, 809_834, 54, PTE, ALL),
  row('vendor-3.18.20', 68_256, 206_988, 45, TLB, FLUSH),
  row('vendor-3.18-corrected', 211_881, 778_213, 43, TLB, ALL),
  row('vendor-4.4', 247_558, 908_946, 43, TLB, ALL),
  row('vendor-4.9', 78_692, 239_084, 45, TLB, FLUSH),
  row('v6.1', 72_952, 220_178, 41, TLB, NONE),
  row('v6.1-debug', 72_952, 220_178, 41, TLB, NONE),
  row('fixed', 211_618, 747_143, 46, NONE, ALL),
];

/** How the verdict depends on the owner: one mapping on each CPU. Held by the same test. */
export const BY_OWNER: readonly OwnerRow[] = [
  { kernel: 'v2.6.32', quiesces: PTE, naive: PTE, careless: PTE },
  { kernel: 'v2.6.37-rc', quiesces: BUG, naive: BUG, careless: [...PTE, ...BUG] },
  { kernel: 'v3.9', quiesces: PTE, naive: PTE, careless: PTE },
  { kernel: 'v3.9-debug', quiesces: NONE, naive: NONE, careless: PTE },
  { kernel: 'rfc-v1', quiesces: NONE, naive: PTE, careless: PTE },
  { kernel: 'rfc-v2', quiesces: NONE, naive: PTE, careless: PTE },
  { kernel: 'rfc-no-hook', quiesces: PTE, naive: PTE, careless: PTE },
  { kernel: 'rfc-dead-hook', quiesces: PTE, naive: PTE, careless: PTE },
  { kernel: 'v3.14', quiesces: PTE, naive: PTE, careless: PTE },
  { kernel: 'v3.14-rt', quiesces: TLB, naive: TLB, careless: PTE },
  { kernel: 'vendor-3.18', quiesces: PTE, naive: PTE, careless: PTE },
  { kernel: 'vendor-3.18.20', quiesces: TLB, naive: TLB, careless: PTE },
  { kernel: 'vendor-3.18-corrected', quiesces: TLB, naive: PTE, careless: PTE },
  { kernel: 'vendor-4.4', quiesces: TLB, naive: PTE, careless: PTE },
  { kernel: 'vendor-4.9', quiesces: TLB, naive: TLB, careless: PTE },
  { kernel: 'v6.1', quiesces: TLB, naive: TLB, careless: PTE },
  { kernel: 'v6.1-debug', quiesces: TLB, naive: TLB, careless: PTE },
  { kernel: 'fixed', quiesces: NONE, naive: PTE, careless: PTE },
];
