import type { Answer } from './findings.ts';
import { runOf } from './findings.ts';
import type { Path } from './path.ts';
import type { Limit, Progress, Search } from './search.ts';
import type { Mood } from './system.ts';

/**
 * always: `violated` or, when every state was visited, `holds`; sometimes: `found` or `not found`; `unknown` as long as neither is known.
 */
export type VerdictWord = 'holds' | 'violated' | 'found' | 'not found' | 'unknown';

export type Verdict = {
  readonly name: string;
  readonly mood: Mood;
  readonly verdict: VerdictWord;
  /** The shortest counterexample or example, null without one. */
  readonly path: Path | null;
  /** Where causes were asked for: the shortest run of each, the first as `path`'s unless that has none. */
  readonly byCause: readonly { readonly cause: string; readonly path: Path }[];
  /** States, or steps, that are findings; null when they were not counted. Exact where the search is complete. */
  readonly hits: number | null;
};

/** The outcome of a search, plain data. A search that is still running reports as stopped. */
export type Report = {
  readonly status: 'complete' | 'decided' | 'limit' | 'stopped';
  readonly limit: Limit | null;
  /** States whose properties were asked: all that were found, unless stopped. */
  readonly states: number;
  readonly transitions: number;
  /** Eager steps passed through, and whether states were counted up to symmetry: what the bounds must be read with. */
  readonly merged: number;
  readonly symmetry: boolean;
  /** Steps to the farthest of these states, and the depth up to which they are all there are. */
  readonly depth: number;
  readonly fullDepth: number;
  readonly bytes: number;
  readonly bytesPerState: number;
  readonly verdicts: readonly Verdict[];
};

/** What a search has found out so far, with its paths rebuilt. */
export function reportOf(search: Search): Report {
  const progress = search.progress();
  const { transitions, merged, fullDepth, bytes, limit } = progress;
  return {
    status: progress.status === 'running' ? 'stopped' : progress.status,
    limit,
    states: progress.checked,
    transitions,
    merged,
    symmetry: search.system.canonical !== undefined,
    depth: Math.max(0, search.levels.length - 1),
    ...{ fullDepth, bytes },
    bytesPerState: progress.states === 0 ? 0 : bytes / progress.states,
    verdicts: search.answers.map((answer) => verdictOf(search, answer, progress)),
  };
}

function verdictOf(search: Search, answer: Answer, progress: Progress): Verdict {
  const { property, first } = answer;
  const pathOf = (finding: NonNullable<Answer['first']>): Path =>
    runOf(search.system, search.store, property, finding).path;
  return {
    name: property.name,
    mood: property.mood,
    verdict: wordFor(property.mood, first !== null, progress.status === 'complete'),
    path: first === null ? null : pathOf(first),
    byCause: answer.byCause.map(({ cause, finding }) => ({ cause, path: pathOf(finding) })),
    hits: search.countsAll ? answer.hits : null,
  };
}

function wordFor(mood: Mood, met: boolean, complete: boolean): VerdictWord {
  if (mood === 'always') return met ? 'violated' : complete ? 'holds' : 'unknown';
  return met ? 'found' : complete ? 'not found' : 'unknown';
}

/**
 * The outcome in one sentence, with its bounds: what was searched is said, and never more. Examples:
 *
 *     no violation: all 48,211 states, 203,442 transitions, depth 31
 *     violated: no_stray_of_secure_page: all 46 states, 120 transitions, depth 9
 *     not finished: 1,000,000 states to depth 14 (all of depth 13), no violation so far; the limit of states was met
 */
export function sentenceOf(report: Report): string {
  const violated = report.verdicts.filter(({ verdict }) => verdict === 'violated').map(({ name }) => name);
  const missing = report.verdicts.filter(({ verdict }) => verdict === 'not found').map(({ name }) => name);
  const outcome = violated.length > 0 ? `violated: ${violated.join(', ')}` : 'no violation';
  const lacks = missing.length > 0 ? `; no example of ${missing.join(', ')}` : '';
  const counted = `${grouped(report.states)} states`;
  const steps = `${grouped(report.transitions)} transitions`;
  if (report.status === 'complete') {
    return `${outcome}${lacks}: all ${counted}, ${steps}, depth ${report.depth}${reductions(report)}`;
  }
  const soFar = violated.length > 0 ? outcome : 'no violation so far';
  if (report.status === 'decided') {
    return `${soFar}: ended at the finding after ${counted}, ${steps}, depth ${report.depth}${reductions(report)}`;
  }
  const why = report.limit === null ? 'stopped' : `the limit of ${report.limit} was met`;
  const full = report.fullDepth < report.depth ? ` (all of depth ${report.fullDepth})` : '';
  return `not finished: ${counted} to depth ${report.depth}${full}, ${soFar}; ${why}${reductions(report)}`;
}

function reductions({ symmetry, merged }: Report): string {
  const used = [...(symmetry ? ['states that are alike counted once'] : [])];
  if (merged > 0) used.push(`${grouped(merged)} steps that touch nothing shared merged`);
  return used.length === 0 ? '' : ` (${used.join('; ')})`;
}

/** 48211 → '48,211'. */
function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}
