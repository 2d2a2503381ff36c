import { present } from '../base/assert.ts';
import type { Command } from '../model/action.ts';
import { boot } from '../model/boot.ts';
import { costsByCpu, NO_COSTS, plusCosts, type Costs, type CpuCosts } from '../model/cost.ts';
import type { Event } from '../model/event.ts';
import type { Kernel } from '../model/kernel.ts';
import { copyMachine, type Machine } from '../model/machine.ts';
import { machineAt, EVERY } from './checkpoints.ts';
import type { Outcome, Struck } from './frame.ts';
import { glance, type Glance } from './outline.ts';
import { pictureOf } from './divergence.ts';
import { playStep } from './play.ts';
import { sameStatement, type TimelineStep } from './steps.ts';

/** What is kept of a step that was carried out. Its events are not: they are heard again by replaying it. */
export type StepRecord = {
  readonly step: TimelineStep;
  /** Null when it asked nothing of the model. */
  readonly command: Command | null;
  readonly outcome: Outcome;
  readonly reason: string | null;
  /** Indivisible actions it consisted of. */
  readonly ticks: number;
  /** Of the run up to and including this step. */
  readonly costs: Costs;
  /** What each CPU spent in this step. */
  readonly spent: readonly CpuCosts[];
  readonly glance: Glance;
  /** Pages that accesses up to and including this step were refused for. */
  readonly struck: readonly Struck[];
  /** What the machine looks like afterwards, to tell two kernels apart. */
  readonly picture: string;
};

/** One kernel's replay of a branch. Plain and derived: made anew from the steps whenever they change, from where they changed. */
export type Run = {
  readonly kernel: Kernel;
  readonly records: readonly StepRecord[];
  /** Copies of the machine after 0, 64, 128 … steps; see checkpoints.ts. */
  readonly checkpoints: readonly Machine[];
};

/** Carries out `steps` from boot; what a previous run of the same kernel has in common with them is not carried out again. */
export function replay(kernel: Kernel, steps: readonly TimelineStep[], previous?: Run): Run {
  const shared = previous?.kernel === kernel ? commonSteps(previous, steps) : 0;
  const records = previous === undefined ? [] : previous.records.slice(0, shared);
  const checkpoints =
    previous === undefined || shared === 0 ? [] : previous.checkpoints.slice(0, Math.floor(shared / EVERY) + 1);
  const machine = previous === undefined || shared === 0 ? boot(kernel) : runAt(previous, shared);
  for (let at = shared; at < steps.length; at++) {
    if (at % EVERY === 0 && checkpoints.length === at / EVERY) checkpoints.push(copyMachine(machine));
    records.push(record(kernel, machine, present(steps[at], 'the next step'), records[at - 1]));
  }
  if (checkpoints.length * EVERY <= steps.length) checkpoints.push(copyMachine(machine));
  return { kernel, records, checkpoints };
}

function record(kernel: Kernel, machine: Machine, step: TimelineStep, previous: StepRecord | undefined): StepRecord {
  const events: Event[] = [];
  const before = previous?.costs ?? NO_COSTS;
  const { command, outcome, reason, actions } = playStep(kernel, machine, step, before, (event) => events.push(event));
  const spent = costsByCpu(events);
  return {
    step,
    command,
    outcome,
    reason,
    ticks: actions.length,
    costs: spent.reduce((sum, { costs }) => plusCosts(sum, costs), before),
    spent,
    glance: glance(kernel, step, events),
    struck: struckIn(previous?.struck ?? [], events),
    picture: pictureOf(kernel, machine),
  };
}

/** Whom the firewall has refused by now, page by page; the same list where it has refused nobody since. */
export function struckIn(before: readonly Struck[], events: readonly Event[]): readonly Struck[] {
  const now = events.flatMap((event) => (event.type === 'violation' ? [{ page: event.page, cpu: event.cpu }] : []));
  if (now.length === 0) return before;
  return [...new Map([...before, ...now].map((one) => [one.page, one])).values()];
}

/** How many steps two runs begin with alike. */
function commonSteps({ records }: Run, steps: readonly TimelineStep[]): number {
  const most = Math.min(records.length, steps.length);
  for (let i = 0; i < most; i++) {
    const [before, after] = [records[i], steps[i]];
    if (before === undefined || after === undefined || !sameStatement(before.step, after)) return i;
  }
  return most;
}

/** A copy of the machine after `at` steps (0: just booted). */
export function runAt({ kernel, records, checkpoints }: Run, at: number): Machine {
  return machineAt(kernel, checkpoints, (i) => records[i]?.command ?? null, at);
}

/** What the run has cost after `at` steps. */
export function costsAt({ records }: Run, at: number): Costs {
  return records[at - 1]?.costs ?? NO_COSTS;
}
