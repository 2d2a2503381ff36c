import { err, ok, type Result } from '../base/result.ts';
import { format } from '../scenario/format.ts';
import { load } from '../scenario/lint.ts';
import { parseStatement } from '../scenario/parse.ts';
import type { Diagnostic, Scenario } from '../scenario/syntax.ts';

/**
 * The same scenario on another machine: `settings` stand in place of what its machine line says, `kernel=rfc-v2 cpus=4`. Refused when a step
 * speaks of what that machine does not have.
 */
export function withMachine(scenario: Scenario, settings: string): Result<Scenario, readonly Diagnostic[]> {
  const statement = parseStatement(`machine ${settings}`);
  if (!statement.ok) return err([statement.error]);
  const { lines } = scenario;
  const index = lines.findIndex((line) => line.statement?.type === 'machine');
  const title = lines.findIndex((line) => line.statement?.type === 'title');
  const changed =
    index < 0
      ? lines.toSpliced(title + 1, 0, { statement: statement.value, comment: null })
      : lines.map((line, i) => (i === index ? { ...line, statement: statement.value } : line));
  const next = { ...scenario, lines: changed };
  const loaded = load(format(next));
  return loaded.ok ? ok(next) : err(loaded.diagnostics);
}
