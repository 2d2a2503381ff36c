import fc from 'fast-check';
import { expect, test } from 'vitest';
import { format, formatStatement } from '../scenario/format.ts';
import { load } from '../scenario/lint.ts';
import type { Scenario } from '../scenario/syntax.ts';
import { notesOf, stepsOf } from './steps.ts';
import { stepsOfText } from './testing/random-steps.ts';
import { unindented } from './testing/pictures.ts';
import {
  actAfter,
  addBranch,
  deleteBranch,
  noteAfter,
  renameBranch,
  restoreBranch,
  shownBranch,
  startTimeline,
  switchTo,
  type Timeline,
} from './timeline.ts';

const scenarioOf = (text: string): Scenario => {
  const loaded = load(unindented(text));
  if (!loaded.ok) throw new Error(loaded.diagnostics[0]?.message);
  return loaded.scenario;
};
const STORY = `kmapscope 1
  title "a story"
  machine kernel=v3.9
  note "one"
  cpu0: kmap_atomic(page1)
  note "two"
  # about the next line
  cpu0: kunmap_atomic()
  cpu1: kmap_atomic(page2)`;
const start = (): Timeline => startTimeline(scenarioOf(STORY));
const act = (timeline: Timeline, at: number, text: string): Timeline => actAfter(timeline, at, stepsOfText(text));
const text = (timeline: Timeline): string => format(shownBranch(timeline).scenario).trimEnd();
/** `main: 3 steps`, `branch 1 < main at 1: 2 steps`, the shown one with a star. */
const tree = (timeline: Timeline): string =>
  timeline.branches
    .map((branch) => {
      const parent = timeline.branches.find(({ id }) => id === branch.parent);
      const from = parent === undefined ? '' : ` < ${parent.name} at ${branch.at}`;
      const star = branch.id === timeline.shown ? '*' : '';
      return `${branch.name}${star}${from}: ${stepsOf(branch.scenario).length} steps`;
    })
    .join('\n');

test('acting at the end makes the branch longer', () => {
  const after = act(start(), 3, 'cpu1: kunmap_atomic()');
  expect(text(after)).toBe(`${unindented(STORY)}\ncpu1: kunmap_atomic()`);
  expect(tree(after)).toBe('main*: 4 steps');
});

test('acting in the past forks without the note on what came next, and keeps the other future with it', () => {
  const after = act(start(), 1, 'cpu3: kmap_atomic(page7)');
  expect(tree(after)).toBe('main: 3 steps\nbranch 1* < main at 1: 2 steps');
  expect(text(after)).toBe(
    unindented(`kmapscope 1
      title "a story"
      machine kernel=v3.9
      note "one"
      cpu0: kmap_atomic(page1)
      cpu3: kmap_atomic(page7)`),
  );
  expect(text(switchTo(after, 0))).toBe(unindented(STORY));
});

test('acting at the start keeps the machine and the note of the start', () => {
  expect(text(act(start(), 0, 'cpu2: irq'))).toBe(
    unindented('kmapscope 1\ntitle "a story"\nmachine kernel=v3.9\nnote "one"\ncpu2: irq'),
  );
});

test('doing what comes next anyway forks nothing', () => {
  const before = start();
  expect(act(before, 1, 'cpu0: kunmap_atomic()')).toBe(before);
  expect(act(before, 1, 'cpu0: kunmap_atomic()\ncpu1: kmap_atomic(page2)')).toBe(before);
  expect(tree(act(before, 1, 'cpu0: kunmap_atomic()\ncpu1: kmap_atomic(page3)'))).toContain('branch 1*');
});

test('a fork of a fork knows where it comes from; names do not repeat', () => {
  const two = act(act(start(), 1, 'cpu3: irq'), 1, 'cpu2: irq');
  expect(tree(two)).toBe(
    'main: 3 steps\nbranch 1: 2 steps < main at 1\n'.replace(
      'branch 1: 2 steps < main at 1',
      'branch 1 < main at 1: 2 steps',
    ) + 'branch 2* < branch 1 at 1: 2 steps',
  );
  const renamed = renameBranch(two, 1, 'the flush first');
  expect(tree(act(renamed, 0, 'cpu1: irq'))).toContain('branch 1* < branch 2 at 0: 1 steps');
});

test('a deleted branch is not lost, and what hangs on it stays', () => {
  const two = act(act(start(), 1, 'cpu3: irq'), 1, 'cpu2: irq');
  const without = deleteBranch(two, 1);
  expect(tree(without)).toBe('main: 3 steps\nbranch 2*: 2 steps');
  expect(tree(restoreBranch(without, 1))).toBe(tree(switchTo(two, 1)));
  expect(tree(deleteBranch(two, 2))).toContain('branch 1* < main');
  expect(() => deleteBranch(startTimeline(scenarioOf(STORY)), 0)).toThrow('a branch that is left is missing');
});

test('a note is written where one stands, forks nothing, and is told with the step that follows', () => {
  const after = noteAfter(start(), 1, 'three');
  expect(tree(after)).toBe('main*: 3 steps');
  expect(notesOf(shownBranch(after).scenario)).toEqual(['one', 'one', 'three', 'three']);
  expect(notesOf(shownBranch(noteAfter(start(), 0, 'zero')).scenario)).toEqual(['zero', 'zero', 'two', 'two']);
});

test('whatever is done, every branch keeps the steps it had', () => {
  const gesture = fc.record({ at: fc.nat(9), cpu: fc.nat(3), what: fc.nat(9), id: fc.nat(5) });
  fc.assert(
    fc.property(fc.array(gesture, { maxLength: 40 }), (gestures) => {
      let timeline = start();
      const seen = new Map<number, readonly string[]>();
      for (const { at, cpu, what, id } of gestures) {
        const known = timeline.branches.some((branch) => branch.id === id);
        if (what === 0 && known) timeline = switchTo(timeline, id);
        else if (what === 1 && known && timeline.branches.length > 1) timeline = deleteBranch(timeline, id);
        else if (what === 2 && timeline.deleted.some((branch) => branch.id === id))
          timeline = restoreBranch(timeline, id);
        else timeline = act(timeline, Math.min(at, stepsOf(shownBranch(timeline).scenario).length), `cpu${cpu}: irq`);
        for (const branch of [...timeline.branches, ...timeline.deleted]) {
          const steps = stepsOf(branch.scenario).map(formatStatement);
          expect(steps.slice(0, seen.get(branch.id)?.length ?? 0)).toEqual(seen.get(branch.id) ?? []);
          seen.set(branch.id, steps);
        }
        expect(timeline.branches.length + timeline.deleted.length).toBe(timeline.nextId);
      }
    }),
  );
});

test('a branch made elsewhere is added with a number of its own', () => {
  const { branches, nextId } = addBranch(start(), {
    name: 'counterexample',
    parent: 0,
    at: 2,
    scenario: scenarioOf(STORY),
  });
  expect(branches.map(({ id }) => id)).toEqual([0, 1]);
  expect(nextId).toBe(2);
});
