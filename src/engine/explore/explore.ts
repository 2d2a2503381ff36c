import { reportOf, type Report, type Verdict } from '../../explore/report.ts';
import { startSearch, type Bounds, type Progress, type Search } from '../../explore/search.ts';
import { present } from '../../base/assert.ts';
import type { Mood } from '../../model/properties.ts';
import { kernelSystem, type KernelSystem } from '../kernel-system.ts';
import { moodOf, nameOf, saysOf, type Ask } from './ask.ts';
import { askedOf } from './asked.ts';
import { counterexampleOf, type Counterexample } from './counterexample.ts';
import type { Question } from './question.ts';
import { boundsText, verdictText } from './wording.ts';

/** One property's answer, plain data. */
export type PropertyAnswer = {
  readonly name: string;
  readonly mood: Mood;
  /** The promise as a sentence. */
  readonly says: string;
  readonly verdict: Verdict['verdict'];
  /** `no violation with 2 CPUs, …: all 34,737 states, 124,043 transitions, depth 33`: the verdict with what it is worth. */
  readonly sentence: string;
  /** The shortest counterexample, or example of a `sometimes`. */
  readonly example: Counterexample | null;
};

/** What an exploration has found out, plain data. */
export type Answer = {
  readonly kernel: string;
  readonly bounds: string;
  readonly status: Report['status'];
  readonly limit: Report['limit'];
  readonly states: number;
  readonly transitions: number;
  readonly depth: number;
  readonly fullDepth: number;
  readonly bytes: number;
  readonly bytesPerState: number;
  readonly properties: readonly PropertyAnswer[];
};

/** An exploration under way. */
export type Exploration = { readonly bound: KernelSystem; readonly asks: readonly Ask[]; readonly search: Search };

export function startExploration(question: Question, asks: readonly Ask[], bounds: Bounds = {}): Exploration {
  const bound = kernelSystem(question);
  return { bound, asks, search: startSearch(bound.system, askedOf(bound, asks), bounds) };
}

/** What is known at this moment, counterexamples written out. */
export function answerOf({ bound, asks, search }: Exploration): Answer {
  const report = reportOf(search);
  const { question } = bound;
  const { status, limit, states, transitions, depth, fullDepth, bytes, bytesPerState } = report;
  return {
    kernel: question.kernel,
    bounds: boundsText(question),
    ...{ status, limit, states, transitions, depth, fullDepth, bytes, bytesPerState },
    properties: asks.map((ask, i) => {
      const verdict = present(report.verdicts[i], 'a verdict');
      const example = verdict.path === null ? null : counterexampleOf(bound, ask, verdict.path);
      return {
        name: nameOf(ask),
        mood: moodOf(ask),
        says: saysOf(ask),
        verdict: verdict.verdict,
        sentence: verdictText(question, report, verdict, example),
        example,
      };
    }),
  };
}

/** Transitions between two looks at the clock, where there is one. */
const SLICE = 50_000;

/** Explores to the end, or to its bounds, in one go. */
export function explore(
  question: Question,
  asks: readonly Ask[],
  bounds: Bounds = {},
  during: (progress: Progress) => void = () => undefined,
): Answer {
  const exploration = startExploration(question, asks, bounds);
  for (let progress = exploration.search.run(SLICE); progress.status === 'running';) {
    during(progress);
    progress = exploration.search.run(SLICE);
  }
  return answerOf(exploration);
}
