import { ensure, present } from '../base/assert.ts';
import type { Line, Scenario } from '../scenario/syntax.ts';
import { linesUpTo, placeAfter, sameStatement, stepsOf, type TimelineStep } from './steps.ts';

/**
 * One future. It owns its whole text, what it shares with its parent included: deleting or editing a parent never touches a child.
 */
export type Branch = {
  readonly id: number;
  readonly name: string;
  /** The branch it was forked from; null for the first. May be a deleted one. */
  readonly parent: number | null;
  /** Steps it shared with its parent when it was forked. */
  readonly at: number;
  readonly scenario: Scenario;
};

/**
 * All futures of one scenario. The statements are the truth: nothing that follows from them is kept here.
 *
 *     main    ──1──2──3──4──5
 *                  └──3'──4'      forked at 2: acting in the past leaves the other future as it was
 */
export type Timeline = {
  /** In the order in which they were made; never empty. */
  readonly branches: readonly Branch[];
  /** Deleted branches, the last deleted at the end; kept, so that none is ever lost. */
  readonly deleted: readonly Branch[];
  /** Id of the branch that is shown. */
  readonly shown: number;
  readonly nextId: number;
};

export function startTimeline(scenario: Scenario): Timeline {
  return { branches: [{ id: 0, name: 'main', parent: null, at: 0, scenario }], deleted: [], shown: 0, nextId: 1 };
}

export function branchById(timeline: Timeline, id: number): Branch | undefined {
  return timeline.branches.find((branch) => branch.id === id);
}

export function shownBranch(timeline: Timeline): Branch {
  return present(branchById(timeline, timeline.shown), 'the branch that is shown');
}

/** Adds a branch that was made elsewhere (a link, a counterexample); `parent` is the id of one there is, or null. */
export function addBranch(timeline: Timeline, branch: Omit<Branch, 'id'>): Timeline {
  const id = timeline.nextId;
  return { ...timeline, branches: [...timeline.branches, { ...branch, id }], nextId: id + 1 };
}

/** Puts another text in place of the shown branch's: what the editor does. */
export function replaceScenario(timeline: Timeline, scenario: Scenario): Timeline {
  const branches = timeline.branches.map((branch) => (branch.id === timeline.shown ? { ...branch, scenario } : branch));
  return { ...timeline, branches };
}

/**
 * Does one more thing after step `at` of the shown branch. At its end the branch grows. In the past a fork is made and shown, and the
 * other future is kept, with the note on its next step; doing what comes next anyway changes nothing (one only goes there). `steps` are several when one statement is
 * spelled out line by line.
 */
export function actAfter(timeline: Timeline, at: number, steps: readonly TimelineStep[]): Timeline {
  const { id, scenario } = shownBranch(timeline);
  const there = stepsOf(scenario);
  ensure(at >= 0 && at <= there.length, 'the cursor is on the branch that is shown');
  if (at === there.length) return replaceScenario(timeline, withSteps(scenario, scenario.lines, steps));
  if (comesNext(there.slice(at, at + steps.length), steps)) return timeline;
  const fork = withSteps(scenario, linesUpTo(scenario, at), steps);
  const forked = addBranch(timeline, { name: freeName(timeline), parent: id, at, scenario: fork });
  return { ...forked, shown: timeline.nextId };
}

/** Writes a note at the position after step `at`. It changes nothing that happens, so nothing forks. */
export function noteAfter(timeline: Timeline, at: number, text: string): Timeline {
  const { scenario } = shownBranch(timeline);
  const note: Line = { statement: { type: 'note', text }, comment: null };
  const lines = scenario.lines.toSpliced(placeAfter(scenario, at), 0, note);
  return replaceScenario(timeline, { ...scenario, lines });
}

export function switchTo(timeline: Timeline, id: number): Timeline {
  ensure(branchById(timeline, id) !== undefined, 'only a branch that exists is switched to');
  return { ...timeline, shown: id };
}

export function renameBranch(timeline: Timeline, id: number, name: string): Timeline {
  return {
    ...timeline,
    branches: timeline.branches.map((branch) => (branch.id === id ? { ...branch, name } : branch)),
  };
}

/** Takes a branch out of the list; the last one stays. If it was shown, its parent is, or the first one there is. */
export function deleteBranch(timeline: Timeline, id: number): Timeline {
  const branch = present(branchById(timeline, id), 'the branch to delete');
  const branches = timeline.branches.filter((other) => other.id !== id);
  const first = present(branches[0], 'a branch that is left');
  const heir = branches.find((other) => other.id === branch.parent) ?? first;
  const shown = timeline.shown === id ? heir.id : timeline.shown;
  return { ...timeline, branches, deleted: [...timeline.deleted, branch], shown };
}

/** Brings a deleted branch back and shows it. */
export function restoreBranch(timeline: Timeline, id: number): Timeline {
  const branch = present(
    timeline.deleted.find((other) => other.id === id),
    'the branch to restore',
  );
  const branches = [...timeline.branches, branch].toSorted((a, b) => a.id - b.id);
  return { ...timeline, branches, deleted: timeline.deleted.filter((other) => other.id !== id), shown: id };
}

/** Is what is to be done exactly what comes next on this branch? */
function comesNext(next: readonly TimelineStep[], steps: readonly TimelineStep[]): boolean {
  return steps.every((step, i) => {
    const there = next[i];
    return there !== undefined && sameStatement(there, step);
  });
}

function withSteps(scenario: Scenario, lines: readonly Line[], steps: readonly TimelineStep[]): Scenario {
  return { ...scenario, lines: [...lines, ...steps.map((statement) => ({ statement, comment: null }))] };
}

function freeName(timeline: Timeline): string {
  const taken = [...timeline.branches, ...timeline.deleted].map((branch) => branch.name);
  let n = 1;
  while (taken.includes(`branch ${n}`)) n += 1;
  return `branch ${n}`;
}
