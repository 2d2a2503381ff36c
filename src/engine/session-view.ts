import { present } from '../base/assert.ts';
import { digest } from '../model/digest.ts';
import { format } from '../scenario/format.ts';
import type { Lane } from '../timeline/frame.ts';
import { frameAt } from '../timeline/step-view.ts';
import { noteAt, sameStatement, stepsOf, titleOf } from '../timeline/steps.ts';
import type { Branch, Timeline } from '../timeline/timeline.ts';
import type { BranchView, SavedBranch, SessionView } from './protocol.ts';
import type { Opened } from './opened.ts';

/** The whole picture at the cursor. `before` is what the last picture was made of: what it has in common is not sent again. */
export function viewOf(session: Opened, before: Opened | null): SessionView {
  const { shown, timeline, at, micro, opening } = session;
  const pictures = shown.lanes.map(({ run }) => frameAt(run, at, micro));
  const lanes = shown.lanes.map(({ name, config }, i): Lane => ({
    kernel: name,
    config,
    frame: present(pictures[i], 'a picture per lane').frame,
  }));
  const known = before?.opening === opening ? before : null;
  return {
    text: shown.text,
    title: titleOf(shown.scenario),
    note: noteAt(shown.scenario, at),
    at,
    micro,
    length: shown.outline.length,
    branches: branchViews(timeline),
    branch: timeline.shown,
    saved: known?.timeline.branches === timeline.branches ? null : savedBranches(timeline),
    outline: { id: opening, ...outlineSince(session, known) },
    lanes,
    digest: digest(present(pictures[0], 'a lane').machine),
    divergence: shown.divergence,
    diagnostics: shown.diagnostics,
    canUndo: timeline.deleted.length > 0,
  };
}

function outlineSince({ shown }: Opened, known: Opened | null): Pick<SessionView['outline'], 'from' | 'items'> {
  const before = known?.shown.outline ?? [];
  const { outline } = shown;
  const changed = outline.findIndex((entry, i) => entry !== before[i]);
  const from = changed < 0 ? outline.length : changed;
  return { from, items: outline.slice(from) };
}

function branchViews(timeline: Timeline): readonly BranchView[] {
  return timeline.branches.map((branch, i) => {
    const parent = i === 0 ? null : livingParent(timeline, branch);
    return {
      id: branch.id,
      name: branch.name,
      parent: parent?.id ?? null,
      at: parent === null ? 0 : sharedSteps(parent, branch),
      length: stepsOf(branch.scenario).length,
    };
  });
}

/** Every branch with its whole text, in their order; a parent comes before its children, because it was made before them. */
function savedBranches(timeline: Timeline): readonly SavedBranch[] {
  return branchViews(timeline).map(({ name, parent, at }, i) => ({
    name,
    parent: Math.max(
      0,
      timeline.branches.findIndex(({ id }) => id === parent),
    ),
    at,
    text: format(present(timeline.branches[i], 'a branch per view').scenario),
  }));
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

/** Steps two branches begin with alike; what was edited since they parted counts too. */
function sharedSteps(a: Branch, b: Branch): number {
  const [first, second] = [stepsOf(a.scenario), stepsOf(b.scenario)];
  const differs = first.findIndex((step, i) => {
    const other = second[i];
    return other === undefined || !sameStatement(step, other);
  });
  return differs < 0 ? first.length : differs;
}
