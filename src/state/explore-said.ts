import type { Answer, Going, Prevention, TableRow } from './explore-state.ts';

/** What a screen reader is told of an exploration: the start, the end and the verdicts, never every tick. */

const WORDS: Readonly<Record<Going['what'], string>> = {
  question: 'Exploring: visiting every state.',
  table: 'Asking every kernel.',
  prevention: 'Trying every single change.',
  another: 'Looking for another cause.',
};

export const startOfQuestion = (what: Going['what']): string => WORDS[what];

/** `Explored rfc-no-hook: 2 properties are violated, 4 hold in all 45,040 states.` */
export function endOfQuestion({ kernel, status, states, properties }: Answer): string {
  const of = (verdict: string): number => properties.filter((property) => property.verdict === verdict).length;
  const violated = of('violated');
  const found = violated === 0 ? 'no violation' : counted(violated, 'property is violated', 'properties are violated');
  if (status !== 'complete') return `Not finished: ${kernel}: ${found} in the ${counted(states, 'state')} visited.`;
  return `Explored ${kernel}: ${found} in all ${counted(states, 'state')}.`;
}

export function endOfPrevention(tried: readonly Prevention[]): string {
  const of = (wanted: Prevention['verdict']): number => tried.filter(({ verdict }) => verdict === wanted).length;
  const helps = `${String(of('holds'))} of ${String(tried.length)} single changes prevent it`;
  return of('unknown') === 0 ? `${helps}.` : `Not finished: ${helps} so far, ${String(of('unknown'))} are not known.`;
}

export function endOfTable(rows: readonly TableRow[]): string {
  const answers = rows.flatMap(({ answer }) => (answer === null ? [] : [answer]));
  const violated = answers.filter(({ properties }) => properties.some(({ verdict }) => verdict === 'violated')).length;
  return `${String(answers.length)} of ${String(rows.length)} kernels have been asked: ${String(violated)} violate something.`;
}

/** `45,040` */
export const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ',');

/** `1 state`, `12 states` */
export const counted = (n: number, one: string, many = `${one}s`): string => `${grouped(n)} ${n === 1 ? one : many}`;
