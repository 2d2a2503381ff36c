import { cachedPage } from '../../model/access.ts';
import type { Action, Command } from '../../model/action.ts';
import type { Kernel } from '../../model/kernel.ts';
import { copyMachine, type Machine } from '../../model/machine.ts';
import { refusal } from '../../model/refusal.ts';
import { perform } from '../../model/run.ts';
import { makeEnvironment, type Environment } from './environment.ts';
import { tellsWhen } from './past.ts';
import { RAW, type Hardware, type Question } from './question.ts';

/**
 * Carries commands out on a machine whose TLBs hold entries, from boot: null when one of them is not simply done, or when somebody would
 * break his word or do what is not his turn or what hardware may not. Whoever writes a run shorter asks this each time. What there is to
 * tell of the past stands behind the machine's cells.
 */
export function keepingPromises(question: Question, kernel: Kernel): (commands: readonly Command[]) => Machine | null {
  const environment = makeEnvironment(kernel, { ...question, reductions: RAW }, tellsWhen(question));
  const numbers = new Map<string, number[]>();
  environment.moves.forEach((move, number) => {
    const key = keyOf(move.actions[0]);
    numbers.set(key, [...(numbers.get(key) ?? []), number]);
  });
  const takes = (m: Machine, action: Action): boolean => {
    if (action.type === 'speculate' || action.type === 'evict') {
      return hardwareMay(question.hardware, m, action) && does(environment, m, action);
    }
    return happens(environment, numbers.get(keyOf(action)) ?? [], m, action);
  };
  /** The command on a machine: false when it is not simply done. */
  const carriesOut = (m: Machine, command: Command): boolean => {
    if (command.type === 'do' && command.action.type !== 'schedule') return takes(m, command.action);
    const { outcome, actions } = perform(kernel, copyMachine(m), command);
    return outcome === 'done' && actions.every((action) => takes(m, action));
  };
  // Whoever leaves out a line asks again for all that come before it.
  const trail: { readonly command: Command; readonly after: Machine }[] = [];
  return (commands) => {
    const parting = commands.findIndex((command, i) => trail[i]?.command !== command);
    trail.length = parting < 0 ? commands.length : parting;
    const last = trail.at(-1);
    const m = last === undefined ? environment.initial() : copyMachine(last.after);
    for (const command of commands.slice(trail.length)) {
      if (!carriesOut(m, command)) return null;
      trail.push({ command, after: copyMachine(m) });
    }
    return m;
  };
}

/** At any address, also where no move of the environment is. */
function hardwareMay({ pte, tlb, evict }: Hardware, m: Machine, { type, cpu, va }: OfHardware): boolean {
  if (type === 'evict') return evict;
  return cachedPage(m, cpu, va) === 0 ? pte : tlb;
}
type OfHardware = Extract<Action, { readonly type: 'speculate' | 'evict' }>;

/** Takes the first of the moves that the environment allows. */
function happens(environment: Environment, numbers: readonly number[], m: Machine, action: Action): boolean {
  const number = numbers.find((candidate) => environment.allows(m, candidate));
  if (number === undefined || !does(environment, m, action)) return false;
  environment.happened(m, number);
  return true;
}

/** As the model's own `step`. */
function does({ kernel, carryOut }: Environment, m: Machine, action: Action): boolean {
  if (refusal(kernel, m, action) !== null) return false;
  carryOut(m, action);
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
