import type { Frame } from '../../timeline/frame.ts';

/** More slots than one step of the kernel usually writes. */
const FEW = 8;

/** Do so many slots differ between two frames that to draw them all takes more than a frame? Slots that did not change are the same objects. */
export function isFar(from: Frame, to: Frame): boolean {
  if (from === to) return false;
  let changed = 0;
  for (const [n, slot] of to.slots.entries()) if (from.slots[n] !== slot && ++changed > FEW) return true;
  return false;
}
