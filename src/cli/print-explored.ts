import type { Another } from '../engine/explore/another.ts';
import type { Estimate } from '../engine/explore/estimate.ts';
import type { Answer } from '../engine/explore/explore.ts';
import type { Counterexample } from '../engine/explore/counterexample.ts';
import type { Prevention } from '../engine/explore/prevention.ts';
import { isPrograms, type Question } from '../engine/explore/question.ts';
import { boundsText, estimateText, promiseText } from '../engine/explore/wording.ts';
import type { Reading } from './input.ts';
import { jsonLine } from './json-lines.ts';
import { costText, counted, indent, table } from './words.ts';

/** Prints what will be explored. */
export function printQuestion({ io }: Reading, question: Question): void {
  io.out(`${question.kernel} with ${boundsText(question)}.`);
  if (promiseText(question) !== '') io.out(promiseText(question));
}

/** Prints how many states that will be, before it begins: it may take minutes. */
export function printEstimate({ io }: Reading, estimate: Estimate, raw: boolean): void {
  io.out(estimateText(estimate, raw));
}

/** What to do where a search was not finished. */
const LIMITS = {
  states: 'The limit of states was met: --max-states takes it further.',
  bytes: 'The limit of memory was met: --max-memory takes it further.',
  depth: 'The limit of depth was met.',
} as const;

/** Prints what an exploration has found out: a verdict a line, the runs that break a promise; examples of `sometimes` where asked for. */
export function printAnswer({ io, json }: Reading, question: Question, answer: Answer, examples: boolean): void {
  const { kernel, bounds, status, limit, states, transitions, depth, fullDepth, bytesPerState, properties } = answer;
  if (json) {
    const bytes = Math.round(bytesPerState);
    const numbers = { states, transitions, depth, fullDepth, bytes };
    const { owner, hardware, does } = question;
    const asked = { owner, operations: isPrograms(does) ? null : does, hardware };
    io.out(jsonLine({ type: 'explored', kernel, bounds, ...asked, status, limit, ...numbers }));
    for (const { example, ...property } of properties) {
      io.out(jsonLine({ type: 'verdict', kernel, ...property, example: example === null ? null : exampleOf(example) }));
    }
    return;
  }
  io.out('');
  if (limit !== null) io.out(LIMITS[limit]);
  if (status === 'stopped') io.out('It was ended before all states were visited.');
  for (const line of table(properties.map(({ name, verdict, sentence }) => [name, verdict, sentence]))) io.out(line);
  for (const { example, mood, says } of properties) {
    if (example === null || (mood === 'sometimes' && !examples)) continue;
    io.out(`\n${says} ${mood === 'always' ? 'Not so' : 'So it is'}${causesText(example)}:\n`);
    io.out(example.text.trimEnd());
  }
  io.out('');
}

const causesText = ({ causes }: Counterexample): string => (causes.length === 0 ? '' : `, by ${causes.join(' and ')}`);

type Shown = Pick<Counterexample, 'text' | 'actions' | 'lines' | 'causes'>;
const exampleOf = ({ text, actions, lines, causes }: Counterexample): Shown => ({ text, actions, lines, causes });

/** Prints whether the same promise is broken for another cause. */
export function printAnother({ io, json }: Reading, { kernel }: Question, found: Another): void {
  const { property, except, verdict, sentence, states, example } = found;
  if (json) {
    const shown = example === null ? null : exampleOf(example);
    io.out(jsonLine({ type: 'another', kernel, property, except, verdict, sentence, states, example: shown }));
    return;
  }
  io.out(`${property}, but for ${except.join(' and ')}: ${sentence}`);
  if (example !== null) io.out(`\nAgain not so${causesText(example)}:\n\n${example.text.trimEnd()}`);
  io.out('');
}

/** Prints which changes of one switch prevent it, and at what price; for programs also those that do not. */
export function printPreventions(
  { io, json }: Reading,
  { kernel }: Question,
  property: string,
  tried: readonly Prevention[],
): void {
  if (json) {
    for (const { change, ...rest } of tried) io.out(jsonLine({ type: 'change', kernel, property, ...change, ...rest }));
    return;
  }
  const helps = tried.filter(({ verdict }) => verdict === 'holds');
  const unknown = tried
    .filter(({ verdict }) => verdict === 'unknown')
    .map(({ change }) => `${change.key}=${change.value}`);
  const none =
    unknown.length === 0 ? 'No change of one switch prevents' : 'No change so far of one switch that prevents';
  io.out(helps.length === 0 ? `${none} ${property}.` : `What prevents ${property}:`);
  for (const line of indent(helps.map(preventionText), '  ')) io.out(line);
  if (unknown.length > 0) io.out(`Not finished: ${unknown.join(', ')}.`);
  io.out('');
}

function preventionText({ change, states, broken, costs }: Prevention): string {
  const spent = `a mapping costs ${costText(costs.map)}; a page handed over ${costText(costs.handOver)}; a CPU taken down ${costText(costs.takeDown)}`;
  const but = broken.length === 0 ? '' : `; but then ${broken.join(', ')} ${broken.length === 1 ? 'is' : 'are'} broken`;
  return `${change.key}=${change.value}: all ${counted(states, 'state')}; ${spent}${but}`;
}

const SHORT = { holds: 'holds', violated: 'VIOLATED', found: 'yes', 'not found': 'no', unknown: '?' } as const;

/** Prints the verdicts of several kernels side by side. */
export function printTable({ io }: Reading, answers: readonly Answer[]): void {
  const names = answers[0]?.properties.map(({ name }) => name) ?? [];
  const rows = answers.map(({ kernel, states, properties }) => [
    kernel,
    states,
    ...properties.map(({ verdict }) => SHORT[verdict]),
  ]);
  for (const line of table([['kernel', 'states', ...names], ...rows])) io.out(line);
}
