import type { Action, Command } from '../model/action.ts';
import type { Costs } from '../model/cost.ts';
import type { Emit } from '../model/event.ts';
import type { Kernel } from '../model/kernel.ts';
import type { Machine } from '../model/machine.ts';
import { perform } from '../model/run.ts';
import { step as stepMachine } from '../model/step.ts';
import { elaborateStep } from '../scenario/elaborate.ts';
import { checkExpect } from '../scenario/expect.ts';
import type { Outcome } from './frame.ts';
import type { TimelineStep } from './steps.ts';

/** One step carried out on one kernel. */
export type Played = {
  /** What the model was asked; null for an expectation and for what this machine has no such thing for. */
  readonly command: Command | null;
  readonly outcome: Outcome;
  /** Why it was refused, what it waits for, what the expectation found; null when there is nothing to add. */
  readonly reason: string | null;
  /** The indivisible actions it consisted of: what it expands into. */
  readonly actions: readonly Action[];
};

/**
 * Carries out one step on the machine it is given. An expectation only looks. What this machine cannot be asked (a page it does not have)
 * and what is not possible here are outcomes: the run goes on, and nothing has changed.
 *
 * @param costs of the run so far, for `expect cost(…)`
 */
export function playStep(kernel: Kernel, m: Machine, step: TimelineStep, costs: Costs, emit?: Emit): Played {
  if (step.type === 'expect') {
    const { holds, found } = checkExpect(kernel, m, costs, step);
    const outcome = holds ? 'expect_ok' : 'expect_failed';
    return { command: null, outcome, reason: holds ? null : found, actions: [] };
  }
  const command = elaborateStep(kernel.config, step);
  if (!command.ok) return { command: null, outcome: 'refused', reason: command.error, actions: [] };
  return { command: command.value, ...perform(kernel, m, command.value, emit) };
}

/** The first `count` indivisible actions of a step, on the machine it is given. */
export function playActions(kernel: Kernel, m: Machine, actions: readonly Action[], count: number, emit?: Emit): void {
  for (const action of actions.slice(0, count)) stepMachine(kernel, m, action, emit);
}
