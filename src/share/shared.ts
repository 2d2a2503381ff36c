import type { Line, Scenario } from '../scenario/syntax.ts';

/**
 * What a link or a file carries: inputs, never states. Whoever opens it replays the scenario, goes to the cursor and compares the digest of
 * the machine there; nothing here follows from anything else here.
 */
export type Shared = {
  readonly version: 1;
  /** The main branch, whole: title, machine, notes, steps, expectations, comments. */
  readonly scenario: Scenario;
  /** The other futures; `branches[i]` has the number i + 1, the main branch is 0. */
  readonly branches: readonly SharedBranch[];
  readonly cursor: Cursor;
  /** Kernels of the lanes beside the scenario's own; empty unless this is a comparison. */
  readonly kernels: readonly string[];
  readonly view: View;
  /** 32 bits of hash of the machine at the cursor, made by the caller: shows whether a replay still comes to the same end. */
  readonly digest: number;
};

export type SharedBranch = {
  readonly name: string;
  /** Number of the branch it was forked from: one that comes before it. */
  readonly parent: number;
  /** Steps it shared with its parent when it was forked. */
  readonly at: number;
  /** Its whole text, what it shares with its parent included: editing a parent never touches a child. */
  readonly lines: readonly Line[];
};

/** Just after step `at` of a branch (0: just booted); with `micro`, that many ticks into the next step. */
export type Cursor = { readonly branch: number; readonly at: number; readonly micro: number | null };

/** How the sender looked at it. Nothing of the device (theme, folded panels) and nothing in any language. */
export type View = {
  readonly lens: Lens;
  readonly speed: Speed;
  /** The object looked at, by its scenario name: `cpu1.slot0`, `page3`. */
  readonly selection: string | null;
  readonly radix: Radix;
  readonly zoom: Zoom;
  /** Large type and high contrast. */
  readonly projector: boolean;
};

// The order of these lists is part of the format (FORMATS.md): a link carries the position. Add at the end only.
export const LENSES = ['engineer', 'beginner', 'everything'] as const;
export const RADICES = ['hex', 'bin', 'dec'] as const;
export const SPEEDS = [1, 0.25, 0.5, 2, 4] as const;
export const ZOOMS = ['calls', 'lines'] as const;

export type Lens = (typeof LENSES)[number];
export type Radix = (typeof RADICES)[number];
/** Times the normal speed of playing. */
export type Speed = (typeof SPEEDS)[number];
export type Zoom = (typeof ZOOMS)[number];

export const DEFAULT_VIEW: View = {
  lens: 'engineer',
  speed: 1,
  selection: null,
  radix: 'hex',
  zoom: 'calls',
  projector: false,
};
