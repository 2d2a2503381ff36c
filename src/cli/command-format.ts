import type { Command } from 'commander';
import { format } from '../scenario/format.ts';
import { parse } from '../scenario/parse.ts';
import { complain, readText, type Reading } from './input.ts';
import { shownName, type Context, type ExitCode } from './io.ts';
import { jsonLine } from './json-lines.ts';

type Options = { readonly check: boolean; readonly json: boolean };

/** `format FILE|-`: the canonical form of a scenario. */
export function addFormat(program: Command, { io, end }: Context): void {
  program
    .command('format')
    .description('the scenario in canonical form')
    .argument('<file>', 'a scenario, or - for standard input')
    .option('--check', 'print nothing; exit 1 when it is not in canonical form already', false)
    .option('--json', 'one JSON object a line (src/cli/JSON.md)', false)
    .action((file: string, options: Options) => {
      end(reformat({ io, json: options.json }, file, options.check));
    });
}

function reformat(reading: Reading, file: string, check: boolean): ExitCode {
  const text = readText(reading, file);
  if (text === null) return 2;
  const { scenario, diagnostics } = parse(text);
  if (diagnostics.length > 0) {
    complain(reading, file, text, diagnostics);
    return 2;
  }
  const canonical = format(scenario);
  const name = shownName(file);
  if (reading.json)
    reading.io.out(jsonLine({ type: 'format', file: name, canonical: canonical === text, text: canonical }));
  else if (!check) reading.io.out(canonical.trimEnd());
  if (!check || canonical === text) return 0;
  if (!reading.json) reading.io.out(`${name} is not in canonical form: kmapscope format prints that.`);
  return 1;
}
