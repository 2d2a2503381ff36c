import { freeQuestion } from '../engine/explore/free-question.ts';
import { keepingPromises } from '../engine/explore/promises.ts';
import type { Question } from '../engine/explore/question.ts';
import type { Command } from '../model/action.ts';
import { buildKernel } from '../model/kernel.ts';
import { elaborateStep } from '../scenario/elaborate.ts';
import { formatStatement } from '../scenario/format.ts';
import { stepsOf } from '../timeline/steps.ts';
import { isOfKernel, machineOf, type RunMachine } from './explore-machine.ts';
import { choiceOf, kernelName } from './explore-question.ts';
import { counted } from './explore-said.ts';
import type { Answered, ExploreState } from './explore-state.ts';

/** The sizes that the machine line of a run that was found states (engine/explore/machine-settings.ts). */
const SIZES = [
  ['cpus', 'CPU', 'CPUs'],
  ['pages', 'page', 'pages'],
  ['slots', 'slot', 'slots'],
  ['pkmap', 'pkmap entry', 'pkmap entries'],
  ['low', 'lowmem page', 'lowmem pages'],
] as const;

/**
 * Why the run on the stage has no place on the map of an answer, as a sentence; null where it has one. The free question is about every run
 * of its kernel and its sizes that does nothing which the question leaves out; that of a run about this run alone; and what the explorer has
 * found is on the map of the answer that it belongs to.
 */
export function offMap(
  { answered, others, opened, put }: Pick<ExploreState, 'others' | 'opened' | 'put'> & { readonly answered: Answered },
  text: string,
): string | null {
  const { chosen, asked } = answered;
  if (text === put && isFoundIn({ answered, others }, opened)) return null;
  if (chosen.scope === 'run') {
    return text === asked
      ? null
      : 'The run on the stage is not the one that was asked about, so it is not on this map.';
  }
  const why = notOf(freeQuestion(choiceOf(chosen)), kernelName(chosen), machineOf(text));
  return why === null ? null : `The run on the stage ${why}, so it is not on this map.`;
}

/** Has this run been found of what was asked last: as an example of its answer, or of another cause? */
export function isFoundIn(
  { answered, others }: Pick<ExploreState, 'answered' | 'others'>,
  text: string | null,
): boolean {
  return [...(answered?.answer.properties ?? []), ...others].some(({ example }) => example?.text === text);
}

/** What keeps a run from being one that a free question is about; null when nothing does. */
function notOf(question: Question, kernel: string, run: RunMachine | null): string | null {
  if (run === null) return 'has mistakes';
  if (!isOfKernel(run, question)) return `is of another kernel (${run.name}, not ${kernel})`;
  const other = SIZES.flatMap(([key, one, many]) => {
    const [has, wanted] = [run.config.sizes[key], question.config.sizes[key]];
    return has === wanted ? [] : [`${counted(has, one, many)}, not ${String(wanted)}`];
  });
  if (other.length > 0) return `is of a machine of another size (${other.join('; ')})`;
  const leftOut = firstLeftOut(question, run);
  return leftOut === null ? null : `does what was left out of the question (${leftOut})`;
}

/** A run of more lines is not carried out once more for this: nothing is said of it. */
const MOST_LINES = 2_000;

/** The first step of a run that nobody takes who does only what a question allows; null when there is none. */
function firstLeftOut(question: Question, { scenario, config }: RunMachine): string | null {
  const carriesOut = keepingPromises(question, buildKernel(config));
  const done: Command[] = [];
  for (const step of stepsOf(scenario).slice(0, MOST_LINES)) {
    if (step.type === 'expect') continue;
    const command = elaborateStep(config, step);
    if (command.ok) done.push(command.value);
    if (!command.ok || carriesOut(done) === null) return formatStatement(step);
  }
  return null;
}
