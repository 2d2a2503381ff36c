import { present } from '../base/assert.ts';
import { costsOf } from '../model/cost.ts';
import type { Event } from '../model/event.ts';
import { copyMachine, type Machine } from '../model/machine.ts';
import { formatStatement } from '../scenario/format.ts';
import { changesBetween } from './changes.ts';
import { codeView } from './code-view.ts';
import type { Frame, StepView } from './frame.ts';
import { frameOf } from './frame-of.ts';
import { playActions, playStep } from './play.ts';
import { costsAt, runAt, struckIn, type Run, type StepRecord } from './run.ts';
import type { Happened } from './story/happened.ts';
import { lineStory } from './story/line-story.ts';
import { storyOf } from './story/story.ts';
import { sentence } from './story/words.ts';

/**
 * The picture of a run after `at` steps. With `micro`, that many indivisible actions into the next one; past its last one, after it.
 *
 * @param leading the run whose story is told: lanes beside it tell of the same step, whatever became of the expectations behind it there
 */
export function frameAt(
  run: Run,
  at: number,
  micro: number | null,
  leading: Run = run,
): { readonly frame: Frame; readonly machine: Machine } {
  const ticks = run.records[at]?.ticks ?? 0;
  if (micro !== null && micro > 0 && micro < ticks) return microFrame(run, at, micro);
  const position = micro !== null && micro > 0 ? Math.min(at + 1, run.records.length) : at;
  // An expectation that came true changes nothing: what is told is still the step before it.
  const told = positionOfStory(leading, position);
  return stepFrame(run, told, run.records.slice(told, position));
}

/** Just after the last step at or before a position that has a story of its own; the position itself where only expectations came before. */
function positionOfStory({ records }: Run, position: number): number {
  const last = records.slice(0, position).findLastIndex(({ outcome }) => outcome !== 'expect_ok');
  return last < 0 ? position : last + 1;
}

function stepFrame(
  run: Run,
  at: number,
  passed: readonly StepRecord[],
): { readonly frame: Frame; readonly machine: Machine } {
  const { kernel, records } = run;
  const done = records[at - 1];
  const machine = runAt(run, Math.max(at - 1, 0));
  if (done === undefined) return { machine, frame: frameOf(kernel, machine, costsAt(run, at), [], null) };
  const before = copyMachine(machine);
  const { step, outcome, reason } = done;
  const events: Event[] = [];
  playStep(kernel, machine, step, costsAt(run, at - 1), (event) => events.push(event));
  const happened: Happened = { kernel, step, before, after: machine, events, outcome, reason };
  const view = stepView(happened, storyOf(happened), step.type === 'expect' ? null : step.cpu, events);
  return { machine, frame: frameOf(kernel, machine, done.costs, done.struck, { ...view, ...checked(passed) }) };
}

/** What came of the expectations behind a step. */
function checked(passed: readonly StepRecord[]): Pick<StepView, 'checks' | 'unmet'> {
  const check = ({ step }: StepRecord): string => formatStatement(step).replace(/^expect /, '');
  return {
    checks: passed.filter(({ outcome }) => outcome === 'expect_ok').map(check),
    unmet: passed
      .filter(({ outcome }) => outcome !== 'expect_ok')
      .map((record) => ({ check: check(record), found: record.reason ?? 'it is not so' })),
  };
}

/** In the middle of a step: what is told is its last action, what is shown of the code is the step so far. */
function microFrame(run: Run, at: number, micro: number): { readonly frame: Frame; readonly machine: Machine } {
  const { kernel, records } = run;
  const machine = runAt(run, at);
  const { step } = present(records[at], 'the step to be in the middle of');
  const costs = costsAt(run, at);
  const { actions } = playStep(kernel, copyMachine(machine), step, costs);
  const soFar: Event[] = [];
  playActions(kernel, machine, actions, micro - 1, (event) => soFar.push(event));
  const before = copyMachine(machine);
  const events: Event[] = [];
  playActions(kernel, machine, actions.slice(micro - 1), 1, (event) => events.push(event));
  const all = [...soFar, ...events];
  const cpu = actions[micro - 1]?.cpu ?? 0;
  const happened: Happened = { kernel, step, before, after: machine, events, outcome: 'done', reason: null };
  const { title, sentence: said } = lineStory(happened, cpu);
  const view = stepView(happened, { title, sentence: sentence(said) }, cpu, all);
  return {
    machine,
    frame: frameOf(kernel, machine, costsOf(all, costs), struckIn(records[at - 1]?.struck ?? [], all), view),
  };
}

function stepView(
  { kernel, step, before, after, events, outcome, reason }: Happened,
  story: { readonly title: string; readonly sentence: string },
  cpu: number | null,
  codeEvents: readonly Event[],
): StepView {
  return {
    text: formatStatement(step),
    cpu,
    title: story.title,
    sentence: story.sentence,
    outcome,
    reason,
    changes: changesBetween(kernel, before, after),
    events,
    code: cpu === null ? null : codeView(kernel, cpu, codeEvents, after),
    checks: [],
    unmet: [],
  };
}
