import { present } from '../base/assert.ts';
import { err, ok } from '../base/result.ts';
import { copyMachine } from '../model/machine.ts';
import { parseStatement } from '../scenario/parse.ts';
import { playActions, playStep } from '../timeline/play.ts';
import { costsAt, runAt, type Run } from '../timeline/run.ts';
import { spellOut } from '../timeline/spell.ts';
import { isTimelineStep, type TimelineStep } from '../timeline/steps.ts';
import { actAfter, noteAfter } from '../timeline/timeline.ts';
import { mistake } from './mistake.ts';
import type { Change, Opened } from './opened.ts';

/**
 * One more line at the cursor. At the end the branch grows; in the past it forks. In the middle of a call, the call so far is spelled out
 * line by line first, so that the run stays a text. What is not possible here on the scenario's own kernel is refused; a lane beside it
 * may refuse it and shows that.
 */
export function appendLine(session: Opened, text: string): Change {
  const statement = parseStatement(text);
  if (!statement.ok) return err([statement.error]);
  const { timeline, at } = session;
  if (statement.value.type === 'note') return ok({ timeline: noteAfter(timeline, at, statement.value.text) });
  if (!isTimelineStep(statement.value)) {
    return err([mistake(`a ${statement.value.type} is not a step: change it in the text`, text.length)]);
  }
  const { run } = present(session.shown.lanes[0], 'a lane');
  const before = soFar(run, session);
  const reason = whyNot(run, session, statement.value);
  if (reason !== null) return err([mistake(reason, text.length)]);
  const steps = [...before, statement.value];
  return ok({ timeline: actAfter(timeline, at, steps), at: at + steps.length, micro: null });
}

/** The call that the cursor is in the middle of, up to there, as statements of their own; empty between steps. */
function soFar(run: Run, { at, micro }: Opened): readonly TimelineStep[] {
  if (micro === null) return [];
  const { step } = present(run.records[at], 'the step that the cursor is in');
  const { actions } = playStep(run.kernel, runAt(run, at), step, costsAt(run, at));
  return spellOut(step, actions, micro);
}

/** What keeps a step from being done at the cursor; null when it can be. */
function whyNot(run: Run, { at, micro }: Opened, step: TimelineStep): string | null {
  const machine = runAt(run, at);
  if (micro !== null) {
    const { step: entered } = present(run.records[at], 'the step that the cursor is in');
    const { actions } = playStep(run.kernel, copyMachine(machine), entered, costsAt(run, at));
    playActions(run.kernel, machine, actions, micro);
  }
  const { outcome, reason } = playStep(run.kernel, machine, step, costsAt(run, at));
  return outcome === 'refused' ? (reason ?? 'this is not possible here') : null;
}
