import type { Frame, SlotView } from '../timeline/frame.ts';
import { mainFrame } from './selectors.ts';
import type { State } from './state.ts';

/** The object that the inspector shows: what was selected, else what tells most. Null before there is a machine. */
export function lookedAt(state: State): string | null {
  const frame = mainFrame(state);
  return state.selection ?? (frame === null ? null : mostTelling(frame));
}

/** What to look at when nothing is selected: what the step changed, else what is most wrong, else what there is. */
export function mostTelling({ slots, step }: Frame): string {
  const changed = (step?.changes ?? []).map(({ object }) => object);
  const slot = slots.find(({ exposed }) => exposed) ?? slots.find(isStray) ?? slots.find(({ page }) => page !== 0);
  return (
    changed.find((object) => /^cpu\d+\.slot\d+$/.test(object)) ??
    changed.find((object) => /^(page|low|pkmap)\d+$/.test(object)) ??
    (slot === undefined ? 'cpu0.slot0' : `cpu${String(slot.cpu)}.slot${String(slot.slot)}`)
  );
}

const isStray = ({ state }: SlotView): boolean => state === 'stray';
