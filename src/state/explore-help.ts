import type { Hear } from '../engine/explore-client.ts';
import type { ExploreRequest } from '../engine/explore-protocol.ts';
import type { ExploreOutside } from './explore-store.ts';

/**
 * With fewer states than these nobody is asked for help: the first explorer is done in about a second, and the others would take a good part
 * of that to begin.
 */
const WORTH_HELP = 100_000;

/**
 * Asks the first explorer one question, with the help of all others where it is a large one. Its answer does not depend on that, nor on
 * whether they answer.
 *
 * @param states how many states there will be, at least; null where nobody knows
 */
export function askWithHelp(
  { explorers: [first, ...others], channel }: ExploreOutside,
  request: ExploreRequest,
  states: number | null,
  hear: Hear,
): void {
  const helpers = states !== null && states < WORTH_HELP ? [] : others;
  const ports = helpers.map((helper) => {
    const [here, there] = channel();
    helper.ask({ type: 'help' }, () => undefined, [there]);
    return here;
  });
  first.ask(request, hear, ports);
}
