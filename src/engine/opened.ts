import type { Result } from '../base/result.ts';
import type { Diagnostic } from '../scenario/syntax.ts';
import type { Timeline } from '../timeline/timeline.ts';
import type { Shown } from './shown.ts';
import type { Tree } from './tree.ts';

/** A scenario that is open. Never changed: a request makes another one of it. */
export type Opened = {
  readonly timeline: Timeline;
  /** Kernels beside the scenario's own. */
  readonly kernels: readonly string[];
  /** The cursor: just after `at` steps, `micro` indivisible actions into the next (null: none). */
  readonly at: number;
  readonly micro: number | null;
  /** What follows from the above. */
  readonly shown: Shown;
  readonly tree: Tree;
  /** How many scenarios were opened so far: tells one's outline from another's. */
  readonly opening: number;
};

/** What a request makes of a session, before what follows from it is worked out; or what is wrong with the request. */
export type Change = Result<Partial<Pick<Opened, 'timeline' | 'kernels' | 'at' | 'micro'>>, readonly Diagnostic[]>;
