import type { Port } from './port.ts';
import type { About } from './explore/about.ts';
import type { Another } from './explore/another.ts';
import type { Cause } from './explore/causes.ts';
import type { Change } from './explore/changes.ts';
import type { Answer } from './explore/explore.ts';
import type { Estimate } from './explore/estimate.ts';
import type { FreeChoice } from './explore/free-question.ts';
import type { Prevention } from './explore/prevention.ts';

/** `map`: where the states are, too; `expected`: about how many there will be, where that is known. */
type Visit = { readonly map?: boolean; readonly expected?: number };

/**
 * The wall between the screen and the explorer: a worker of its own, so that nothing waits for it. One thing is under way at a time; a new
 * request ends the one before.
 */
export type ExploreRequest =
  /** Visits every state. `properties`: names of properties or predicates of `expect`; empty for all. */
  | ({ readonly type: 'question'; readonly about: About } & Visit & Asked)
  /** The free question of one kernel after the other. */
  | ({
      readonly type: 'table';
      readonly kernels: readonly string[];
      readonly choice: Omit<FreeChoice, 'kernel'>;
    } & Asked)
  /**
   * Which single change prevents it? `run`: the text of the run that is known to break it, which else is looked for first; `changes`: some
   * of the changes only, so that several workers can share them.
   */
  | ({
      readonly type: 'prevent';
      readonly about: About;
      readonly property: string;
      readonly run?: string;
      readonly changes?: readonly Change[];
    } & Room)
  /** Is it broken for another cause than these (of the examples known so far)? */
  | ({
      readonly type: 'another';
      readonly about: About;
      readonly property: string;
      readonly except: readonly Cause[];
    } & Room)
  /** How many states there will be. `own`: the predicate of the person's own beside the properties, with which less is reduced. */
  | { readonly type: 'estimate'; readonly about: About; readonly own?: string }
  /** Looks into states for the search at the other end of the port that comes with it. */
  | { readonly type: 'help' }
  /** Ends what is under way; it answers with what it has found so far. */
  | { readonly type: 'stop' };

type Asked = { readonly properties: readonly string[] } & Room;
/** Where to end although there is more: bytes are those of the arrays that grow with the states. */
export type Room = { readonly maxStates: number; readonly maxBytes?: number };

export type ExploreReply =
  | { readonly type: 'progress'; readonly progress: ExploreProgress }
  | { readonly type: 'answer'; readonly answer: Answer }
  | { readonly type: 'table'; readonly rows: readonly Answer[] }
  | { readonly type: 'prevented'; readonly tried: readonly Prevention[] }
  | { readonly type: 'another'; readonly another: Another }
  | { readonly type: 'estimate'; readonly estimate: Estimate }
  /** Whoever asked for help has it. */
  | { readonly type: 'helping' }
  /** The request to stop has been heard: the answer is being put together. */
  | { readonly type: 'stopping' }
  /** The user's mistake: what was asked cannot be. */
  | { readonly type: 'refused'; readonly message: string };

export type ExploreProgress = {
  /** States visited: the same that an answer counts. */
  readonly states: number;
  /** States found beside them, which are still to be visited. */
  readonly frontier: number;
  readonly transitions: number;
  readonly depth: number;
  /** Every state up to this depth has been found. */
  readonly fullDepth: number;
  readonly bytes: number;
  readonly statesPerSecond: number;
  readonly elapsedMs: number;
  /** `rfc-v2, 6 of 18`, where there are several explorations; else null. */
  readonly part: string | null;
};

/** What goes over the port: a counter for an id, errors as data. `ports`: to those who help, or to the one to be helped. */
export type ToExplorer = { readonly id: number; readonly request: ExploreRequest; readonly ports?: readonly Port[] };
export type FromExplorer =
  | { readonly id: number; readonly reply: ExploreReply }
  | {
      readonly id: number;
      readonly crash: { readonly name: string; readonly message: string; readonly stack: string };
    };
