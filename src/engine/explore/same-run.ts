import type { Command } from '../../model/action.ts';
import { buildKernel } from '../../model/kernel.ts';
import { elaborateStep } from '../../scenario/elaborate.ts';
import type { Scenario } from '../../scenario/syntax.ts';
import { answers, type Ask } from './ask.ts';
import { isStep } from './programs.ts';
import { keepingPromises } from './promises.ts';
import type { Question } from './question.ts';

/** Does the run, line by line, keep everybody's promises on this kernel too, and break this one? */
export function showsIt(question: Question, ask: Ask, run: Scenario): boolean {
  const kernel = buildKernel(question.config);
  const perform = keepingPromises(question, kernel);
  const commands: Command[] = [];
  for (const { statement } of run.lines) {
    if (statement === null || !isStep(statement)) continue;
    const command = elaborateStep(question.config, statement);
    if (!command.ok) return false;
    commands.push(command.value);
    const m = perform(commands);
    if (m === null) return false;
    if (answers(kernel, m, ask)) return true;
  }
  return false;
}
