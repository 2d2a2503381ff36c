import { expect, test } from 'vitest';
import { present } from '../base/assert.ts';
import { NO_COSTS } from '../model/cost.ts';
import { copyMachine, sameMachine } from '../model/machine.ts';
import { formatStatement } from '../scenario/format.ts';
import { playActions, playStep } from './play.ts';
import { runAt } from './run.ts';
import { spellOut } from './spell.ts';
import { runOf } from './testing/pictures.ts';

test('a call so far, spelled out, is the same machine as the call stepped into', () => {
  const run = runOf(
    'kernel=rfc-v2 cpus=3',
    'cpu1: kmap_atomic(page1)\ncpu1: kunmap_atomic()\ncpu0: kmap_atomic_flush_unused()',
  );
  run.records.forEach(({ step, ticks }, at) => {
    const { actions } = playStep(run.kernel, runAt(run, at), step, NO_COSTS);
    for (let count = 1; count <= ticks; count++) {
      const stepped = runAt(run, at);
      const spelled = copyMachine(stepped);
      playActions(run.kernel, stepped, actions, count);
      for (const one of spellOut(step, actions, count)) playStep(run.kernel, spelled, one, NO_COSTS);
      expect(sameMachine(spelled, stepped), `${formatStatement(step)} ${count}`).toBe(true);
    }
  });
});

test('it reads as one would write it', () => {
  const run = runOf('kernel=v3.9', 'cpu0: kmap_atomic(page1)');
  const { step } = present(run.records[0], 'a step');
  const { actions } = playStep(run.kernel, runAt(run, 0), step, NO_COSTS);
  expect(spellOut(step, actions, 3).map(formatStatement)).toEqual([
    'cpu0: enter kmap_atomic(page1)',
    'cpu0: tick',
    'cpu0: tick',
  ]);
});

test('a task switch is not left in the middle', () => {
  const run = runOf('kernel=v6.1 cpus=1 tasks=1', 'cpu0: schedule(task1)');
  const { step } = present(run.records[0], 'a step');
  const { actions } = playStep(run.kernel, runAt(run, 0), step, NO_COSTS);
  expect(spellOut(step, actions, 2).map(formatStatement)).toEqual(['cpu0: schedule(task1)']);
});
