import type { Command } from 'commander';
import { buildKernel } from '../model/kernel.ts';
import { load } from '../scenario/lint.ts';
import type { Diagnostic } from '../scenario/syntax.ts';
import { complain, readText, type Reading } from './input.ts';
import { shownName, type Context, type ExitCode } from './io.ts';
import { jsonLine } from './json-lines.ts';
import { playScenario } from './play-scenario.ts';

type Options = { readonly json: boolean };

/** `lint FILE…`: every mistake, with its place. */
export function addLint(program: Command, { io, end }: Context): void {
  program
    .command('lint')
    .description('every mistake in the scenarios, with its place; steps that are not possible, too')
    .argument('<files...>', 'scenarios, or - for standard input')
    .option('--json', 'one JSON object a line (src/cli/JSON.md)', false)
    .action((files: readonly string[], options: Options) => {
      const reading = { io, json: options.json };
      const clean = files.map((file) => lintFile(reading, file));
      end(clean.every(Boolean) ? 0 : (2 satisfies ExitCode));
    });
}

function lintFile(reading: Reading, file: string): boolean {
  const text = readText(reading, file);
  if (text === null) return false;
  const mistakes = mistakesOf(text);
  if (mistakes.length > 0) complain(reading, file, text, mistakes);
  const name = shownName(file);
  if (reading.json) reading.io.out(jsonLine({ type: 'lint', file: name, mistakes: mistakes.length }));
  else if (mistakes.length === 0) reading.io.out(`${name}: no mistakes`);
  return mistakes.length === 0;
}

/** What can be seen without running it; when that is nothing, the first step that is not possible. */
function mistakesOf(text: string): readonly Diagnostic[] {
  const loaded = load(text);
  if (!loaded.ok) return loaded.diagnostics;
  const { scenario, spans, config } = loaded;
  for (const report of playScenario(buildKernel(config), scenario, spans, false)) {
    if (report.type !== 'step' || report.outcome !== 'refused') continue;
    return [{ severity: 'error', span: report.span, message: report.reason ?? 'this is not possible here' }];
  }
  return [];
}
