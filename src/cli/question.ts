import { InvalidArgumentError, Option, type Command } from 'commander';
import { err, ok, type Result } from '../base/result.ts';
import { choiceMistake, type FreeChoice } from '../engine/explore/free-question.ts';
import { inAnyOrder, type Changeable } from '../engine/explore/about.ts';
import {
  ALL_HARDWARE,
  HARDWARE,
  HARDWARE_MAY,
  NO_HARDWARE,
  OWNERS,
  RAW,
  type Hardware,
  type Owner,
} from '../engine/explore/question.ts';
import type { Switches } from '../model/config.ts';
import { settingMistake, SWITCH_NAMES } from '../scenario/settings.ts';
import { complainOf, complainOfFile, readScenario, underKernel, type Reading } from './input.ts';

/** What a person says of a question on the command line: the options that every command about all interleavings has. */
export type QuestionOptions = {
  readonly kernel?: string;
  readonly cpus?: number;
  readonly pages?: number;
  readonly slots?: number;
  readonly owner: Owner;
  readonly irq: boolean;
  readonly hotplug: boolean;
  readonly driver: boolean;
  readonly deeper: boolean;
  readonly local: boolean;
  readonly lowmem: boolean;
  readonly hardware: Hardware;
  readonly property: readonly string[];
  /** Nothing is merged: for `explore --raw`, and always for other checkers. */
  readonly raw: boolean;
};

/** Adds them, in the order of the help. `kernel` says what may be named there. */
export function addQuestionOptions(command: Command, kernel: string): Command {
  return command
    .argument(
      '[file]',
      'a scenario whose operations to take in any order; without it every CPU does anything at any time',
    )
    .option('--kernel <preset>', kernel)
    .option('--cpus <n>', 'CPUs (default: 2)', count)
    .option('--pages <n>', 'highmem pages (default: 2)', count)
    .option('--slots <n>', 'slots of each CPU (default: what two nested mappings take)', count)
    .addOption(
      new Option('--owner <promise>', 'what the owner of a page that is handed over promises')
        .choices([...OWNERS])
        .default(OWNERS[0]),
    )
    .option('--no-irq', 'no interrupts come')
    .option('--no-hotplug', 'no CPU goes offline')
    .option('--no-driver', 'no driver hands a page to the secure world')
    .option('--deeper', 'CPUs also nest one mapping deeper than they have slots', false)
    .option('--local', 'tasks also sleep with a mapping in hand, where the kernel has kmap_local', false)
    .option('--lowmem', 'the driver also hands over a lowmem page, which the linear map keeps', false)
    .addOption(
      new Option(
        '--hardware <what>',
        `what hardware may do of itself: ${HARDWARE_SAYS}; several with commas between, or ${NOTHING}`,
      )
        .argParser(hardware)
        .default(ALL_HARDWARE, HARDWARE_MAY.join()),
    )
    .addOption(
      new Option('--property <name>', 'ask only this, a property or a predicate of expect; may be repeated')
        .argParser(collect)
        .default([], 'all properties'),
    );
}

const NOTHING = 'none';
const HARDWARE_SAYS = HARDWARE_MAY.map((what) => `${what} (${HARDWARE[what]})`).join(', ');

/** `pte,tlb`: that and nothing else. */
function hardware(text: string): Hardware {
  const named = text === NOTHING ? [] : text.split(',');
  const unknown = named.find((name) => !HARDWARE_MAY.some((what) => what === name));
  if (unknown !== undefined)
    throw new InvalidArgumentError(`Allowed are ${HARDWARE_MAY.join(', ')} with commas between, or ${NOTHING}.`);
  return HARDWARE_MAY.reduce((all, what) => ({ ...all, [what]: named.includes(what) }), NO_HARDWARE);
}

/** A whole number from 1 on. */
export function count(text: string): number {
  if (!/^[1-9][0-9]{0,9}$/.test(text)) throw new InvalidArgumentError('It is a whole number from 1 on.');
  return Number(text);
}

/** Each once, however often it is said. */
const collect = (text: string, before: readonly string[]): readonly string[] =>
  before.includes(text.trim()) ? before : [...before, text.trim()];

/** What is chosen for the free environment; or what is wrong with it. */
function choiceOf(named: string, options: QuestionOptions): Result<FreeChoice, string> {
  const [kernel = '', ...settings] = named.trim().split(/ +/);
  const changes = switchesOf(settings);
  if (!changes.ok) return changes;
  const { cpus, pages, slots, owner, irq, hotplug, driver, deeper, local, lowmem, hardware, raw } = options;
  const choice: FreeChoice = {
    ...{ kernel, owner, operations: { irq, hotplug, driver, deeper, local, lowmem }, hardware },
    ...(settings.length === 0 ? {} : { changes: changes.value }),
    ...(cpus === undefined ? {} : { cpus }),
    ...(pages === undefined ? {} : { pages }),
    ...(slots === undefined ? {} : { slots }),
    ...(raw ? { reductions: RAW } : {}),
  };
  const mistake = choiceMistake(choice);
  return mistake === null ? ok(choice) : err(mistake);
}

/** `index_owner=task` and the like. */
function switchesOf(settings: readonly string[]): Result<Partial<Switches>, string> {
  let changes: Partial<Switches> = {};
  for (const setting of settings) {
    const [key = '', value = ''] = setting.split('=');
    if (!SWITCH_NAMES.some((name) => name === key))
      return err(`${setting} is no switch of a kernel: they are ${SWITCH_NAMES.join(', ')}`);
    const mistake = settingMistake({ key, value });
    if (mistake !== null) return err(mistake.message);
    changes = { ...changes, [key]: value };
  }
  return ok(changes);
}

/** What is chosen for each kernel when every CPU may do anything; null when one cannot be asked, and that has been said. */
export function freeChoices(
  reading: Reading,
  kernels: readonly string[],
  options: QuestionOptions,
): readonly FreeChoice[] | null {
  const choices: FreeChoice[] = [];
  for (const kernel of kernels) {
    const choice = choiceOf(kernel, options);
    if (!choice.ok) {
      complainOf(reading, 'question', choice.error);
      return null;
    }
    choices.push(choice.value);
  }
  return choices;
}

/** A question about a scenario's operations, under every kernel with one switch changed; null when it cannot be asked, and that has been said. */
export function fileQuestion(reading: Reading, file: string, options: QuestionOptions): Changeable | null {
  const own = readScenario(reading, file);
  const input = own === null || options.kernel === undefined ? own : underKernel(reading, own, options.kernel);
  if (input === null) return null;
  if (options.cpus !== undefined || options.pages !== undefined || options.slots !== undefined) {
    complainOf(
      reading,
      'question',
      'a scenario has its own machine, of which no more is explored than it needs: leave out --cpus, --pages and --slots, or change its machine line (machine cpus=2 pages=4 slots=3)',
    );
    return null;
  }
  const { irq, hotplug, driver, deeper, local, lowmem } = options;
  if (!irq || !hotplug || !driver || deeper || local || lowmem) {
    complainOf(
      reading,
      'question',
      'a scenario says itself what happens: leave out --no-irq, --no-hotplug, --no-driver, --deeper, --local, --lowmem',
    );
    return null;
  }
  const { kernel, config, scenario } = input;
  const { owner, hardware, raw } = options;
  const choice = { ...{ kernel, config, owner, hardware }, ...(raw ? { reductions: RAW } : {}) };
  const question = inAnyOrder(scenario, choice);
  if (question.ok) return question.value;
  complainOfFile(reading, file, question.error);
  return null;
}
