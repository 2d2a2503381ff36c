import type { Config } from '../model/config.ts';
import { elaborateMachine, elaborationMistakes } from './elaborate.ts';
import { atOperand } from './operands.ts';
import { parse } from './parse.ts';
import type { Diagnostic, Scenario, Span } from './syntax.ts';

/** A scenario ready to run, or every mistake that can be seen without running it, in the order of their lines. */
export type Loaded =
  | {
      readonly ok: true;
      readonly scenario: Scenario;
      readonly spans: readonly Span[];
      readonly kernel: string;
      readonly config: Config;
    }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Reads a text, chooses its machine and checks every step and expectation against it. Nothing is half loaded. */
export function load(text: string): Loaded {
  const { scenario, spans, diagnostics: unreadable } = parse(text);
  const { kernel, config, diagnostics: unknown } = elaborateMachine(scenario, spans);
  // With an unreadable machine line the default would be blamed for CPUs and pages that the author did ask for.
  const impossible = machineLost(scenario, text, unreadable) ? [] : elaborationMistakes(config, scenario.lines, spans);
  const placed = operandPlacer(config, scenario, spans, text);
  const diagnostics = [...unreadable, ...unknown, ...impossible.map(placed)].toSorted(byPlace);
  return diagnostics.length > 0 ? { ok: false, diagnostics } : { ok: true, scenario, spans, kernel, config };
}

/** Every mistake of a text that can be seen without running it. */
export function lint(text: string): readonly Diagnostic[] {
  const loaded = load(text);
  return loaded.ok ? [] : loaded.diagnostics;
}

/** A mistake of a whole statement at the operand it is about. The text is only cut into lines where there is a mistake. */
function operandPlacer(
  config: Config,
  scenario: Scenario,
  spans: readonly Span[],
  text: string,
): (mistake: Diagnostic) => Diagnostic {
  return (mistake) => {
    const { line } = mistake.span;
    const index = spans.findIndex((span) => span.line === line);
    const statement = scenario.lines[index]?.statement ?? null;
    const written = text.replace(/^\ufeff/, '').split(/\r\n?|\n/)[line - 1];
    return statement === null || written === undefined ? mistake : atOperand(config, mistake, statement, written);
  };
}

function machineLost(scenario: Scenario, text: string, unreadable: readonly Diagnostic[]): boolean {
  if (scenario.lines.some(({ statement }) => statement?.type === 'machine')) return false;
  return unreadable.length > 0 && /^[ \t]*machine\b/mu.test(text);
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return a.span.line - b.span.line || a.span.column - b.span.column;
}
