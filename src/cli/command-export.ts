import { Option, type Command } from 'commander';
import { asksOf, freely, type Changeable } from '../engine/explore/about.ts';
import { exportQuestion } from '../engine/explore/export.ts';
import { promelaOf } from '../interop/promela.ts';
import { tlaOf } from '../interop/tla.ts';
import type { TransitionSystem } from '../interop/transition-system.ts';
import { DEFAULT_KERNEL } from '../scenario/settings.ts';
import { complainOf, type Reading } from './input.ts';
import type { Context, ExitCode } from './io.ts';
import { jsonLine } from './json-lines.ts';
import { addQuestionOptions, fileQuestion, freeChoices, type QuestionOptions } from './question.ts';

const FORMATS = {
  promela: promelaOf,
  tla: tlaOf,
  json: (system: TransitionSystem) => jsonLine({ type: 'transition_system', ...system }),
} as const;
type Format = keyof typeof FORMATS;

type Options = Omit<QuestionOptions, 'raw'> & { readonly to: Format };

const HOW = `
Every indivisible action is a step of its own, each fill and eviction too, and nothing is merged: the states are those of explore --raw.
  promela   kmapscope export --to promela > kmap.pml; spin -o2 -a kmap.pml
            gcc -O2 -DSAFETY -DNOREDUCE -DNOSTUTTER -o pan pan.c
            count the states: ./pan -n -m1000000 -N states (and one transition more: the step to the first of them)
            ask a property: ./pan -n -m1000000 -N no_fault (an assertion fails: violated, or found)
            (-o2: Spin otherwise counts states once that differ in what it takes for dead; -DNOREDUCE, -DNOSTUTTER: every state, and
            no step but ours)
  tla       kmapscope export --to tla > kmap.tla; its last lines are the kmap.cfg for TLC
            (held against a grammar of TLA+, and not yet run by TLC)
  json      the transition system as data (src/cli/JSON.md)`;

/** `export [FILE] --to …`: the question that `explore` would answer, for other checkers. */
export function addExport(program: Command, { io, end }: Context): void {
  const command = program
    .command('export')
    .description('the transition system that explore visits, as text for other checkers: Spin, TLC');
  addQuestionOptions(command, `the kernel, alone or with switches (default: the scenario's, or ${DEFAULT_KERNEL})`)
    .addOption(new Option('--to <format>', 'for whom').choices(Object.keys(FORMATS)).makeOptionMandatory())
    .addHelpText('after', HOW)
    .action((file: string | undefined, options: Options) => {
      end(run({ io, json: false }, file, options));
    });
}

function run(reading: Reading, file: string | undefined, options: Options): ExitCode {
  const about = aboutOf(reading, file, { ...options, raw: true });
  if (about === null) return 2;
  const read = asksOf(about, options.property);
  if (!read.ok) {
    complainOf(reading, '--property', read.error);
    return 2;
  }
  const { asked, asks } = read.value;
  const exported = exportQuestion(asked.question, asks);
  if (!exported.ok) {
    complainOf(reading, 'export', exported.error);
    return 2;
  }
  reading.io.out(FORMATS[options.to](exported.value).trimEnd());
  return 0;
}

function aboutOf(reading: Reading, file: string | undefined, options: QuestionOptions): Changeable | null {
  if (file !== undefined) return fileQuestion(reading, file, options);
  const [choice] = freeChoices(reading, [options.kernel ?? DEFAULT_KERNEL], options) ?? [];
  return choice === undefined ? null : freely(choice);
}
