import { InvalidArgumentError, Option, type Command } from 'commander';
import { asksOf } from '../engine/explore-job.ts';
import { inOneGo, exploring, type Answer, type PropertyAnswer } from '../engine/explore/explore.ts';
import { choiceMistake, freeQuestion, type FreeChoice } from '../engine/explore/free-question.ts';
import { preventions, type Prevention } from '../engine/explore/prevention.ts';
import { scenarioQuestion } from '../engine/explore/programs.ts';
import { OWNERS, RAW, withOwn, type Owner, type Question } from '../engine/explore/question.ts';
import { promiseText } from '../engine/explore/wording.ts';
import type { Ask } from '../engine/explore/ask.ts';
import { PRESETS } from '../model/eras.ts';
import { DEFAULT_KERNEL } from '../scenario/settings.ts';
import { complainOf, complainOfFile, readScenario, underKernel, type Reading } from './input.ts';
import type { Context, ExitCode } from './io.ts';
import { jsonLine } from './json-lines.ts';
import { costText, counted, indent, table } from './words.ts';

type Options = {
  readonly kernel?: string;
  readonly cpus?: number;
  readonly pages?: number;
  readonly slots?: number;
  readonly owner: Owner;
  readonly property: readonly string[];
  readonly maxStates: number;
  readonly prevent: boolean;
  readonly raw: boolean;
  readonly json: boolean;
};

const ALL = 'all';
const MAX_STATES = 5_000_000;

/** `explore [FILE]`: visits every interleaving and says what can happen. */
export function addExplore(program: Command, { io, end }: Context): void {
  program
    .command('explore')
    .description(
      'visit every interleaving: a verdict for each property, and the shortest run that breaks it, as a scenario',
    )
    .argument(
      '[file]',
      'a scenario whose operations to take in any order; without it every CPU does anything at any time',
    )
    .option(
      '--kernel <preset>',
      `the kernel, or ${ALL} for the table of all of them (default: the scenario's, or ${DEFAULT_KERNEL})`,
    )
    .option('--cpus <n>', 'CPUs (default: 2)', count)
    .option('--pages <n>', 'highmem pages (default: 2)', count)
    .option('--slots <n>', 'slots of each CPU (default: what two nested mappings take)', count)
    .addOption(
      new Option('--owner <promise>', 'what the owner of a page that is handed over promises')
        .choices([...OWNERS])
        .default(OWNERS[0]),
    )
    .option('--property <name>', 'ask only this, a property or a predicate of expect; may be repeated', collect, [])
    .option('--max-states <n>', 'end there, whatever is left', count, MAX_STATES)
    .option('--prevent', 'also try every change of one switch, and say which ones prevent what was found', false)
    .option('--raw', 'count every indivisible action, fill and eviction: for comparing with other checkers', false)
    .option('--json', 'one JSON object a line (src/cli/JSON.md)', false)
    .action((file: string | undefined, options: Options) => {
      end(run({ io, json: options.json }, file, options));
    });
}

function count(text: string): number {
  if (!/^[1-9][0-9]{0,9}$/.test(text)) throw new InvalidArgumentError('It is a whole number from 1 on.');
  return Number(text);
}

const collect = (text: string, before: readonly string[]): readonly string[] => [...before, text];

function run(reading: Reading, file: string | undefined, options: Options): ExitCode {
  const kernels = options.kernel === ALL ? PRESETS.map(({ name }) => name) : [options.kernel ?? DEFAULT_KERNEL];
  const questions =
    file === undefined ? freeQuestions(reading, kernels, options) : fileQuestion(reading, file, options);
  if (questions === null) return 2;
  const answers: Answer[] = [];
  for (const question of questions) {
    const asks = asksOf(question, options.property);
    if (!asks.ok) {
      complainOf(reading, '--property', asks.error);
      return 2;
    }
    const answer = inOneGo(exploring(withOwn(question, asks.value), asks.value, { maxStates: options.maxStates }));
    answers.push(answer);
    print(reading, question, answer, options);
    if (options.prevent && file === undefined) printPreventions(reading, options, question, asks.value, answer);
  }
  if (answers.length > 1 && !reading.json) printTable(reading, answers);
  return answers.some(isViolated) ? 1 : 0;
}

const isViolated = ({ properties }: Answer): boolean => properties.some(({ verdict }) => verdict === 'violated');

function choiceOf(kernel: string, options: Options): FreeChoice {
  const { cpus, pages, slots, owner, raw } = options;
  return {
    kernel,
    owner,
    ...(cpus === undefined ? {} : { cpus }),
    ...(pages === undefined ? {} : { pages }),
    ...(slots === undefined ? {} : { slots }),
    ...(raw ? { reductions: RAW } : {}),
  };
}

function freeQuestions(reading: Reading, kernels: readonly string[], options: Options): readonly Question[] | null {
  const choices = kernels.map((kernel) => choiceOf(kernel, options));
  const mistake = choices.map(choiceMistake).find((found) => found !== null);
  if (mistake !== undefined) {
    complainOf(reading, 'explore', mistake);
    return null;
  }
  return choices.map(freeQuestion);
}

function fileQuestion(reading: Reading, file: string, options: Options): readonly Question[] | null {
  const own = readScenario(reading, file);
  const input = own === null || options.kernel === undefined ? own : underKernel(reading, own, options.kernel);
  if (input === null) return null;
  if (options.cpus !== undefined || options.pages !== undefined) {
    complainOf(reading, 'explore', 'a scenario has its own CPUs and pages: leave out --cpus and --pages');
    return null;
  }
  const { kernel, config, scenario } = input;
  const { owner, slots, raw } = options;
  const choice = {
    kernel,
    config,
    owner,
    ...(slots === undefined ? {} : { slots }),
    ...(raw ? { reductions: RAW } : {}),
  };
  const question = scenarioQuestion(scenario, choice);
  if (question.ok) return [question.value];
  complainOfFile(reading, file, question.error);
  return null;
}

function print(reading: Reading, question: Question, answer: Answer, options: Options): void {
  const { io, json } = reading;
  const { kernel, bounds, status, limit, states, transitions, depth, fullDepth, bytesPerState, properties } = answer;
  if (json) {
    const { owner } = question;
    const bytes = Math.round(bytesPerState);
    io.out(
      jsonLine({
        type: 'explored',
        kernel,
        bounds,
        owner,
        status,
        limit,
        states,
        transitions,
        depth,
        fullDepth,
        bytes,
      }),
    );
    for (const property of properties)
      io.out(jsonLine({ type: 'verdict', kernel, ...property, example: exampleOf(property) }));
    return;
  }
  io.out(`${kernel} with ${bounds}.`);
  if (promiseText(question) !== '') io.out(promiseText(question));
  io.out('');
  for (const line of table(properties.map(({ name, verdict, sentence }) => [name, verdict, sentence]))) io.out(line);
  for (const property of properties) {
    const shown = property.mood === 'always' || options.property.length > 0;
    if (property.example === null || !shown) continue;
    io.out(`\n${property.says} ${property.mood === 'always' ? 'Not so' : 'So it is'}:\n`);
    io.out(property.example.text.trimEnd());
  }
  io.out('');
}

function exampleOf({ example }: PropertyAnswer): { text: string; actions: number; lines: number } | null {
  return example === null ? null : { text: example.text, actions: example.actions, lines: example.lines };
}

/** Of each property that is violated, the changes of one switch that prevent it. */
function printPreventions(
  reading: Reading,
  options: Options,
  { kernel }: Question,
  asks: readonly Ask[],
  { properties }: Answer,
): void {
  const { io, json } = reading;
  asks.forEach((ask, i) => {
    const property = properties[i];
    if (property?.verdict !== 'violated') return;
    const tried = inOneGo(preventions(choiceOf(kernel, options), ask, { maxStates: options.maxStates }));
    for (const { change, verdict, states, costs } of json ? tried : []) {
      io.out(jsonLine({ type: 'change', kernel, property: property.name, ...change, verdict, states, costs }));
    }
    if (json) return;
    const helps = tried.filter(({ verdict }) => verdict === 'holds');
    io.out(
      helps.length === 0 ? `No change of one switch prevents ${property.name}.` : `What prevents ${property.name}:`,
    );
    for (const line of indent(helps.map(preventionText), '  ')) io.out(line);
    io.out('');
  });
}

function preventionText({ change, states, costs }: Prevention): string {
  const spent = `a mapping costs ${costText(costs.map)}; a page handed over ${costText(costs.handOver)}`;
  return `${change.key}=${change.value}: ${counted(states, 'state')}; ${spent}`;
}

const SHORT = { holds: 'holds', violated: 'VIOLATED', found: 'yes', 'not found': 'no', unknown: '?' } as const;

function printTable({ io }: Reading, answers: readonly Answer[]): void {
  const names = answers[0]?.properties.map(({ name }) => name) ?? [];
  const rows = answers.map(({ kernel, states, properties }) => [
    kernel,
    states,
    ...properties.map(({ verdict }) => SHORT[verdict]),
  ]);
  for (const line of table([['kernel', 'states', ...names], ...rows])) io.out(line);
}
