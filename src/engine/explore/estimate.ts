import type { Progress } from '../../explore/search.ts';
import { exploring, inOneGo } from './explore.ts';
import { freeQuestion, nestingsIn, slotsFor, type FreeChoice } from './free-question.ts';
import { isPrograms, lessReduced, type Question } from './question.ts';

/**
 * How many states there will be: `counted`, every one of them; `roughly`, to an order of magnitude; or `more`, because counting stopped there.
 */
export type Estimate = { readonly states: number; readonly known: 'counted' | 'roughly' | 'more' };

/** States of a machine that are counted before the start at most: a fraction of a second. */
const COUNTED = 20_000;

/**
 * Estimates how many states an exploration has, before it starts. A small one is counted. Of a larger one the same with fewer CPUs is
 * counted, and each CPU more multiplies by what the one before did, as CPUs that do as they like do; how far that is off, because they do
 * not quite do as they like, is seen where each nests but one mapping, and taken to be the same here. Of 19 questions about presets with 2
 * and 3 CPUs, of 36,000 to 250,000 states, all came out at 0.6 to 1.7 of what there is.
 */
export const estimate = (choice: FreeChoice, own = false): Estimate => inOneGo(estimating(choice, own));

/** The same slice by slice, as `exploring`. `own`: with a predicate of the person's own (question.ts, lessReduced). */
export function* estimating(choice: FreeChoice, own = false): Generator<Progress, Estimate, number> {
  const ask: Asked = own ? (one) => lessReduced(freeQuestion(one)) : freeQuestion;
  return yield* estimatingBy(ask, choice);
}

/** A choice as the question it will be. */
type Asked = (choice: FreeChoice) => Question;

function* estimatingBy(ask: Asked, choice: FreeChoice): Generator<Progress, Estimate, number> {
  const first = yield* counting(ask(choice));
  if (first.known === 'counted') return first;
  const apart = yield* multiplied(ask, choice);
  const fewer = yield* off(ask, smaller(choice));
  return { ...apart, states: Math.max(first.states, Math.round(apart.states * fewer)) };
}

function* counting(question: Question): Generator<Progress, Estimate, number> {
  const { status, states } = yield* exploring(question, [], { maxStates: COUNTED });
  return { states, known: status === 'complete' ? 'counted' : 'more' };
}

/** As many CPUs, which nest one mapping; of one page, where they do that anyway. */
function smaller(choice: FreeChoice): FreeChoice {
  const slots = slotsFor(choice, 1);
  const pages = freeQuestion(choice).config.sizes.slots === slots ? { pages: 1 } : {};
  return { ...choice, ...pages, slots };
}

/** How many times more states there are than multiplying says; 1 where there are too many to tell. */
function* off(ask: Asked, choice: FreeChoice): Generator<Progress, number, number> {
  const counted = yield* counting(ask(choice));
  const apart = yield* multiplied(ask, choice);
  return counted.known === 'counted' && apart.known === 'roughly' ? counted.states / apart.states : 1;
}

/** As many states as CPUs would have that have nothing to do with each other, but for what each more is seen to add. */
function* multiplied(ask: Asked, choice: FreeChoice): Generator<Progress, Estimate, number> {
  const { config, hardware } = ask(choice);
  const { cpus, slots } = config.sizes;
  const one = yield* counting(ask({ ...choice, cpus: 1 }));
  if (one.known === 'more') return one;
  // Where an invalidate is local, a TLB may keep each slot of the other CPU or not, which one CPU alone does not show.
  const kept =
    hardware.pte && config.switches.page_tlbi === 'local' ? 2 ** (2 * nestingsIn(config.switches, slots)) : 1;
  const two = cpus <= 2 ? one.states ** 2 * kept : (yield* estimatingBy(ask, { ...choice, cpus: 2 })).states;
  return { states: Math.round(two * (two / one.states) ** (cpus - 2)), known: 'roughly' };
}

/**
 * The same for the operations of a scenario: few states are counted; else each CPU's are counted alone, and what CPUs do multiplies. More
 * than that only where they change what the others can do.
 */
export function* estimatingPrograms(question: Question): Generator<Progress, Estimate, number> {
  const { does } = question;
  const programs = isPrograms(does) ? does : [];
  const first = yield* counting(question);
  if (first.known === 'counted') return first;
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
