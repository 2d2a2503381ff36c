import { err, ok, type Result } from '../base/result.ts';
import { kernelTextOf, scenarioOfKernelText } from '../interop/kernel-text.ts';
import type { Config } from '../model/config.ts';
import { showDiagnostics } from '../scenario/diagnose.ts';
import { elaborationMistakes } from '../scenario/elaborate.ts';
import { format } from '../scenario/format.ts';
import { load } from '../scenario/lint.ts';
import type { Diagnostic, Scenario, Span } from '../scenario/syntax.ts';
import { decodeFile } from '../share/file.ts';
import { runLanes } from '../timeline/lanes.ts';
import { shownName, type Io } from './io.ts';
import { jsonLine } from './json-lines.ts';

/** A scenario that is ready to run, with what it was read from, so that its mistakes can be shown there. */
export type Input = {
  readonly file: string;
  readonly text: string;
  readonly scenario: Scenario;
  readonly spans: readonly Span[];
  /** As it is called: a preset, and the switches that differ. */
  readonly kernel: string;
  readonly config: Config;
};

export type Reading = { readonly io: Io; readonly json: boolean };

/** Reads a scenario; what is wrong with it has been printed when this returns null. */
export function readScenario(reading: Reading, file: string): Input | null {
  const text = readText(reading, file);
  if (text === null) return null;
  const loaded = load(text);
  if (!loaded.ok) {
    complain(reading, file, text, loaded.diagnostics);
    return null;
  }
  const { scenario, spans, kernel, config } = loaded;
  return { file, text, scenario, spans, kernel, config };
}

/** A scenario's text, be it in a text file, in a `.kmapscope.json` or made of a page-table dump or an ftrace text; null when it cannot be read, and that has been said. */
export function readText(reading: Reading, file: string): string | null {
  const read = reading.io.read(file);
  if (!read.ok) {
    complainOfFile(reading, file, `${read.error}: name a file that holds a scenario, or - for standard input`);
    return null;
  }
  const kind = kernelTextOf(read.value);
  if (kind !== null) return scenarioText(reading, file, scenarioOfKernelText(kind, read.value));
  if (!read.value.trimStart().startsWith('{')) return read.value;
  const shared = decodeFile(read.value);
  if (shared.ok) return format(shared.value.scenario);
  complainOfFile(reading, file, shared.error.message);
  return null;
}

function scenarioText(reading: Reading, file: string, made: ReturnType<typeof scenarioOfKernelText>): string | null {
  if (made.ok) return made.value;
  const { line, column, message } = made.error;
  complainOfFile(reading, file, message, line, column);
  return null;
}

/**
 * The same scenario under another kernel, on a machine of the same size; null when it cannot be, and that has been said.
 *
 * @param name a preset, alone or with switches: `rfc-v2 flush=unconditional`
 */
export function underKernel(reading: Reading, input: Input, name: string): Input | null {
  const lane = laneConfig(input.scenario, name);
  if (!lane.ok) {
    complainOf(reading, '--kernel', lane.error);
    return null;
  }
  const config = lane.value;
  const mistakes = elaborationMistakes(config, input.scenario.lines, input.spans);
  if (mistakes.length === 0) return { ...input, kernel: name, config };
  const under = mistakes.map((mistake) => ({ ...mistake, message: `under ${name}, ${mistake.message}` }));
  complain(reading, input.file, input.text, under);
  return null;
}

/** The configuration of a lane: what `runLanes` would run the steps on, without running them. */
function laneConfig(scenario: Scenario, name: string): Result<Config, string> {
  const machineOnly = { ...scenario, lines: scenario.lines.filter(({ statement }) => statement?.type === 'machine') };
  const lanes = runLanes(machineOnly, [name]);
  if (!lanes.ok) return lanes;
  const lane = lanes.value[1];
  return lane === undefined ? err(`there is no kernel ${name}`) : ok(lane.config);
}

/** Shows mistakes where they stand: as a compiler does on stderr, and as lines for programs. */
export function complain({ io, json }: Reading, file: string, text: string, mistakes: readonly Diagnostic[]): void {
  const name = shownName(file);
  io.err(showDiagnostics(name, text, mistakes));
  if (!json) return;
  for (const { span, message } of mistakes)
    io.out(jsonLine({ type: 'mistake', file: name, line: span.line, column: span.column, message }));
}

/** A mistake that concerns a file as a whole, or one of its lines. */
export function complainOfFile(reading: Reading, file: string, message: string, line = 1, column = 1): void {
  const name = shownName(file);
  reading.io.err(`${name}:${line}:${column}: ${message}`);
  if (reading.json) reading.io.out(jsonLine({ type: 'mistake', file: name, line, column, message }));
}

/** A mistake in what was asked for: an option, an argument. */
export function complainOf({ io, json }: Reading, what: string, message: string): void {
  io.err(`${what}: ${message}`);
  if (json) io.out(jsonLine({ type: 'mistake', file: what, line: 1, column: 1, message }));
}
