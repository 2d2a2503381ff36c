import { formatStatement } from '../scenario/format.ts';
import type { Expect, Line, Scenario, Statement, Step } from '../scenario/syntax.ts';

/** A statement that time passes with: one that does something, or an expectation, which is checked where it stands. */
export type TimelineStep = Step | Expect;

export function isTimelineStep(statement: Statement | null): statement is TimelineStep {
  return statement !== null && statement.type !== 'title' && statement.type !== 'note' && statement.type !== 'machine';
}

/** Lines of the text before the first of `Scenario.lines`: `kmapscope 1`. */
const LINES_BEFORE = 1;

/** The line of the text, from 1, of an entry of `Scenario.lines`. */
export const textLine = (index: number): number => index + 1 + LINES_BEFORE;

/** Where the steps stand: indices in `Scenario.lines`, one per step. */
export function stepIndices(scenario: Scenario): readonly number[] {
  return scenario.lines.flatMap((line, index) => (isTimelineStep(line.statement) ? [index] : []));
}

/** The steps in their order. */
export function stepsOf(scenario: Scenario): readonly TimelineStep[] {
  return scenario.lines.flatMap(({ statement }) => (isTimelineStep(statement) ? [statement] : []));
}

/**
 * Where in `Scenario.lines` to write what is said at the position after step `at`: behind the notes that stand there, before trailing
 * blank lines and comments.
 */
export function placeAfter(scenario: Scenario, at: number): number {
  const next = stepIndices(scenario)[at] ?? scenario.lines.length;
  return scenario.lines.slice(0, next).findLastIndex((line) => line.statement !== null) + 1;
}

/**
 * What the first `at` steps are told by: everything up to them, and none of the notes behind, which are told with the step that follows
 * (notesOf). Those in front of the first step stay, and so do those behind the last.
 */
export function linesUpTo(scenario: Scenario, at: number): readonly Line[] {
  const steps = stepIndices(scenario);
  const last = at === steps.length ? undefined : steps[at - 1];
  return scenario.lines.slice(0, last === undefined ? placeAfter(scenario, at) : last + 1);
}

/**
 * The note in force at each position, from just after boot to the end. A note is told with the step that follows it: the last one that
 * stands before the step that was carried out last, or, where nothing follows, the last of all. Expectations have no story of their own.
 */
export function notesOf(scenario: Scenario): readonly (string | null)[] {
  const told: (string | null)[] = [];
  let written: string | null = null;
  let current: string | null = null;
  for (const { statement } of scenario.lines) {
    if (statement?.type === 'note') written = statement.text;
    if (!isTimelineStep(statement)) continue;
    if (told.length === 0) told.push(written);
    if (statement.type !== 'expect') current = written;
    told.push(current);
  }
  if (told.length === 0) return [written];
  const last = scenario.lines.findLastIndex(
    ({ statement }) => isTimelineStep(statement) && statement.type !== 'expect',
  );
  const positions = stepIndices(scenario).filter((index) => index >= last).length;
  return told.map((note, at) => (at >= told.length - positions ? written : note));
}

/** The title of the run; empty when it has none. */
export function titleOf(scenario: Scenario): string {
  const line = scenario.lines.find(({ statement }) => statement?.type === 'title');
  return line?.statement?.type === 'title' ? line.statement.text : '';
}

/** Do two statements say the same, however they were written? */
export function sameStatement(a: Statement, b: Statement): boolean {
  return a === b || formatStatement(a) === formatStatement(b);
}

/** Steps that two runs begin with alike. */
export function sharedSteps(a: Scenario, b: Scenario): number {
  const [first, second] = [stepsOf(a), stepsOf(b)];
  const differs = first.findIndex((step, i) => {
    const other = second[i];
    return other === undefined || !sameStatement(step, other);
  });
  return differs < 0 ? first.length : differs;
}
