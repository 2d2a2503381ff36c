import { boot } from '../model/boot.ts';
import { addCost, NO_COSTS, type Costs } from '../model/cost.ts';
import type { Event } from '../model/event.ts';
import type { Kernel } from '../model/kernel.ts';
import { copyMachine, type Machine } from '../model/machine.ts';
import type { Action } from '../model/action.ts';
import { formatStatement } from '../scenario/format.ts';
import type { Scenario, Span } from '../scenario/syntax.ts';
import { changesBetween } from '../timeline/changes.ts';
import type { Change, Outcome } from '../timeline/frame.ts';
import { playActions, playStep } from '../timeline/play.ts';
import { isTimelineStep, type TimelineStep } from '../timeline/steps.ts';
import { lineStory } from '../timeline/story/line-story.ts';
import { storyOf } from '../timeline/story/story.ts';
import { sentence } from '../timeline/story/words.ts';

/** What is said of a line of a scenario that was carried out, or of a note that was passed. */
export type Report =
  { readonly type: 'note'; readonly line: number; readonly text: string } | ({ readonly type: 'step' } & StepReport);

export type StepReport = {
  readonly line: number;
  readonly span: Span;
  readonly text: string;
  readonly cpu: number | null;
  readonly outcome: Outcome;
  readonly sentence: string;
  readonly reason: string | null;
  readonly changes: readonly Change[];
  readonly events: readonly Event[];
  /** Of the whole run, before and after. */
  readonly before: Costs;
  readonly costs: Costs;
  /** Its indivisible lines, if they were asked for; else how many there were. */
  readonly ticks: readonly TickReport[] | number;
};

export type TickReport = { readonly cpu: number; readonly sentence: string; readonly events: readonly Event[] };

/** Where a run ended. */
export type Ending = { readonly kernel: Kernel; readonly machine: Machine; readonly costs: Costs };

/**
 * Carries out a scenario line by line and tells each as it goes, in one pass. It ends with the first step that is not possible: what follows
 * would be about another machine. A scenario has as many `spans` as lines.
 */
export function* playScenario(
  kernel: Kernel,
  scenario: Scenario,
  spans: readonly Span[],
  micro: boolean,
): Generator<Report, Ending> {
  const machine = boot(kernel);
  let costs = NO_COSTS;
  for (const [index, { statement }] of scenario.lines.entries()) {
    const span = spans[index] ?? { line: index + 2, column: 1, endColumn: 2 };
    if (statement?.type === 'note') yield { type: 'note', line: span.line, text: statement.text };
    if (!isTimelineStep(statement)) continue;
    const report = playOne(kernel, machine, statement, span, costs, micro);
    costs = report.costs;
    yield { type: 'step', ...report };
    if (report.outcome === 'refused') break;
  }
  return { kernel, machine, costs };
}

function playOne(
  kernel: Kernel,
  machine: Machine,
  step: TimelineStep,
  span: Span,
  before: Costs,
  micro: boolean,
): StepReport {
  const old = copyMachine(machine);
  const events: Event[] = [];
  let costs = before;
  const { outcome, reason, actions } = playStep(kernel, machine, step, before, (event) => {
    events.push(event);
    costs = addCost(costs, event);
  });
  const happened = { kernel, step, before: old, after: machine, events, outcome, reason };
  return {
    line: span.line,
    span,
    text: formatStatement(step),
    cpu: step.type === 'expect' ? null : step.cpu,
    outcome,
    sentence: storyOf(happened).sentence,
    reason,
    changes: changesBetween(kernel, old, machine),
    events,
    before,
    costs,
    ticks: micro ? actions.map((action) => playTick(kernel, old, step, action)) : actions.length,
  };
}

/** One indivisible action, on the machine it is given. */
function playTick(kernel: Kernel, machine: Machine, step: TimelineStep, action: Action): TickReport {
  const before = copyMachine(machine);
  const events: Event[] = [];
  playActions(kernel, machine, [action], 1, (event) => events.push(event));
  const happened = { kernel, step, before, after: machine, events, outcome: 'done', reason: null } as const;
  return { cpu: action.cpu, sentence: sentence(lineStory(happened, action.cpu).sentence), events };
}
