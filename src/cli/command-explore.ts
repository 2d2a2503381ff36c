import type { Command } from 'commander';
import { present } from '../base/assert.ts';
import { another } from '../engine/explore/another.ts';
import { isOwn, nameOf } from '../engine/explore/ask.ts';
import { hasCauses } from '../engine/explore/causes.ts';
import { exploring, type Answer, type PropertyAnswer } from '../engine/explore/explore.ts';
import { asksOf, freely, type Asked, type Changeable } from '../engine/explore/about.ts';
import { preventing } from '../engine/explore/prevention.ts';
import { withOwn } from '../engine/explore/question.ts';
import type { Progress } from '../explore/search.ts';
import { PRESETS } from '../model/eras.ts';
import { DEFAULT_KERNEL } from '../scenario/settings.ts';
import { complainOf, type Reading } from './input.ts';
import type { Context, Going } from './io.ts';
import {
  printAnother,
  printAnswer,
  printEstimate,
  printPreventions,
  printQuestion,
  printTable,
} from './print-explored.ts';
import { addQuestionOptions, count, fileQuestion, freeChoices, type QuestionOptions } from './question.ts';

type Options = QuestionOptions & {
  readonly maxStates: number;
  readonly maxMemory: number;
  readonly another: boolean;
  readonly prevent: boolean;
  readonly json: boolean;
};

const ALL = 'all';
const MAX_STATES = 5_000_000;
const MAX_MEGABYTES = 4_000;

/** `explore [FILE]`: visits every interleaving and says what can happen. */
export function addExplore(program: Command, { io, end }: Context): void {
  const command = program
    .command('explore')
    .description(
      'visit every interleaving: a verdict for each property, and the shortest run that breaks it, as a scenario',
    );
  addQuestionOptions(
    command,
    `the kernel, alone or with switches ("rfc-v2 page_tlbi=local"), several with commas between, or ${ALL} for the table of all of them (default: the scenario's, or ${DEFAULT_KERNEL})`,
  )
    .option('--max-states <n>', 'end there, whatever is left', count, MAX_STATES)
    .option('--max-memory <mb>', 'end there too: so many megabytes', count, MAX_MEGABYTES)
    .option('--another', 'also look for a run that breaks the same promise for another cause', false)
    .option('--prevent', 'also try every change of one switch, and say which ones prevent what was found', false)
    .option('--raw', 'count every indivisible action, fill and eviction: for comparing with other checkers', false)
    .option('--json', 'one JSON object a line (src/cli/JSON.md)', false)
    .action((file: string | undefined, options: Options) => {
      const told: Told = { toEnd: false };
      end(heeding(exploringAll({ io, json: options.json }, file, options, told), told));
    });
}

/** Whether whoever asked has told it to end. */
type Told = { toEnd: boolean };

/** Takes down when something that goes slice by slice is told to end. */
function* heeding(going: Going, told: Told): Going {
  let next = going.next();
  while (next.done !== true) {
    const budget = yield next.value;
    if (budget === 0) told.toEnd = true;
    next = going.next(budget);
  }
  return next.value;
}

function* exploringAll(reading: Reading, file: string | undefined, options: Options, told: Told): Going {
  const questions = file === undefined ? free(reading, options) : ofFile(reading, file, options);
  if (questions === null) return 2;
  const answers: Answer[] = [];
  for (const asked of questions) {
    if (told.toEnd) break;
    const read = asksOf(asked, options.property);
    if (!read.ok) {
      complainOf(reading, '--property', read.error);
      return 2;
    }
    answers.push(yield* exploringOne(reading, read.value, options, told));
  }
  if (answers.length > 1 && !reading.json) printTable(reading, answers);
  return !told.toEnd && answers.every(({ properties }) => properties.every(isWell)) ? 0 : 1;
}

function free(reading: Reading, options: Options): readonly Changeable[] | null {
  const choices = freeChoices(reading, kernelsNamed(options.kernel ?? DEFAULT_KERNEL), options);
  return choices?.map(freely) ?? null;
}

function ofFile(reading: Reading, file: string, options: Options): readonly Changeable[] | null {
  if (kernelsNamed(options.kernel ?? '').length > 1) {
    complainOf(reading, '--kernel', 'a scenario is explored on one kernel: name one, or leave out the file');
    return null;
  }
  const question = fileQuestion(reading, file, options);
  return question === null ? null : [question];
}

const kernelsNamed = (text: string): readonly string[] =>
  text === ALL ? PRESETS.map(({ name }) => name) : text.split(',');

/** A search that was not finished has not said that all is well. */
const isWell = ({ verdict, mood }: PropertyAnswer): boolean =>
  mood === 'sometimes' || (verdict !== 'violated' && verdict !== 'unknown');

function* exploringOne(
  reading: Reading,
  { asked, asks }: Asked,
  options: Options,
  told: Told,
): Generator<Progress, Answer, number> {
  const { question } = asked;
  const bounds = { maxStates: options.maxStates, maxBytes: 1e6 * options.maxMemory };
  const explored = withOwn(question, asks);
  if (!reading.json) {
    printQuestion(reading, explored);
    const estimate = yield* asked.estimating(asks.some(isOwn));
    if (!told.toEnd) printEstimate(reading, estimate, options.raw);
  }
  const answer = yield* exploring(explored, asks, bounds);
  printAnswer(reading, question, answer, options.property.length > 0);
  for (const [i, ask] of asks.entries()) {
    const { verdict, example } = present(answer.properties[i], 'an answer');
    if (verdict !== 'violated' || example === null || told.toEnd) continue;
    if (options.another && hasCauses(ask)) {
      const other = yield* another(question, ask, example.causes, bounds);
      printAnother(reading, question, other);
    }
    if (!options.prevent) continue;
    const tried = yield* preventing(asked, ask, bounds, { run: example.scenario });
    if (tried.ok) printPreventions(reading, question, nameOf(ask), tried.value);
  }
  return answer;
}
