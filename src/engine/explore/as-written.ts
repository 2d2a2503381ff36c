import { boot } from '../../model/boot.ts';
import type { Command } from '../../model/action.ts';
import type { Config } from '../../model/config.ts';
import { buildKernel } from '../../model/kernel.ts';
import { perform } from '../../model/run.ts';
import { elaborateStep } from '../../scenario/elaborate.ts';
import { formatStatement } from '../../scenario/format.ts';
import type { Step } from '../../scenario/syntax.ts';
import { isInCall } from './in-use.ts';
import { handoversOf } from './program-moves.ts';
import { keepingPromises } from './promises.ts';
import type { Question } from './question.ts';

// A scenario is one order of what its CPUs do. What that order shows of it is asked here, before all others are tried.

/** Steps that begin while an earlier call of their CPU is under way: that one sleeps, and another task does this meanwhile. */
export function begunMeanwhile(config: Config, steps: readonly Step[]): ReadonlySet<Step> {
  const kernel = buildKernel(config);
  const m = boot(kernel);
  const meanwhile = new Set<Step>();
  for (const step of steps) {
    const command = elaborateStep(config, step);
    if (!command.ok) break;
    if (isInCall(m, step.cpu)) meanwhile.add(step);
    if (perform(kernel, m, command.value).outcome === 'refused') break;
  }
  return meanwhile;
}

/** The first step at which the order as it is written breaks a promise of the question's owner, as text; null when it keeps them all. */
export function breachIn(question: Question, steps: readonly Step[]): string | null {
  if (question.owner === 'careless' || handoversOf(question).length === 0) return null;
  const kernel = buildKernel(question.config);
  const kept = keepingPromises(question, kernel);
  const possible = keepingPromises({ ...question, owner: 'careless' }, kernel);
  const commands: Command[] = [];
  for (const step of steps) {
    const command = elaborateStep(question.config, step);
    if (!command.ok) return null;
    commands.push(command.value);
    // What nobody could do, whatever is promised, is no breach.
    if (possible(commands) === null) return null;
    if (kept(commands) === null) return formatStatement(step);
  }
  return null;
}
