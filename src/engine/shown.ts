import { ok, type Result } from '../base/result.ts';
import { format, formatStatement } from '../scenario/format.ts';
import type { Diagnostic, Scenario } from '../scenario/syntax.ts';
import { divergences } from '../timeline/divergence.ts';
import type { StepOutline } from '../timeline/frame.ts';
import { runLanes, type LaneRun } from '../timeline/lanes.ts';
import type { StepRecord } from '../timeline/run.ts';
import { notesOf, stepIndices, textLine, titleOf } from '../timeline/steps.ts';

/** Everything that follows from the scenario that is shown and the kernels it is shown under; made anew when one of them changes. */
export type Shown = {
  readonly scenario: Scenario;
  readonly kernels: readonly string[];
  readonly text: string;
  readonly title: string;
  /** The note in force at each position: the last one at or before it; null while there was none. */
  readonly notes: readonly (string | null)[];
  /** The scenario's own kernel first. */
  readonly lanes: readonly LaneRun[];
  readonly outline: readonly StepOutline[];
  readonly divergences: readonly number[];
  /** The first of them: a text with more mistakes than these is read from the top. */
  readonly diagnostics: readonly Diagnostic[];
};

const MOST_DIAGNOSTICS = 100;

/**
 * Runs what is to be shown. What it has in common with what was shown before is taken over: runs up to the first other step, entries of the
 * outline one by one, everything when nothing changed. Fails only for a kernel that nobody knows.
 */
export function show(scenario: Scenario, kernels: readonly string[], before: Shown | null): Result<Shown, string> {
  if (before?.scenario === scenario && before.kernels === kernels) return ok(before);
  const lanes = runLanes(scenario, kernels, before?.lanes);
  if (!lanes.ok) return lanes;
  const records = lanes.value[0]?.run.records ?? [];
  const indices = stepIndices(scenario);
  const outline = records.map((record, i) => entryOf(record, textLine(indices[i] ?? 0), before, i));
  return ok({
    scenario,
    kernels,
    text: format(scenario),
    title: titleOf(scenario),
    notes: notesOf(scenario),
    lanes: lanes.value,
    outline,
    divergences: divergences(lanes.value.map(({ run }) => run)),
    diagnostics: records
      .flatMap((record, i) => mistakeOf(record, textLine(indices[i] ?? 0)))
      .slice(0, MOST_DIAGNOSTICS),
  });
}

/** The same object as before where nothing changed, so that only the rest is sent. */
function entryOf(record: StepRecord, line: number, before: Shown | null, i: number): StepOutline {
  const same = before?.lanes[0]?.run.records[i] === record;
  const entry = before?.outline[i];
  if (same && entry?.line === line) return entry;
  const { glance, outcome, ticks } = record;
  return { line, ...glance, outcome, ticks };
}

/** A step that could not be done, or an expectation that does not hold: one clear sentence where it stands. */
function mistakeOf({ step, outcome, reason }: StepRecord, line: number): readonly Diagnostic[] {
  if (outcome !== 'refused' && outcome !== 'expect_failed') return [];
  const text = formatStatement(step);
  const found = reason ?? 'it is not so';
  const message = outcome === 'refused' ? found : `${text} does not hold: ${found}`;
  return [{ severity: 'error', span: { line, column: 1, endColumn: text.length + 1 }, message }];
}
