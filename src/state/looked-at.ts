import type { Frame, SlotView } from '../timeline/frame.ts';
import { mainFrame } from './selectors.ts';
import type { State } from './state.ts';

/** The object that the inspector shows: what was selected, else what tells most. Null before there is a machine. */
export function lookedAt(state: State): string | null {
  const frame = mainFrame(state);
  if (frame === null) return state.selection;
  return state.selection !== null && hasObject(frame, state.selection) ? state.selection : mostTelling(frame);
}

/** Of a larger machine, or of another text, something may have been selected that this one has not. */
export function hasObject({ slots, pages, cpus }: Frame, object: string): boolean {
  if (/^cpu\d+\.slot\d+$/.test(object)) return slots.some(({ cpu, slot }) => object === `cpu${cpu}.slot${slot}`);
  if (/^(page|low)\d+$/.test(object)) return pages.some(({ name }) => object === name);
  const [, cpu] = /^cpu(\d+)\b/.exec(object) ?? [];
  return cpu === undefined || cpus[Number(cpu)] !== undefined;
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
