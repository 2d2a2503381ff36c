import type { Costs } from '../model/cost.ts';
import type { Event } from '../model/event.ts';
import type { Disagreement, KindCount } from '../interop/trace-comparison.ts';
import type { TransitionSystem } from '../interop/transition-system.ts';
import type { Contrast } from '../timeline/differences.ts';
import type { Change, Outcome } from '../timeline/frame.ts';

/**
 * What `--json` prints: one of these a line, with `kmapscope` (the version of all of them) in front. JSON.md says what they mean. Fields may
 * be added; none goes or changes its meaning without a new version.
 */
export type JsonLine =
  | {
      readonly type: 'mistake';
      readonly file: string;
      readonly line: number;
      readonly column: number;
      readonly message: string;
    }
  | {
      readonly type: 'run';
      readonly file: string;
      readonly title: string;
      readonly kernel: string;
      readonly sizes: Readonly<Record<string, number>>;
      readonly switches: Readonly<Record<string, string>>;
    }
  | ({ readonly type: 'transition_system' } & TransitionSystem)
  | { readonly type: 'note'; readonly line: number; readonly text: string }
  | ({ readonly type: 'step' } & StepLine)
  | {
      readonly type: 'tick';
      readonly line: number;
      readonly n: number;
      readonly cpu: number;
      readonly sentence: string;
      readonly events: readonly Event[];
    }
  | {
      readonly type: 'end';
      readonly steps: number;
      readonly held: number;
      readonly failed: number;
      readonly costs: Costs;
      readonly digest: string;
      readonly machine: readonly string[];
    }
  | {
      readonly type: 'trace';
      readonly file: string;
      readonly line: number;
      readonly name: string;
      readonly kernel: string;
      readonly agrees: boolean;
      readonly steps: number;
      readonly observations: number;
      readonly differing: number;
      readonly kinds: readonly KindCount[];
      readonly first: Disagreement | null;
      readonly notes: readonly string[];
    }
  | {
      readonly type: 'verified';
      readonly traces: number;
      readonly disagreeing: number;
      readonly unreadable: number;
      readonly steps: number;
      readonly observations: number;
      readonly differing: number;
      readonly kinds: readonly KindCount[];
    }
  | {
      readonly type: 'explored';
      readonly kernel: string;
      readonly bounds: string;
      readonly owner: string;
      readonly operations: Readonly<
        Record<'irq' | 'hotplug' | 'driver' | 'deeper' | 'local' | 'lowmem', boolean>
      > | null;
      readonly hardware: Readonly<Record<'pte' | 'tlb' | 'evict', boolean>>;
      readonly status: string;
      readonly limit: string | null;
      readonly states: number;
      readonly transitions: number;
      readonly depth: number;
      readonly fullDepth: number;
      readonly bytes: number;
    }
  | {
      readonly type: 'verdict';
      readonly kernel: string;
      readonly name: string;
      readonly mood: string;
      readonly says: string;
      readonly verdict: string;
      readonly sentence: string;
      readonly example: ExampleRun | null;
    }
  | {
      readonly type: 'another';
      readonly kernel: string;
      readonly property: string;
      readonly except: readonly string[];
      readonly verdict: string;
      readonly sentence: string;
      readonly states: number;
      readonly example: ExampleRun | null;
    }
  | {
      readonly type: 'change';
      readonly kernel: string;
      readonly property: string;
      readonly key: string;
      readonly value: string;
      readonly verdict: string;
      readonly by: string;
      readonly states: number;
      readonly broken: readonly string[];
      readonly costs: { readonly map: Costs; readonly handOver: Costs; readonly takeDown: Costs };
    }
  | { readonly type: 'link'; readonly file: string; readonly link: string; readonly characters: number }
  | {
      readonly type: 'scenario';
      readonly text: string;
      readonly branches: readonly { readonly name: string; readonly text: string }[];
      readonly kernels: readonly string[];
      readonly at: number;
      readonly same: boolean;
    }
  | { readonly type: 'format'; readonly file: string; readonly canonical: boolean; readonly text: string }
  | { readonly type: 'lint'; readonly file: string; readonly mistakes: number }
  | {
      readonly type: 'lane';
      readonly kernel: string;
      readonly costs: Costs;
      readonly cycles: number;
      readonly held: number;
      readonly failed: number;
      readonly refused: number;
      readonly fault: boolean;
      readonly bug: string | null;
      readonly exposed: readonly string[];
      readonly machine: readonly string[];
    }
  | {
      readonly type: 'divergence';
      readonly step: number | null;
      readonly line: number | null;
      readonly text: string | null;
      readonly lanes: readonly { readonly kernel: string; readonly outcome: Outcome; readonly sentence: string }[];
      readonly contrast: string | null;
      readonly differs: readonly Contrast[];
      readonly again: readonly number[];
    };

/** A run of the explorer: a scenario, how long it is, and what leads to the secure page at its end. */
type ExampleRun = {
  readonly text: string;
  readonly actions: number;
  readonly lines: number;
  readonly causes: readonly string[];
};

type StepLine = {
  readonly line: number;
  readonly text: string;
  readonly cpu: number | null;
  readonly outcome: Outcome;
  readonly sentence: string;
  readonly reason: string | null;
  readonly changes: readonly Change[];
  readonly costs: Costs;
  readonly ticks: number;
  readonly events: readonly Event[];
};

/** A line as it is printed. */
export function jsonLine(line: JsonLine): string {
  return JSON.stringify({ kmapscope: 1, ...line });
}
