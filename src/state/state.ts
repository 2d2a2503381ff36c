import type { BranchView, SavedBranch, SessionView, WhyStep } from '../engine/protocol.ts';
import type { Diagnostic } from '../scenario/syntax.ts';
import type { View } from '../share/shared.ts';
import type { Lane, StepOutline } from '../timeline/frame.ts';
import type { LaneCosts } from '../timeline/lane-costs.ts';
import { NOTHING_COUNTED, type CostView } from './cost-state.ts';

/** The whole store: what the engine said last, and how the reader wants to see it. Nothing here follows from anything else here. */
export type State = SessionSlice & ViewSlice & { readonly costs: CostView };

export type SessionSlice = {
  /** The picture at the cursor; null until the engine has answered for the first time. */
  readonly session: SessionView | null;
  /** The whole run at a glance, put together from the pieces that came over the wall. */
  readonly outline: readonly StepOutline[];
  /** All branches as a link or a crash report keeps them, from the last answer that changed them. */
  readonly saved: readonly SavedBranch[];
  /** Requests that are not answered yet. */
  readonly pending: number;
  /** What every step of every lane costs, as of the last time that was asked. */
  readonly laneCosts: readonly LaneCosts[];
  /** What the last request was refused for; empty as soon as one succeeds. */
  readonly refusal: readonly Diagnostic[];
  /** The answer to the last "why?", until the cursor moves. */
  readonly why: WhyAnswer | null;
  /** A failure of ours; the run at that moment can still be reported and reopened. */
  readonly crash: Crash | null;
  /** Branches deleted in this session, newest last: each can come back. */
  readonly deleted: readonly BranchView[];
  /** Has the last picture come with another branch: one that began by acting in the past, or one that was there? */
  readonly turned: 'begun' | 'switched' | null;
};

export type WhyAnswer = { readonly object: string; readonly chain: readonly WhyStep[] };
export type Crash = { readonly name: string; readonly message: string; readonly stack: string };

/** What the panels of `ui` speak of without knowing the wall. */
export type Session = SessionView;
export type Branch = BranchView;
export type StageLane = Lane;

export const THEMES = ['auto', 'light', 'dark', 'contrast'] as const;
export type Theme = (typeof THEMES)[number];

/** How much is shown of one and the same model. */
export type Lens = View['lens'];
export const LENSES: readonly Lens[] = ['beginner', 'engineer', 'everything'];

/** Times the normal speed of playing, from slow to fast. */
export type Speed = View['speed'];
export const SPEEDS: readonly Speed[] = [0.25, 0.5, 1, 2, 4];

/** How numbers are written; kept when the selection changes. */
export type Radix = View['radix'];
export const RADICES: readonly Radix[] = ['hex', 'bin', 'dec'];

/** Two zooms of one semantics: whole calls, or their indivisible lines. */
export type Zoom = View['zoom'];

export type DialogName = 'help' | 'share' | 'library' | 'machine' | 'compare' | 'believe';

/** A sentence that stays until it is answered: what happened and how to go on. */
export type Banner = {
  readonly kind: 'problem' | 'offer';
  readonly text: string;
  /** What the reader can do about it, by name of a command; null when only to dismiss it. */
  readonly action: { readonly label: string; readonly run: 'openDefault' | 'restoreLocal' } | null;
};

export type ViewSlice = {
  readonly theme: Theme;
  /** Large type and high contrast, for a room. */
  readonly projector: boolean;
  readonly lens: Lens;
  /** The object that is looked at: `cpu1.slot0`, `page3`, `pkmap1`; null for none. */
  readonly selection: string | null;
  /** The lane that the panels beside the stage tell of; the first one in a plain view. Past the last one: the last. */
  readonly lane: number;
  /** Page of the thread companion that is open, from 1; null when it is closed. */
  readonly tour: number | null;
  /** The CPU that the reader chose for keys to act on and to be shown in detail; null: the one that acted last (`chosenCpu`). */
  readonly cpu: number | null;
  /** The page that operations take. */
  readonly page: string;
  readonly radix: Radix;
  readonly speed: Speed;
  readonly playing: boolean;
  readonly zoom: Zoom;
  /** Somebody asked to go on where the run ends, or back where it begins: which way, and what was shown then. */
  readonly edge: { readonly way: 'on' | 'back'; readonly of: Session } | null;
  /** A run that stands where it was opened, at its end: until somebody moves, it is told what it is and not what its last step did. */
  readonly arrival: { readonly opening: number; readonly at: number } | null;
  readonly dialog: DialogName | null;
  /** The explorer is open beside the stage, in place of the story. */
  readonly exploring: boolean;
  /** Panels that are folded away, by name, sorted. */
  readonly folded: readonly string[];
  readonly banner: Banner | null;
  /** Grows with each "explain the next word", below 0 for the one before: which word that is, the screen knows. */
  readonly word: number;
  /** A short message that goes by itself ("Link copied."), with a number that makes two alike differ. */
  readonly toast: { readonly id: number; readonly text: string; readonly undo: boolean } | null;
};

export const INITIAL_STATE: State = {
  session: null,
  outline: [],
  saved: [],
  pending: 0,
  laneCosts: [],
  refusal: [],
  why: null,
  crash: null,
  deleted: [],
  turned: null,
  theme: 'auto',
  projector: false,
  lens: 'engineer',
  selection: null,
  lane: 0,
  tour: null,
  cpu: null,
  page: 'page0',
  radix: 'hex',
  speed: 1,
  playing: false,
  zoom: 'calls',
  edge: null,
  arrival: null,
  dialog: null,
  exploring: false,
  folded: [],
  banner: null,
  word: 0,
  toast: null,
  costs: NOTHING_COUNTED,
};
