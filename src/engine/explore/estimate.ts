import type { Progress } from '../../explore/search.ts';
import { exploring, inOneGo } from './explore.ts';
import { freeQuestion, nestingsIn, type FreeChoice } from './free-question.ts';
import { isPrograms, type Question } from './question.ts';

/** How many states there will be, in round figures; `atLeast`: counting stopped there. */
export type Estimate = { readonly states: number; readonly atLeast: boolean };

/** States that are counted before the start at most: a second or two. */
const COUNTED = 200_000;

/**
 * Estimates how many states an exploration has, before it starts: the same with fewer CPUs is counted, and each CPU more multiplies by what
 * the one before did, as CPUs that do as they like do. Right to an order of magnitude; with one CPU it is the count itself.
 */
export const estimate = (choice: FreeChoice): Estimate => inOneGo(estimating(choice));

/** The same slice by slice, as `exploring`. */
export function* estimating(choice: FreeChoice): Generator<Progress, Estimate, number> {
  const { config, hardware } = freeQuestion(choice);
  const { cpus, slots } = config.sizes;
  const counts: number[] = [];
  for (let n = 1; n <= Math.min(cpus, 2) && n <= Math.max(1, cpus - 1); n++) {
    const { status, states } = yield* exploring(freeQuestion({ ...choice, cpus: n }), [], { maxStates: COUNTED });
    if (status !== 'complete') return { states, atLeast: true };
    counts.push(states);
  }
  // Where an invalidate is local, a TLB may keep each slot of the other CPU or not, which one CPU alone does not show.
  const kept =
    hardware.pte && config.switches.page_tlbi === 'local' ? 2 ** (2 * nestingsIn(config.switches, slots)) : 1;
  const [one = 1, two = one * one * kept] = counts;
  return { states: cpus === 1 ? one : Math.round(two * (two / one) ** (cpus - 2)), atLeast: false };
}

/**
 * The same for the operations of a scenario: each CPU's are counted alone, and what CPUs do multiplies. More than that only where they
 * change what the others can do.
 */
export function* estimatingPrograms(question: Question): Generator<Progress, Estimate, number> {
  const { does } = question;
  const programs = isPrograms(does) ? does : [];
  let product = 1;
  for (const cpu of programs.keys()) {
    if (programs[cpu]?.length === 0) continue;
    const alone = { ...question, does: programs.map((program, other) => (other === cpu ? program : [])) };
    const { status, states } = yield* exploring(alone, [], { maxStates: COUNTED });
    product *= states;
    if (status !== 'complete') return { states: product, atLeast: true };
  }
  return { states: product, atLeast: false };
}
