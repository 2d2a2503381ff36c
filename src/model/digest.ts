import { digestCells } from '../base/hash.ts';
import type { Machine } from './machine.ts';

/** A 32-bit fingerprint of a machine: equal machines have equal digests. Goes into links, so its value may never change. */
export function digest(machine: Machine): number {
  return digestCells(machine.cells);
}
