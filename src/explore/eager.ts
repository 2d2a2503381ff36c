import { ensure } from '../base/assert.ts';
import { NOT_ENABLED, type System } from './system.ts';

/** Takes eager actions on a block until there is none, in place; returns them, or their number. */
export type FollowEager = (block: Uint16Array, taken?: number[]) => number;

/**
 * Merging, by ample sets of size one (Clarke, Grumberg, Peled, Model Checking, 1999, ch. 10): follows the eager action of a state, and of
 * the state after it, until there is none. Null when the system names none.
 *
 * The states passed through are not kept and every state that is kept is explored in full, so no action is put off for ever. A chain that
 * runs in a circle by itself is left as soon as it comes back to a state it was in (Brent's teleporting tortoise).
 */
export function eagerFollower(system: System): FollowEager | null {
  const { eager, act, next } = system;
  if (eager === undefined) return null;
  const before = new Uint16Array(system.cells);
  const touched = new Uint16Array(2 * system.cells);
  const seen = new Uint16Array(system.cells);
  const take = (block: Uint16Array, action: number): boolean => {
    if (act !== undefined) return act(block, action, touched) !== NOT_ENABLED;
    before.set(block);
    return next(before, action, block);
  };
  return (block, taken) => {
    let steps = 0;
    let lap = 8;
    for (let action = eager(block); action >= 0; action = eager(block)) {
      ensure(take(block, action), 'an eager action is enabled');
      taken?.push(action);
      steps++;
      if (steps > 8 && seen.every((value, cell) => value === block[cell])) return steps;
      if (steps !== lap) continue;
      seen.set(block);
      lap *= 2;
    }
    return steps;
  };
}
