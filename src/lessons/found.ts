import type { PropertyName } from '../model/properties.ts';
import type { Shipped } from './shipped.ts';

/**
 * The shortest run that breaks a promise on a kernel: its steps and expectations are the explorer's own, its words are ours. A test asks the
 * explorer again.
 */
export type Found = Shipped & {
  readonly kernel: string;
  readonly property: PropertyName;
  /** What the owner of the page promises: everything, only what an owner can see to, or nothing. */
  readonly owner: 'quiesces' | 'naive' | 'careless';
  /**
   * Who does what: every CPU anything at any time; the same with one slot each and one mapping deeper than that; the same where a callback
   * after the hook maps a page, or where a lowmem page is handed over too; or each CPU what this run has it do, in every order.
   */
  readonly scope: 'free' | 'deeper' | 'late' | 'lowmem' | 'run';
  /** Causes that were known, in the explorer's words: this run shows another. */
  readonly besides?: readonly string[];
};
