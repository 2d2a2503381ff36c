import type { Diagnostic } from '../scenario/syntax.ts';
import type { Lane, StepOutline } from '../timeline/frame.ts';
import type { LaneCosts } from '../timeline/lane-costs.ts';
import type { Priced } from '../timeline/scaling.ts';
import type { Pricing } from '../timeline/scaling-sweep.ts';
import type { Delta } from './delta.ts';

/**
 * The wall between the screen and the model: plain data both ways, one union each way, one file. A gesture is one request; its answer is
 * the whole picture at the cursor. Requests are answered in order; of several seeks that wait, only the newest is carried out.
 */
export type Request =
  /**
   * Replay a scenario from its text. `kernels`: presets to run it under beside its own; empty for the plain view. `at` -1: the end.
   * `branches` are the other branches, `name` that of the first, `shown` which of all is shown (0: the first, from `text`).
   */
  | {
      readonly type: 'open';
      readonly text: string;
      readonly kernels: readonly string[];
      readonly at: number;
      readonly branches?: readonly SavedBranch[];
      readonly name?: string;
      readonly shown?: number;
    }
  /** Append one scenario line at the cursor; forks when the cursor is not at the end. */
  | { readonly type: 'append'; readonly text: string }
  /**
   * Go to just after step `at` (0: just booted); with `micro`, that many ticks into the next step. `onward`: where one comes to who goes on
   * in the same way. The worker looks ahead to there, so that who does go on need not wait for it.
   */
  | ({ readonly type: 'seek'; readonly onward?: Place } & Place)
  /** Replace the text of the branch that is shown; the cursor stays as near as it can. */
  | { readonly type: 'edit'; readonly text: string }
  | { readonly type: 'branch'; readonly act: 'switch' | 'delete' | 'restore'; readonly id: number }
  /** Another future that was made elsewhere, as a branch of one there is; it is shown, at its end. */
  | { readonly type: 'graft'; readonly parent: number; readonly name: string; readonly text: string }
  | { readonly type: 'rename'; readonly id: number; readonly name: string }
  | { readonly type: 'kernels'; readonly kernels: readonly string[] }
  /** Change the machine of the scenario: same run, other kernel or size. */
  | { readonly type: 'machine'; readonly settings: string }
  /** The chain of earlier steps that made this object what it is at the cursor, in a lane: `cpu1.slot0`, `page3`, `fault`. */
  | { readonly type: 'why'; readonly object: string; readonly lane: number }
  /** What every step of every lane costs. */
  | { readonly type: 'costs' }
  /** What a load costs under a way to be without strays; nothing needs to be open for that. */
  | { readonly type: 'price'; readonly pricing: Pricing };

export type Place = { readonly at: number; readonly micro: number | null };

export const isSeekTo = (request: Request, { at, micro }: Place): boolean =>
  request.type === 'seek' && request.at === at && request.micro === micro;

/**
 * A branch as it can be kept and opened again: its whole text, the steps it shares with its parent included. `parent` counts branches in
 * their order and is one that comes before; the first has itself, 0.
 */
export type SavedBranch = {
  readonly name: string;
  readonly parent: number;
  readonly at: number;
  readonly text: string;
};

export type Reply =
  | { readonly type: 'session'; readonly session: SessionView }
  | { readonly type: 'why'; readonly object: string; readonly chain: readonly WhyStep[] }
  | { readonly type: 'costs'; readonly lanes: readonly LaneCosts[] }
  | { readonly type: 'price'; readonly priced: Priced }
  /** The user's mistake: shown where it stands; nothing changed. */
  | { readonly type: 'refused'; readonly diagnostics: readonly Diagnostic[] };

export type WhyStep = { readonly step: number; readonly text: string; readonly because: string };

export type SessionView = {
  /** The whole scenario text of the branch that is shown, in canonical form. */
  readonly text: string;
  readonly title: string;
  /** The note in force at the cursor: the last one at or before it. */
  readonly note: string | null;
  readonly at: number;
  readonly micro: number | null;
  /** Steps of the branch that is shown. */
  readonly length: number;
  readonly branches: readonly BranchView[];
  readonly branch: number;
  /** All branches as they can be kept, the first included; null when they are as in the last reply. */
  readonly saved: readonly SavedBranch[] | null;
  /** Outline entries from index `from` on; those before are as they were in the last reply of the same `outlineId`. */
  readonly outline: { readonly id: number; readonly from: number; readonly items: readonly StepOutline[] };
  /** The scenario's own kernel first; all tell of the same step. */
  readonly lanes: readonly Lane[];
  /** Hash of the first lane's machine at the cursor: two replays of one link can tell whether they agree. */
  readonly digest: number;
  /** Positions at which lanes part, the first one first; none when they never do or there is one lane. */
  readonly divergences: readonly number[];
  /** Mistakes of the text that do not keep it from running: failed expectations, refused steps. */
  readonly diagnostics: readonly Diagnostic[];
  readonly canUndo: boolean;
};

export type BranchView = {
  readonly id: number;
  readonly name: string;
  readonly parent: number | null;
  /** Steps it shares with its parent. */
  readonly at: number;
  readonly length: number;
};

/** What goes over the port: a counter for an id, errors as data. `known`: the answer was told ahead, and is not waited for. */
export type ToWorker = { readonly id: number; readonly request: Request; readonly known?: boolean };
export type FromWorker =
  | { readonly id: number; readonly reply: Reply }
  /** A picture, told by what is not as in the last one that was answered with or taken ahead (delta.ts). */
  | { readonly id: number; readonly picture: Delta }
  /** Nobody has asked: what a seek to this place is answered with, told as a picture is, if it is the next request after `after`. */
  | { readonly after: number; readonly place: Place; readonly ahead: Delta }
  /** A seek that a newer one overtook. */
  | { readonly id: number; readonly dropped: true }
  | {
      readonly id: number;
      readonly crash: { readonly name: string; readonly message: string; readonly stack: string };
    };
