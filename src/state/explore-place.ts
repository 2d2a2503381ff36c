import { freeQuestion } from '../engine/explore/free-question.ts';
import { preset } from '../model/eras.ts';
import { SWITCHES, type Config, type SwitchName } from '../model/config.ts';
import type { Lane } from '../timeline/frame.ts';
import { choiceOf } from './explore-question.ts';
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
 * of its kernel and its sizes; that of a run about this run alone, and what the explorer has found of it.
 */
export function offMap(
  { answered, opened, put }: Pick<ExploreState, 'opened' | 'put'> & { readonly answered: Answered },
  text: string,
  lane: Pick<Lane, 'kernel' | 'config'>,
): string | null {
  const { chosen, answer, asked } = answered;
  if (chosen.scope === 'run') {
    const isFound = text === put && answer.properties.some(({ example }) => example?.text === opened);
    return text === asked || isFound
      ? null
      : 'The run on the stage is not the one that was asked about, so it is not on this map.';
  }
  const { kernel, config } = freeQuestion(choiceOf(chosen));
  if (!isKernel(kernel, config, lane))
    return `The run on the stage is of another kernel (${lane.kernel}, not ${kernel}), so it is not on this map.`;
  const other = SIZES.flatMap(([key, one, many]) => {
    const [has, wanted] = [lane.config.sizes[key], config.sizes[key]];
    return has === wanted ? [] : [`${counted(has, one, many)}, not ${String(wanted)}`];
  });
  return other.length === 0
    ? null
    : `The run on the stage is of a machine of another size (${other.join('; ')}), so it is not on this map.`;
}

/** Some switches are set only to make exploring smaller: a run of the kernel as it is, is one of the question too. */
function isKernel(kernel: string, { switches }: Config, lane: Pick<Lane, 'kernel' | 'config'>): boolean {
  const own = preset(kernel)?.switches;
  return (
    lane.kernel.split(' ')[0] === kernel &&
    (Object.keys(SWITCHES) as readonly SwitchName[]).every((key) =>
      [switches[key], own?.[key]].includes(lane.config.switches[key]),
    )
  );
}
