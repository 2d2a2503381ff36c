import { present } from '../base/assert.ts';
import { firstOf, runTo, type Path, type Run } from './path.ts';
import type { NodeStore } from './node-store.ts';
import type { Property, StateProperty, StepProperty, System } from './system.ts';

/** Where a property's answer was met: in the state of a node, or on or right after the step by `action` from it. */
export type Finding = { readonly node: number; readonly action: number | null };

/** Why a run violates a property, in the caller's words; null: no cause of its own. */
export type CauseOf = (property: Property, end: Uint16Array, path: Path) => string | null;

/**
 * Asks for counterexamples of different causes: at most `most` of each property, after looking at no more than `tries` runs of it. Looked
 * at is every step by which a violation begins, in the order of length; what comes after a state that violates has the cause of that one.
 */
export type Causes = { readonly most: number; readonly tries: number; readonly of: CauseOf };

/** What is known about one property. */
export type Answer = {
  readonly property: Property;
  /** States or steps that violate an `always`, or are an example of a `sometimes`; at most 1 unless all are counted. */
  hits: number;
  first: Finding | null;
  /** The first finding of each cause, in the order found: by length. */
  readonly byCause: { readonly cause: string; readonly finding: Finding }[];
  causeTries: number;
  /** Still worth asking. */
  open: boolean;
};

export function emptyAnswer(property: Property): Answer {
  return { property, hits: 0, first: null, byCause: [], causeTries: 0, open: true };
}

/** Whether the property is about states; the others are about steps. */
export function isStateProperty(property: Property): property is StateProperty {
  return 'holds' in property;
}

/** Whether the answer is about states. */
export function isStateAnswer(answer: Answer): answer is Answer & { readonly property: StateProperty } {
  return isStateProperty(answer.property);
}

/** Whether this is what the property looks for. */
export function hitsState(property: StateProperty, state: Uint16Array): boolean {
  return property.holds(state) === (property.mood === 'sometimes');
}

/** Whether this step is what the property looks for. */
export function hitsStep(property: StepProperty, before: Uint16Array, action: number, after: Uint16Array): boolean {
  return property.holdsOn(before, action, after) === (property.mood === 'sometimes');
}

/** Whether another cause is still looked for. */
export function wantsCauses(answer: Answer, causes: Causes): boolean {
  return answer.byCause.length < causes.most && answer.causeTries < causes.tries;
}

/** Whether the step leads to what the property looks for: a state of that kind, or a step. */
function leadsTo(property: Property, before: Uint16Array, action: number, after: Uint16Array): boolean {
  return isStateProperty(property) ? hitsState(property, after) : hitsStep(property, before, action, after);
}

/** The shortest run to a finding. */
export function runOf(system: System, store: NodeStore, property: Property, finding: Finding): Run {
  const run = runTo(system, store, finding.node);
  if (finding.action === null) return run;
  const lead = (action: number): Run | null => {
    const after = new Uint16Array(system.cells);
    if (!system.next(run.end, action, after) || !leadsTo(property, run.end, action, after)) return null;
    return { path: [...run.path, action], end: after };
  };
  // With symmetry the action has another name in the real run than in the renamed one.
  return present(lead(finding.action) ?? firstOf(system, lead), 'the step of a finding');
}

/** Asks the caller for the cause of a finding, and keeps the first finding of each. */
export function classify(system: System, store: NodeStore, answer: Answer, finding: Finding, causes: Causes): void {
  if (!wantsCauses(answer, causes)) return;
  answer.causeTries++;
  const run = runOf(system, store, answer.property, finding);
  const cause = causes.of(answer.property, run.end, run.path);
  if (cause === null || answer.byCause.some((known) => known.cause === cause)) return;
  answer.byCause.push({ cause, finding });
}
