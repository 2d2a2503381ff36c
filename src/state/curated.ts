import { CPU_DIES } from '../lessons/cpu-dies.ts';
import type { Shipped } from '../lessons/shipped.ts';
import type { Opening } from './commands.ts';

/** What one finds who comes without a link is paused where the stray can first be seen. */
const FIRST_STRAY = 2;

/** The one scenario that everybody's first visit needs; the others come with the library. */
export function defaultOpening(): Opening {
  return curatedOpening(CPU_DIES);
}

/** A shipped scenario as its short name (`#/s/…`) leads to it: at its start. */
export function curatedOpening({ id, text }: Shipped): Opening {
  return { text, at: id === CPU_DIES.id ? FIRST_STRAY : 0 };
}
