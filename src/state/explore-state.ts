import type { ExploreProgress } from '../engine/explore-protocol.ts';
import type { Another } from '../engine/explore/another.ts';
import { hasCauses } from '../engine/explore/causes.ts';
import type { Change } from '../engine/explore/changes.ts';
import type { Estimate } from '../engine/explore/estimate.ts';
import type { Answer, PropertyAnswer } from '../engine/explore/explore.ts';
import type { Prevention } from '../engine/explore/prevention.ts';
import { ALL_HARDWARE, HARDWARE_MAY, USUAL_OPERATIONS, type Hardware, type Owner } from '../engine/explore/question.ts';
import { estimateText, hardwareText } from '../engine/explore/wording.ts';
import { PROPERTY_NAMES } from '../model/properties.ts';
import { DEFAULT_KERNEL } from '../scenario/settings.ts';
import type { Opening } from './commands.ts';

/** What a person asks of the explorer, as it stands in the form. */
export type Chosen = {
  /** Any CPU may do anything at any time; or the operations of the open run, each CPU's in their order. */
  readonly scope: 'free' | 'run';
  readonly kernel: string;
  /** One switch of it set to another value; null: none. */
  readonly change: Change | null;
  readonly cpus: number;
  readonly pages: number;
  /** Mappings that a CPU nests: so many slots as that takes on this kernel. */
  readonly nesting: number;
  readonly owner: Owner;
  /** What the CPUs of the free environment may do besides mapping and unmapping. */
  readonly irq: boolean;
  readonly hotplug: boolean;
  readonly driver: boolean;
  /** Nest one mapping deeper than they have slots; sleep with one in hand where the kernel has kmap_local. */
  readonly deeper: boolean;
  readonly local: boolean;
  /** Hand over a lowmem page too. */
  readonly lowmem: boolean;
  /** What hardware may do of itself. */
  readonly hardware: Hardware;
  /** Names of the properties that are asked. */
  readonly properties: readonly string[];
  /** A predicate of `expect` that is to hold always; empty for none. */
  readonly own: string;
};

/** An exploration that has ended, with what was asked: of a run, its text as it was. */
export type Answered = { readonly chosen: Chosen; readonly answer: Answer; readonly asked: string | null };

export type TableRow = {
  readonly kernel: string;
  /** waiting: its turn has not come; asking: under way; then what was found out. */
  readonly state: 'waiting' | 'asking' | 'answered';
  readonly answer: Answer | null;
};

/** What single changes do to one property that was found violated. */
export type Prevented = {
  readonly property: string;
  readonly example: string;
  readonly kernel: string;
  /** The costs of the kernel as it is: what those of a change are compared with. */
  readonly costs: Prevention['costs'];
  readonly tried: readonly Prevention[];
};

/** What is under way; where it is about one property, that. */
export type Going = {
  readonly what: 'question' | 'table' | 'prevention' | 'another';
  readonly property: string | null;
  readonly progress: Progress | null;
  readonly stopping: boolean;
};
export type Progress = ExploreProgress;
export { estimateText, HARDWARE_MAY, hardwareText };
export type { Another, Answer, Change, Estimate, Hardware, Owner, Prevention, PropertyAnswer };

/**
 * The way back to the reader's own run: to the branch that it is, where it was left; or, where what is shown could be no branch of it (`why`),
 * by opening it again.
 */
export type Before = {
  readonly title: string;
  readonly way:
    | { readonly type: 'branch'; readonly id: number; readonly at: number }
    | { readonly type: 'open'; readonly why: string; readonly opening: Opening };
};

/** Everything of the explorer that is shown. It is a store of its own, made when it is first looked at. */
export type ExploreState = {
  readonly chosen: Chosen;
  /** How many states there will be; null while that is not known. */
  readonly estimate: Estimate | null;
  /** Why what was asked cannot be. */
  readonly refusal: string | null;
  readonly going: Going | null;
  readonly answered: Answered | null;
  readonly prevented: Prevented | null;
  /** Whether properties of the answer are violated for another cause too, in the order in which that was asked. */
  readonly others: readonly Another[];
  readonly table: readonly TableRow[];
  /** What the kernels of the table were asked, whatever the form says by now; null when nothing was. */
  readonly tableAsked: Chosen | null;
  /** The run that was on the stage before one of the explorer's was; null when it is there. */
  readonly before: Before | null;
  /** The text of the explorer's run that was opened last. */
  readonly opened: string | null;
  /** That run as it was put on the stage, perhaps as a branch: what stands there now may be another one, or more. */
  readonly put: string | null;
  /** What a screen reader is told: the start, the end and the verdicts. */
  readonly said: string;
};

/** pkmap is left out of the machines that are explored freely. */
export const ASKABLE: readonly string[] = PROPERTY_NAMES.filter((name) => name !== 'pkmap_counts');

/** Are violations of a property told apart by their causes? By its name. */
export const isCaused = (name: string): boolean => PROPERTY_NAMES.some((one) => one === name && hasCauses(one));

export const NOTHING_EXPLORED: ExploreState = {
  chosen: {
    scope: 'free',
    kernel: DEFAULT_KERNEL,
    change: null,
    cpus: 2,
    pages: 2,
    nesting: 2,
    owner: 'quiesces',
    ...USUAL_OPERATIONS,
    hardware: ALL_HARDWARE,
    properties: ASKABLE,
    own: '',
  },
  estimate: null,
  refusal: null,
  going: null,
  answered: null,
  prevented: null,
  others: [],
  table: [],
  tableAsked: null,
  before: null,
  opened: null,
  put: null,
  said: '',
};
