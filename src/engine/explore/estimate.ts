import { startSearch, type Progress } from '../../explore/search.ts';
import { kernelSystem } from '../kernel-system.ts';
import { inOneGo } from './explore.ts';
import { freeQuestion, nestingsIn, slotsFor, type FreeChoice } from './free-question.ts';
import { isPrograms, lessReduced, nestsDeeper, type Question } from './question.ts';

/**
 * How many states there will be: `counted`, every one of them; `roughly`, to an order of magnitude; or `more`, because counting stopped there.
 */
export type Estimate = { readonly states: number; readonly known: 'counted' | 'roughly' | 'more' };

/** States of a machine that are counted before the start at most: a fraction of a second. */
const COUNTED = 20_000;
/** The same of the one machine that everything else is a multiple of. */
const COUNTED_AT_LEAST = 50_000;

/**
 * Estimates how many states an exploration has, before it starts. A small one is counted. One whose depths have fewer and fewer states by the
 * end of that ends as it goes on. Of a larger one smaller machines are counted, and what one more page, mapping or CPU multiplied there, it
 * multiplies here (`twoCpus`, `moreCpus`). Of 32 questions about presets with 2 and 3 CPUs, of 20,000 to 600,000 states, half of
 * them with CPUs that nest deeper than their slots, all came out at 0.58 to 2.8 of what there is, and 16 at 0.76 to 1.15.
 */
export const estimate = (choice: FreeChoice, own = false): Estimate => inOneGo(estimating(choice, own));

/** The same slice by slice, as `exploring`. `own`: with a predicate of the person's own (question.ts, lessReduced). */
export function* estimating(choice: FreeChoice, own = false): Generator<Progress, Estimate, number> {
  const ask: Asked = own ? (one) => lessReduced(freeQuestion(one)) : freeQuestion;
  return yield* estimatingBy(ask, choice);
}

/** A choice as the question it will be. */
type Asked = (choice: FreeChoice) => Question;

/** Something that is counted on the way to an estimate. */
type Counting<A> = Generator<Progress, A, number>;

function* estimatingBy(ask: Asked, choice: FreeChoice): Counting<Estimate> {
  const first = yield* counting(ask(choice));
  const { states: seen, known, toItsEnd } = first;
  if (known === 'counted') return { states: seen, known };
  if (toItsEnd !== null) return { states: Math.max(seen, toItsEnd), known: 'roughly' };
  const alone = yield* counting(ask({ ...choice, cpus: 1 }));
  if (alone.known === 'more') return { states: seen, known: 'more' };
  const { cpus } = ask(choice).config.sizes;
  const states = yield* cpus === 2 ? twoCpus(ask, choice) : moreCpus(ask, choice, cpus);
  return { states: Math.max(seen, Math.round(states)), known: 'roughly' };
}

/** What was counted; and where it was not all, but past the depth with the most states, how many it seems to be to its end. */
type Counted = Estimate & { readonly toItsEnd: number | null };

function* counting(question: Question, maxStates = COUNTED): Counting<Counted> {
  const search = startSearch(kernelSystem(question).system, [], { maxStates });
  for (let progress = search.progress(); progress.status === 'running';) {
    const budget = yield progress;
    progress = budget > 0 ? search.run(budget) : search.stop();
  }
  const { status, states, fullDepth } = search.progress();
  if (status === 'complete') return { states, known: 'counted', toItsEnd: null };
  const levels = search.levels.slice(0, fullDepth + 1).map((start, i, all) => (all[i + 1] ?? states) - start);
  return { states, known: 'more', toItsEnd: goneOn(levels) };
}

/** Depths whose growth says how it goes on: enough to even out that odd ones are different. */
const LAST = 9;

/**
 * How many states there are to the end, if those of each depth d go on as d^a · e^(−b·d), which is what independent steps in any order
 * come to: a and b by least squares from how the last depths have grown. Null before the depth with the most.
 *
 * @param levels how many states each depth has, from the first on
 */
export function goneOn(levels: readonly number[]): number | null {
  const grown = levels.map((count, d) => ({ x: Math.log(d / (d - 1)), y: Math.log(count / (levels[d - 1] ?? count)) }));
  const last = grown.slice(2).slice(-LAST);
  const at = levels.length - 1;
  const end = levels[at] ?? 0;
  if (last.length < LAST || end === Math.max(...levels)) return null;
  const mean = (of: (one: { readonly x: number; readonly y: number }) => number): number =>
    last.reduce((sum, one) => sum + of(one), 0) / last.length;
  const [x, y] = [mean((one) => one.x), mean((one) => one.y)];
  const a = mean((one) => (one.x - x) * (one.y - y)) / mean((one) => (one.x - x) ** 2);
  const b = a * x - y;
  if (b <= 0) return null;
  let states = levels.reduce((sum, count) => sum + count, 0);
  for (let d = at + 1, count = end; count >= 1; d++) {
    count *= (d / (d - 1)) ** a * Math.exp(-b);
    states += count;
  }
  return Math.round(states);
}

/**
 * Two CPUs, from the smallest two of their kind: what a CPU alone has more of with these pages and mappings, it has for each of the two. How
 * far that is off, because they do not quite do as they like, is seen where each nests one mapping of these pages, and is so for each
 * mapping that it nests.
 */
function* twoCpus(ask: Asked, choice: FreeChoice): Counting<number> {
  const question = ask(choice);
  const { config } = question;
  const least: FreeChoice = { ...choice, pages: 1, slots: slotsFor(choice, 1) };
  const [alone, aloneLeast] = [
    yield* counting(ask({ ...choice, cpus: 1 })),
    yield* counting(ask({ ...least, cpus: 1 })),
  ];
  const base = yield* counting(ask(least), COUNTED_AT_LEAST);
  const apart = base.states * (alone.states / aloneLeast.states) ** 2;
  if (config.sizes.pages === 1) return apart;
  const shallow: FreeChoice = { ...least, operations: { ...choice.operations, deeper: false } };
  const off = (yield* together(ask, { ...shallow, pages: config.sizes.pages })) / (yield* together(ask, shallow));
  const nested = nestingsIn(config.switches, config.sizes.slots) + (nestsDeeper(question) ? 1 : 0);
  return apart * off ** nested;
}

/** How many times more states two CPUs have than two that have nothing to do with each other. */
function* together(ask: Asked, choice: FreeChoice): Counting<number> {
  const [one, two] = [yield* counting(ask({ ...choice, cpus: 1 })), yield* counting(ask(choice), COUNTED_AT_LEAST)];
  return two.states / one.states ** 2;
}

/**
 * Three CPUs or more: each multiplies by what the second did, as CPUs that do as they like do; how far that is off is seen where each nests
 * one mapping, and taken to be the same here.
 */
function* moreCpus(ask: Asked, choice: FreeChoice, cpus: number): Counting<number> {
  const smaller: FreeChoice = { ...choice, slots: slotsFor(choice, 1) };
  const counted = yield* counting(ask(smaller));
  const off = counted.known === 'counted' ? counted.states / (yield* eachAsTheSecond(ask, smaller, cpus)) : 1;
  return off * (yield* eachAsTheSecond(ask, choice, cpus));
}

function* eachAsTheSecond(ask: Asked, choice: FreeChoice, cpus: number): Counting<number> {
  const one = yield* counting(ask({ ...choice, cpus: 1 }));
  const two = yield* estimatingBy(ask, { ...choice, cpus: 2 });
  return two.states * (two.states / one.states) ** (cpus - 2);
}

/**
 * The same for the operations of a scenario: few states are counted, and those of depths that have fewer and fewer go on as they do; else each
 * CPU's are counted alone, and what CPUs do multiplies. More than that only where they change what the others can do.
 */
export function* estimatingPrograms(question: Question): Generator<Progress, Estimate, number> {
  const { does } = question;
  const programs = isPrograms(does) ? does : [];
  const first = yield* counting(question);
  if (first.known === 'counted') return { states: first.states, known: 'counted' };
  if (first.toItsEnd !== null) return { states: Math.max(first.states, first.toItsEnd), known: 'roughly' };
  let product = 1;
  for (const cpu of programs.keys()) {
    if (programs[cpu]?.length === 0) continue;
    const alone = { ...question, does: programs.map((program, other) => (other === cpu ? program : [])) };
    const counted = yield* counting(alone);
    product *= counted.states;
    if (counted.known === 'more') return { states: product, known: 'more' };
  }
  return { states: Math.max(first.states, product), known: 'roughly' };
}
