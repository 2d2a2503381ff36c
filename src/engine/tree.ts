import { present } from '../base/assert.ts';
import { format } from '../scenario/format.ts';
import { sharedSteps, stepsOf } from '../timeline/steps.ts';
import type { Branch, Timeline } from '../timeline/timeline.ts';
import type { BranchView, SavedBranch } from './protocol.ts';

/** The branches as they are shown and kept; made anew only when one of them changes. */
export type Tree = {
  readonly branches: readonly Branch[];
  readonly views: readonly BranchView[];
  readonly saved: readonly SavedBranch[];
};

export function treeOf(timeline: Timeline, before: Tree | null): Tree {
  const { branches } = timeline;
  if (before?.branches === branches) return before;
  const views = branches.map((branch, i) => viewOf(timeline, branch, i));
  return { branches, views, saved: views.map((view, i) => savedBranch(timeline, view, i)) };
}

function viewOf(timeline: Timeline, branch: Branch, i: number): BranchView {
  const parent = i === 0 ? null : livingParent(timeline, branch);
  return {
    id: branch.id,
    name: branch.name,
    parent: parent?.id ?? null,
    at: parent === null ? 0 : sharedSteps(parent.scenario, branch.scenario),
    length: stepsOf(branch.scenario).length,
  };
}

/** With its whole text. A parent comes before its children, because it was made before them. */
function savedBranch({ branches }: Timeline, { name, parent, at }: BranchView, i: number): SavedBranch {
  const number = branches.findIndex(({ id }) => id === parent);
  return { name, parent: Math.max(0, number), at, text: format(present(branches[i], 'a branch per view').scenario) };
}

/** The nearest branch it descends from that was not deleted; without one, the first there is. */
function livingParent({ branches, deleted }: Timeline, branch: Branch): Branch {
  let id = branch.parent;
  while (id !== null) {
    const living = branches.find((other) => other.id === id);
    if (living !== undefined) return living;
    id = deleted.find((other) => other.id === id)?.parent ?? null;
  }
  return present(branches[0], 'a first branch');
}
