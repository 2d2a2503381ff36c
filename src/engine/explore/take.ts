import { present } from '../../base/assert.ts';
import type { Action } from '../../model/action.ts';
import { faultPage, forgetFaultPlace, type Machine } from '../../model/machine.ts';
import { refusal } from '../../model/refusal.ts';
import type { Environment } from './environment.ts';
import { fillAll } from './may-hold.ts';
import { goOn, handlerIsDone, nextLine, type Stretch } from './merge.ts';
import type { Move } from './moves.ts';
import { isPrograms, nestsDeeper, type Question } from './question.ts';

/** Takes a move on a machine; `did` hears the indivisible actions it consists of. False: not enabled, nothing changed. */
export type Take = (m: Machine, number: number, did?: (action: Action) => void) => boolean;

/** How moves are taken under a question's reductions: one action of the model's own `step`, or a stretch of them that nobody can divide. */
export function taking(environment: Environment, question: Question): Take {
  const { reductions, does, owner, hardware } = question;
  const { kernel, moves, handed } = environment;
  const carry = (m: Machine, action: Action, did?: (action: Action) => void): void => {
    environment.carryOut(m, action);
    if (reductions.tlbSets && hardware.pte) fillAll(m, handed);
    else if (faultPage(m) !== 0) forgetFaultPlace(m);
    did?.(action);
  };
  const one: Take = (m, number, did) => {
    const { actions } = moves[number] as Move;
    if (refusal(kernel, m, actions[0]) !== null || !environment.allows(m, number)) return false;
    for (const action of actions) carry(m, action, did);
    environment.happened(m, number);
    return true;
  };
  if (!reductions.merge) return one;
  const by = { kernel, handed, owner, bySlot: reductions.tlbSets, deeper: nestsDeeper(question) };
  const free = !isPrograms(does);
  const ticks = moves.flatMap(({ actions: [action] }) => (action.type === 'tick' ? [action] : []));
  const returns = ticks.map(({ cpu }): Action => ({ type: 'irq_return', cpu }));
  const runOn = (m: Machine, cpu: number, from: Stretch, did?: (action: Action) => void): void => {
    const tick = present(ticks[cpu], 'tick');
    let at: Stretch | null = from;
    for (;;) {
      if (free && handlerIsDone(m, cpu)) {
        carry(m, present(returns[cpu], 'return'), did);
        at = 'after';
      }
      const line = nextLine(kernel, m, cpu);
      if (line === undefined) return;
      at = goOn(by, m, cpu, at, line);
      if (at === null || refusal(kernel, m, tick) !== null || !environment.allowsTick(m, cpu)) return;
      carry(m, tick, did);
    }
  };
  return (m, number, did) => {
    const { cpu, actions } = moves[number] as Move;
    // Whatever enters something, a function or a handler, moves right; a line says itself what it does.
    const line = actions[0].type === 'tick' ? nextLine(kernel, m, cpu) : undefined;
    const at = line === undefined ? 'before' : goOn(by, m, cpu, 'before', line);
    if (!one(m, number, did)) return false;
    runOn(m, cpu, at ?? 'after', did);
    return true;
  };
}
