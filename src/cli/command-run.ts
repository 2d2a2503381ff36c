import type { Command } from 'commander';
import { costsBetween, type Costs } from '../model/cost.ts';
import { digest } from '../model/digest.ts';
import { buildKernel } from '../model/kernel.ts';
import { preset } from '../model/eras.ts';
import { showMachine } from '../model/text.ts';
import type { Diagnostic } from '../scenario/syntax.ts';
import { titleOf } from '../timeline/steps.ts';
import { complain, readScenario, underKernel, type Input, type Reading } from './input.ts';
import { shownName, type Context, type ExitCode } from './io.ts';
import { jsonLine } from './json-lines.ts';
import { playScenario, type Ending, type Report, type StepReport } from './play-scenario.ts';
import { costText, counted, indent, table } from './words.ts';

type Options = { readonly kernel?: string; readonly micro: boolean; readonly json: boolean };

/** `run FILE|-`: replays a scenario, prints each step, checks every `expect`. */
export function addRun(program: Command, { io, end }: Context): void {
  program
    .command('run')
    .description('replay a scenario: each step, what changed, what it cost, and whether every expect holds')
    .argument('<file>', 'a scenario, or - for standard input')
    .option('--kernel <preset>', 'another kernel than its own, with switches if need be: "rfc-v2 flush=unconditional"')
    .option('--micro', 'each indivisible line of the kernel routines, too', false)
    .option('--json', 'one JSON object a line (src/cli/JSON.md)', false)
    .action((file: string, options: Options) => {
      end(run({ io, json: options.json }, file, options));
    });
}

function run(reading: Reading, file: string, { kernel, micro }: Options): ExitCode {
  const own = readScenario(reading, file);
  const input = own === null || kernel === undefined ? own : underKernel(reading, own, kernel);
  if (input === null) return 2;
  printHead(reading, input);
  const told = { expected: 0, steps: 0, failed: [] as Diagnostic[], refused: [] as Diagnostic[] };
  const playing = playScenario(buildKernel(input.config), input.scenario, input.spans, micro);
  let next = playing.next();
  for (; next.done !== true; next = playing.next()) {
    const report = next.value;
    print(reading, report);
    if (report.type === 'note') continue;
    told.steps++;
    const { outcome, text, reason, span } = report;
    if (outcome === 'expect_ok' || outcome === 'expect_failed') told.expected++;
    if (outcome === 'expect_failed')
      told.failed.push({ severity: 'error', span, message: `${text} does not hold: ${reason ?? 'it is not so'}` });
    if (outcome === 'refused')
      told.refused.push({ severity: 'error', span, message: reason ?? 'this is not possible here' });
  }
  if (told.refused.length > 0) {
    complain(reading, input.file, input.text, told.refused);
    return 2;
  }
  printEnd(reading, next.value, told.steps, told.expected, told.failed.length);
  if (told.failed.length > 0) complain({ ...reading, json: false }, input.file, input.text, told.failed);
  return told.failed.length > 0 ? 1 : 0;
}

function printHead({ io, json }: Reading, { file, scenario, kernel, config }: Input): void {
  const title = titleOf(scenario);
  const { sizes, switches } = config;
  if (json) {
    io.out(jsonLine({ type: 'run', file: shownName(file), title, kernel, sizes, switches }));
    return;
  }
  const says = preset(kernel)?.title;
  io.out(`${shownName(file)}${title === '' ? '' : `: ${title}`}`);
  io.out(`kernel ${kernel}${says === undefined ? '' : ` (${says})`}`);
  const pages = `${counted(sizes.pages, 'highmem page')}, ${counted(sizes.low, 'lowmem page')}`;
  io.out(`${counted(sizes.cpus, 'CPU')} with ${counted(sizes.slots, 'slot')} each, ${pages}`);
}

function print({ io, json }: Reading, report: Report): void {
  if (json) for (const line of jsonOf(report)) io.out(line);
  else for (const line of textOf(report)) io.out(line);
}

function jsonOf(report: Report): readonly string[] {
  if (report.type === 'note') return [jsonLine(report)];
  const { line, text, cpu, outcome, sentence, reason, changes, events, before, costs, ticks } = report;
  const spent = costsBetween(before, costs);
  const many = typeof ticks === 'number' ? ticks : ticks.length;
  const step = { line, text, cpu, outcome, sentence, reason, changes, costs: spent, ticks: many, events } as const;
  const lines =
    typeof ticks === 'number' ? [] : ticks.map((tick, n) => jsonLine({ type: 'tick', line, n: n + 1, ...tick }));
  return [...lines, jsonLine({ type: 'step', ...step })];
}

const MARGIN = '      ';

function textOf(report: Report): readonly string[] {
  const number = String(report.line).padStart(4);
  if (report.type === 'note') return ['', `${number}  note ${report.text}`];
  const { text, outcome, sentence, reason } = report;
  if (outcome === 'expect_ok') return [`${number}  ${text}  (holds)`];
  if (outcome === 'expect_failed') return [`${number}  ${text}  DOES NOT HOLD: ${reason ?? 'it is not so'}`];
  return ['', `${number}  ${text}`, ...indent([sentence, ...details(report)], MARGIN)];
}

/** What a step did, line by line if that was asked for; then what changed, and what it cost. */
function details({ outcome, reason, sentence, ticks, changes, before, costs }: StepReport): readonly string[] {
  if (outcome === 'refused') return [];
  const waits = outcome === 'waiting' && reason !== null && reason !== sentence ? [reason] : [];
  const lines = typeof ticks === 'number' ? [] : ticks.map((tick) => `· ${tick.sentence}`);
  const rows = table(changes.map(({ object, from, to }) => [object, `${from} → ${to}`]));
  const spent: Costs = costsBetween(before, costs);
  return [...waits, ...lines, ...rows, ...(costText(spent) === 'nothing' ? [] : [`costs ${costText(spent)}`])];
}

function printEnd(reading: Reading, ending: Ending, steps: number, expected: number, failed: number): void {
  const { io, json } = reading;
  const { kernel, machine, costs } = ending;
  const shown = showMachine(kernel, machine).split('\n');
  if (json) {
    const hash = digest(machine).toString(16).padStart(8, '0');
    io.out(jsonLine({ type: 'end', steps, held: expected - failed, failed, costs, digest: hash, machine: shown }));
    return;
  }
  io.out(`\nThe machine after ${counted(steps, 'step')}:`);
  for (const line of indent(shown, '  ')) io.out(line);
  io.out(`All in all: ${costText(costs)}.`);
  if (expected > 0)
    io.out(`${expected - failed} of ${counted(expected, 'expectation')} ${expected === 1 ? 'holds' : 'hold'}.`);
}
