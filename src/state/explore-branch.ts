import { boot } from '../model/boot.ts';
import { addCost, NO_COSTS } from '../model/cost.ts';
import { buildKernel } from '../model/kernel.ts';
import { format } from '../scenario/format.ts';
import { load } from '../scenario/lint.ts';
import { parse } from '../scenario/parse.ts';
import type { Line, Scenario } from '../scenario/syntax.ts';
import { playStep } from '../timeline/play.ts';
import { sharedSteps, stepIndices, stepsOf } from '../timeline/steps.ts';
import { isOfKernel, machineOf } from './explore-machine.ts';

/**
 * Why a run that was found cannot be a branch of another one, as a sentence; null when it can. A branch is another future of one machine: of
 * the same kernel with the same switches, and large enough that what was found shows there.
 */
export function apart(run: string, found: string): string | null {
  const [own, other] = [machineOf(run), machineOf(found)];
  if (own === null || other === null) return 'A run with mistakes has no branches.';
  if (!isOfKernel(own, other))
    return `What is shown is of ${other.name}, not of ${own.name}, so it is no branch of it.`;
  return asBranch(run, found) === null
    ? 'What is shown does not happen on the machine of that, so it is no branch of it.'
    : null;
}

/**
 * A run that was found, as a branch of another one: on its machine, which is often larger than the one explored, and from the step on at
 * which the two part. Null where it does not show there what it was found for: lines were counted on the smaller machine.
 */
export function asBranch(asked: string, found: string): string | null {
  const { scenario: parent } = parse(asked);
  const { scenario: run } = parse(found);
  const shared = sharedSteps(parent, run);
  const firsts = stepIndices(run);
  const before = run.lines.slice(0, firsts[0]).filter(isSaid);
  const lines = [...begin(parent, shared), ...before, ...run.lines.slice(firsts[shared] ?? run.lines.length)];
  const branch: Scenario = { ...parent, lines };
  const text = format(branch);
  return showsIt(text) ? text : null;
}

const isSaid = ({ statement }: Line): boolean => statement?.type === 'note';

/** What both begin with: title and machine, then the steps that they share with what is said of those. */
function begin(parent: Scenario, shared: number): readonly Line[] {
  const indices = stepIndices(parent);
  if (shared > 0) return parent.lines.slice(0, (indices[shared - 1] ?? 0) + 1);
  return parent.lines
    .slice(0, indices[0])
    .filter(({ statement }) => statement?.type === 'title' || statement?.type === 'machine');
}

/** Can every step of a run be done, and does every expectation come true? */
function showsIt(text: string): boolean {
  const loaded = load(text);
  if (!loaded.ok) return false;
  const kernel = buildKernel(loaded.config);
  const m = boot(kernel);
  let costs = NO_COSTS;
  return stepsOf(loaded.scenario).every((step) => {
    const { outcome } = playStep(kernel, m, step, costs, (event) => {
      costs = addCost(costs, event);
    });
    return outcome === 'done' || outcome === 'expect_ok';
  });
}
