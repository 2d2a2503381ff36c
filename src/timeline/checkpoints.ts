import { present } from '../base/assert.ts';
import type { Command } from '../model/action.ts';
import type { Kernel } from '../model/kernel.ts';
import { copyMachine, type Machine } from '../model/machine.ts';
import { perform } from '../model/run.ts';

/** Steps from one kept copy of the machine to the next: a seek replays at most one less. */
export const EVERY = 64;

/**
 * The machine after `at` steps: the nearest copy before it, and a replay of the rest. The copies are only read.
 *
 * @param checkpoints the machine after 0, EVERY, 2 × EVERY … steps
 * @param commandOf what step i asked of the model; null for nothing
 */
export function machineAt(
  kernel: Kernel,
  checkpoints: readonly Machine[],
  commandOf: (i: number) => Command | null,
  at: number,
): Machine {
  const nearest = Math.min(Math.floor(at / EVERY), checkpoints.length - 1);
  const machine = copyMachine(present(checkpoints[nearest], 'a checkpoint before every step'));
  for (let i = nearest * EVERY; i < at; i++) {
    const command = commandOf(i);
    if (command !== null) perform(kernel, machine, command);
  }
  return machine;
}
