import type { Command } from 'commander';
import { addKinds, type Disagreement, type KindCount } from '../interop/trace-comparison.ts';
import { readTraces } from '../interop/trace-file.ts';
import type { Trace } from '../interop/trace-format.ts';
import { traceKernel } from '../interop/trace-kernel.ts';
import { replayTrace, type Replay } from '../interop/trace-replay.ts';
import { ok, type Result } from '../base/result.ts';
import { complainOfFile, type Reading } from './input.ts';
import { shownName, type Context, type ExitCode } from './io.ts';
import { jsonLine } from './json-lines.ts';
import { counted, grouped, indent, table } from './words.ts';

type Options = { readonly kernel?: string; readonly json: boolean };

/** `verify TRACE.jsonl…`: replays traces recorded from a real kernel on the model and compares all that was observed. */
export function addVerify(program: Command, { io, end }: Context): void {
  program
    .command('verify')
    .description('replay traces recorded from a real kernel (hmtruth-1): does the model show the same, word for word?')
    .argument('<traces...>', 'files of traces (.jsonl, .jsonl.gz), or - for standard input')
    .option('--kernel <preset>', 'replay them on this kernel instead of the recorded one, to see where the two part')
    .option('--json', 'one JSON object a line (src/cli/JSON.md)', false)
    .action((files: readonly string[], options: Options) => {
      end(verify({ io, json: options.json }, files, options.kernel));
    });
}

/** A file of something else has a mistake on every line. */
const MOST_COMPLAINTS = 5;

type Tally = { traces: number; disagreeing: number; unreadable: number; steps: number; kinds: readonly KindCount[] };

function verify(reading: Reading, files: readonly string[], kernel: string | undefined): ExitCode {
  const tally: Tally = { traces: 0, disagreeing: 0, unreadable: 0, steps: 0, kinds: [] };
  for (const file of files) verifyFile(reading, file, kernel, tally);
  printTally(reading, tally);
  if (tally.unreadable > 0) return 2;
  return tally.disagreeing > 0 ? 1 : 0;
}

function verifyFile(reading: Reading, file: string, kernel: string | undefined, tally: Tally): void {
  let complaints = 0;
  const complain = (message: string, line?: number): void => {
    tally.unreadable++;
    if (complaints++ < MOST_COMPLAINTS) complainOfFile(reading, file, message, line);
  };
  const text = reading.io.read(file);
  if (!text.ok) {
    complain(`${text.error}: name a file that holds traces, or - for standard input`);
    return;
  }
  const found = readTraces(text.value);
  if (found.length === 0) complain('this file is empty: a trace file holds one JSON object a line');
  const replays: Replay[] = [];
  for (const { line, trace } of found) {
    const replay = trace.ok ? replayOn(trace.value, kernel) : trace;
    if (!replay.ok) {
      complain(replay.error, line);
      continue;
    }
    replays.push(replay.value);
    if (reading.json) printJson(reading, file, line, replay.value);
  }
  if (complaints > MOST_COMPLAINTS) {
    const more = counted(complaints - MOST_COMPLAINTS, 'more line');
    reading.io.err(`${shownName(file)}: ${more} cannot be replayed: is this a file of traces?`);
  }
  tally.traces += replays.length;
  tally.disagreeing += replays.filter(({ differing }) => differing > 0).length;
  tally.steps += replays.reduce((sum, { steps }) => sum + steps, 0);
  tally.kinds = addKinds([tally.kinds, ...replays.map(({ kinds }) => kinds)]);
  if (!reading.json && replays.length > 0) printFile(reading, file, replays);
}

function replayOn(trace: Trace, kernel: string | undefined): Result<Replay, string> {
  const on = kernel === undefined ? ok(undefined) : traceKernel(trace, kernel);
  return on.ok ? replayTrace(trace, on.value) : on;
}

function printJson({ io }: Reading, file: string, line: number, replay: Replay): void {
  const { name, kernel, steps, observations, differing, kinds, disagreements, notes } = replay;
  const first = disagreements[0] ?? null;
  const agrees = differing === 0;
  const counts = { steps, observations, differing, kinds } as const;
  io.out(jsonLine({ type: 'trace', file: shownName(file), line, name, kernel, agrees, ...counts, first, notes }));
}

/** Of one file: agrees or not, the first difference of each trace that has one, and what the model was told. */
function printFile({ io }: Reading, file: string, replays: readonly Replay[]): void {
  const wrong = replays.filter(({ differing }) => differing > 0);
  const kernels = [...new Set(replays.map(({ kernel }) => kernel))].join(', ');
  const observations = replays.reduce((sum, replay) => sum + replay.observations, 0);
  const how = wrong.length === 0 ? 'agrees' : 'DISAGREES';
  const much = `${counted(replays.length, 'trace')}, ${counted(observations, 'observation')}`;
  io.out(`${shownName(file)}  ${how}  ${much}, on ${kernels}`);
  for (const { name, differing, disagreements } of wrong.slice(0, MOST_SHOWN)) {
    const [first] = disagreements;
    io.out(
      `  ${name}: ${counted(differing, 'difference')}, the first in ${first === undefined ? 'nothing' : described(first)}`,
    );
  }
  sayMore(io.out, wrong.length, 'trace');
  const notes = replays.flatMap(({ name, notes }) => notes.map((note) => `  told by the record of ${name}: ${note}`));
  for (const note of notes.slice(0, MOST_SHOWN)) io.out(note);
  sayMore(io.out, notes.length, 'thing');
}

const MOST_SHOWN = 12;

function sayMore(out: (text: string) => void, there: number, what: string): void {
  if (there > MOST_SHOWN) out(`  and ${counted(there - MOST_SHOWN, `more ${what}`)} (--json has them all)`);
}

/** `step 3, aflush: Linux word of a slot, cpu1.slot0: recorded "…", the model "…"` */
function described({ step, op, kind, what, recorded, model }: Disagreement): string {
  const where = step < 0 ? 'the header' : `step ${step}, ${op}`;
  const which = what.startsWith(kind) ? what : `${kind}, ${what}`;
  return `${where}: ${which}: recorded ${recorded}, the model ${model}`;
}

function printTally({ io, json }: Reading, tally: Tally): void {
  const { traces, disagreeing, unreadable, steps, kinds } = tally;
  const observations = kinds.reduce((sum, { compared }) => sum + compared, 0);
  const differing = kinds.reduce((sum, kind) => sum + kind.differing, 0);
  if (json) {
    io.out(jsonLine({ type: 'verified', ...tally, observations, differing }));
    return;
  }
  if (traces === 0) return;
  const rows = kinds.map(({ kind, compared, differing: n }) => [
    kind,
    compared,
    n === 0 ? 'agree' : `${grouped(n)} DIFFER`,
  ]);
  io.out('');
  for (const line of indent(table([['observation', 'compared', ''], ...rows]), '  ')) io.out(line);
  const well = traces - disagreeing;
  const verdict = `${counted(well, 'trace')} ${well === 1 ? 'agrees' : 'agree'}`;
  const wrong = disagreeing === 0 ? '' : `, ${counted(disagreeing, 'DISAGREES', 'DISAGREE')}`;
  const lost =
    unreadable === 0 ? '' : `; ${counted(unreadable, 'line or file', 'lines or files')} could not be replayed`;
  const much = `${counted(steps, 'operation')}, ${counted(observations, 'observation')}`;
  io.out(`\n${verdict}${wrong}: ${much}${lost}.`);
}
