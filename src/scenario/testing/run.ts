import { boot } from '../../model/boot.ts';
import { costsOf, NO_COSTS } from '../../model/cost.ts';
import type { Costs } from '../../model/cost.ts';
import { buildKernel } from '../../model/kernel.ts';
import { performAndListen } from '../../model/run.ts';
import { elaborateStep } from '../elaborate.ts';
import { checkExpect } from '../expect.ts';
import { formatStatement } from '../format.ts';
import { load } from '../lint.ts';

/** What comes of a scenario: one line per expectation, refusal or wait, and nothing for what was simply done. */
export function runScenario(text: string): readonly string[] {
  const loaded = load(text);
  if (!loaded.ok) return loaded.diagnostics.map(({ message }) => message);
  const kernel = buildKernel(loaded.config);
  const machine = boot(kernel);
  let costs: Costs = NO_COSTS;
  return loaded.scenario.lines.flatMap(({ statement }): readonly string[] => {
    if (statement === null || statement.type === 'title' || statement.type === 'note' || statement.type === 'machine')
      return [];
    if (statement.type === 'expect') {
      const { holds, found } = checkExpect(kernel, machine, costs, statement);
      return [`${holds ? 'yes' : 'NO '} ${formatStatement(statement)} — ${found}`];
    }
    const command = elaborateStep(loaded.config, statement);
    if (!command.ok) return [command.error];
    const { outcome, reason, events } = performAndListen(kernel, machine, command.value);
    costs = costsOf(events, costs);
    return outcome === 'done' ? [] : [`${formatStatement(statement)} — ${outcome}: ${reason ?? ''}`];
  });
}
