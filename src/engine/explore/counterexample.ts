import { present } from '../../base/assert.ts';
import type { Path } from '../../explore/path.ts';
import type { Command } from '../../model/action.ts';
import type { Config } from '../../model/config.ts';
import { buildKernel, type Kernel } from '../../model/kernel.ts';
import { format } from '../../scenario/format.ts';
import { applySettings } from '../../scenario/settings.ts';
import type { Scenario, Setting, Statement } from '../../scenario/syntax.ts';
import type { KernelSystem } from '../kernel-system.ts';
import { answers, nameOf, type Ask } from './ask.ts';
import { causesOf, entries, isOther, type Cause } from './causes.ts';
import { endOf } from './ending.ts';
import { fold } from './fold.ts';
import { settingsOf } from './machine-settings.ts';
import { runsOf } from './micro-run.ts';
import { isStep } from './programs.ts';
import { keepingPromises } from './promises.ts';
import { stepOf } from './statement.ts';
import { foundHow, promiseText, titleText } from './wording.ts';

/** A run that violates a property (or is an example of one), as a scenario that anybody can open, step through and send. */
export type Counterexample = {
  readonly property: string;
  /** Canonical text. */
  readonly text: string;
  readonly scenario: Scenario;
  /**
   * Indivisible actions of the run that was found, and lines it was written in. No run has fewer steps that others can tell apart; where lines
   * are merged, one may have a few actions less: those that nobody sees, and that the last call of each CPU could leave undone.
   */
  readonly actions: number;
  readonly lines: number;
  /** What leads to the secure page at its end, or which BUG_ON it was (causes.ts). */
  readonly causes: readonly Cause[];
};

/**
 * Writes a path of the explorer as a scenario: fills and faults put in, calls on one line where that changes nothing, what does not matter
 * left out, the violation stated at the end. Every shortening is carried out on the model before it is taken. Throws when the path does
 * not show what it should: a bug of ours.
 *
 * @param except the run is to show another cause than these
 */
export function counterexampleOf(
  bound: KernelSystem,
  ask: Ask,
  path: Path,
  except: readonly Cause[] = [],
): Counterexample {
  const { question } = bound;
  const runs = runsOf(bound, ask, path, except);
  const shownBy = (config: Config): ((commands: readonly Command[]) => boolean) =>
    shows(bound, buildKernel(config), ask, except);
  const own = shownBy(question.config);
  const actions = present(
    runs.find((run) => own(run.map((action): Command => ({ type: 'do', action })))),
    `the run to ${nameOf(ask)}`,
  );
  const folded = fold(buildKernel(question.config), actions, own);
  const settings = fewest(settingsOf(question), (fewer) => shownBy(applySettings(fewer).config)(folded));
  const { config, kernel } = applySettings(settings);
  const shown = shownBy(config);
  const again = (): readonly Command[] | undefined =>
    runs.map((run) => fold(buildKernel(config), run, shown)).find(shown);
  const shortest = shown(folded) ? folded : present(again(), 'a run on the machine shown');
  const scenario = write(bound, kernel, config, settings, ask, shortest, except.length > 0);
  const lines = scenario.lines.filter(({ statement }) => statement !== null && isStep(statement)).length;
  const end = present(keepingPromises(question, buildKernel(config))(shortest), 'the end of a run');
  const causes = causesOf(entries(buildKernel(config), question), end, ask);
  return { property: nameOf(ask), text: format(scenario), scenario, actions: actions.length, lines, causes };
}

/** Leaves out what the run does not need of the settings that only exploring asked for. */
function fewest(
  { always, removable }: { readonly always: readonly Setting[]; readonly removable: readonly Setting[] },
  stillShows: (settings: readonly Setting[]) => boolean,
): readonly Setting[] {
  let kept = removable;
  for (const setting of removable) {
    const fewer = kept.filter((other) => other !== setting);
    if (stillShows([...always, ...fewer])) kept = fewer;
  }
  return [...always, ...kept];
}

/** Does a run, carried out line by line, keep everybody's promises and end in what the property is about? */
function shows(
  bound: KernelSystem,
  kernel: Kernel,
  ask: Ask,
  except: readonly Cause[],
): (commands: readonly Command[]) => boolean {
  const run = keepingPromises(bound.question, kernel);
  return (commands) => {
    const m = run(commands);
    return m !== null && answers(kernel, m, ask) && isOther(entries(kernel, bound.question), m, ask, except);
  };
}

function write(
  { question }: KernelSystem,
  kernel: string,
  config: Config,
  settings: readonly Setting[],
  ask: Ask,
  commands: readonly Command[],
  other: boolean,
): Scenario {
  const statements: readonly Statement[] = [
    { type: 'title', text: titleText(kernel, ask) },
    { type: 'machine', settings },
    { type: 'note', text: `${foundHow(question, other)} ${promiseText(question)}`.trimEnd() },
    ...commands.map((command) => stepOf(config, command)),
    ...endOf(buildKernel(config), commands, ask, question.hardware),
  ];
  return { version: 1, lines: statements.map((statement) => ({ statement, comment: null })) };
}
