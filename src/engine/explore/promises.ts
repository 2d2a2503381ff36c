import type { Action, Command } from '../../model/action.ts';
import type { Kernel } from '../../model/kernel.ts';
import { copyMachine, type Machine } from '../../model/machine.ts';
import { perform } from '../../model/run.ts';
import { step } from '../../model/step.ts';
import { makeEnvironment, type Environment } from './environment.ts';
import { RAW, type Question } from './question.ts';

/**
 * Carries commands out on a machine whose TLBs hold entries, from boot: null when one of them is not simply done, or when somebody would
 * break his word or do what is not his turn. Whoever writes a run shorter asks this each time. What hardware does is always let happen.
 */
export function keepingPromises(question: Question, kernel: Kernel): (commands: readonly Command[]) => Machine | null {
  const environment = makeEnvironment(kernel, { ...question, reductions: RAW });
  const numbers = new Map<string, number[]>();
  environment.moves.forEach((move, number) => {
    const key = keyOf(move.actions[0]);
    numbers.set(key, [...(numbers.get(key) ?? []), number]);
  });
  const takes = (m: Machine, action: Action): boolean => {
    if (action.type === 'speculate' || action.type === 'evict') return step(kernel, m, action);
    return happens(environment, numbers.get(keyOf(action)) ?? [], m, action);
  };
  return (commands) => {
    const m = environment.initial();
    for (const command of commands) {
      const { outcome, actions } = perform(kernel, copyMachine(m), command);
      if (outcome !== 'done' || !actions.every((action) => takes(m, action))) return null;
    }
    return m;
  };
}

/** Takes the first of the moves that the environment allows. */
function happens(environment: Environment, numbers: readonly number[], m: Machine, action: Action): boolean {
  const number = numbers.find((candidate) => environment.allows(m, candidate));
  if (number === undefined || !step(environment.kernel, m, action)) return false;
  environment.happened(m, number);
  return true;
}

function keyOf(action: Action): string {
  switch (action.type) {
    case 'call':
      return `${action.cpu} ${action.fn} ${action.a} ${action.b}`;
    case 'schedule':
      return `${action.cpu} schedule ${action.task}`;
    case 'speculate':
    case 'evict':
      return `${action.cpu} ${action.type} ${action.va}`;
    case 'tick':
    case 'irq':
    case 'irq_return':
    case 'handle_IPI':
    case 'take_abort':
      return `${action.cpu} ${action.type}`;
  }
}
