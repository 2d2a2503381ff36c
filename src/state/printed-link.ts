import { shippedAs } from '../lessons/library.ts';
import { formatRoute } from '../share/route.ts';
import { comparedKernels } from './selectors.ts';
import type { State } from './state.ts';

/**
 * The address that is printed under a picture and on paper, where somebody has to type it: what ships and was not changed goes by its short
 * name (`#/s/the-bite/3`), however it is looked at. For any other run, the whole link.
 *
 * @param link the whole address of what is shown
 */
export function printedLink({ session }: State, link: string): string {
  if (session === null || session.branches.length > 1 || session.micro !== null || comparedKernels(session).length > 0)
    return link;
  const id = shippedAs(session.text);
  if (id === null) return link;
  return `${link.replace(/#.*$/s, '')}#${formatRoute({ type: 'scenario', id, step: session.at })}`;
}
