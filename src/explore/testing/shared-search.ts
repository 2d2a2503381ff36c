import fc from 'fast-check';
import { present } from '../../base/assert.ts';
import { tellerOf, type Errand, type Told } from '../errand.ts';
import { startSearch, type Search, type SearchOptions } from '../search.ts';
import type { Property, System } from '../system.ts';

/** What happens next: the search works for so many transitions; somebody asks for so many states after so many, or answers an errand: the n-th that is out. */
export type Turn =
  | { readonly do: 'run'; readonly budget: number }
  | { readonly do: 'lend'; readonly most: number; readonly own: number }
  | { readonly do: 'answer' | 'lose'; readonly errand: number };

/** Turns in any order, most of them work; somebody may never answer. */
export const anyTurns: fc.Arbitrary<readonly Turn[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ do: fc.constant('run' as const), budget: fc.integer({ min: 1, max: 12 }) }) },
    {
      weight: 4,
      arbitrary: fc.record({ do: fc.constant('lend' as const), most: fc.integer({ min: 1, max: 20 }), own: fc.nat(9) }),
    },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('answer' as const), errand: fc.nat(8) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('lose' as const), errand: fc.nat(8) }) },
  ),
  { minLength: 1, maxLength: 30 },
);

/** How a shared search ended, and how many states others have looked into. */
export type Shared = { readonly search: Search; readonly told: number };

/**
 * A search of which others look into parts, in one thread: the turns again and again until it ends. Each errand is answered by another teller,
 * with a system of its own; `carry` takes what is said from one to the other.
 */
export function sharedSearch(
  makeSystem: () => System,
  makeProperties: () => readonly Property[],
  options: SearchOptions,
  turns: readonly Turn[],
  carry: <T extends Errand | Told>(said: T) => T,
): Shared {
  const search = startSearch(makeSystem(), makeProperties(), options);
  const tellers = [0, 1, 2].map(() => tellerOf(makeSystem(), makeProperties()));
  const out: Errand[] = [];
  let told = 0;
  for (let n = 0; search.progress().status === 'running'; n++) {
    const turn = turns[n % turns.length];
    if (turn === undefined || n % turns.length === 0) search.run(1);
    if (turn?.do === 'run') search.run(turn.budget);
    else if (turn?.do === 'lend') {
      const errand = search.lend(turn.most, turn.own);
      if (errand !== null) out.push(carry(errand));
    } else if (turn !== undefined) {
      const [errand] = out.splice(turn.errand % Math.max(1, out.length), 1);
      if (errand === undefined || turn.do === 'lose') continue;
      const teller = present(tellers[n % tellers.length], 'a teller');
      told += errand.count;
      search.hear(carry(teller(errand)));
    }
  }
  return { search, told };
}
