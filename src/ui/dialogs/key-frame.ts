import { buildKernel } from '../../model/kernel.ts';
import { load } from '../../scenario/lint.ts';
import type { Frame } from '../../timeline/frame.ts';
import { replay } from '../../timeline/run.ts';
import { frameAt } from '../../timeline/step-view.ts';
import { stepsOf } from '../../timeline/steps.ts';

/** The moment of a scenario that its picture shows: a fault where there is one, else what is exposed, stray, live; the last such. */
export function keyFrame(text: string): Frame | null {
  const loaded = load(text);
  if (!loaded.ok) return null;
  const run = replay(buildKernel(loaded.config), stepsOf(loaded.scenario));
  let best = frameAt(run, 0, null).frame;
  for (let at = 1; at <= run.records.length; at++) {
    const { frame } = frameAt(run, at, null);
    if (weight(frame) >= weight(best)) best = frame;
  }
  return best;
}

function weight({ fault, pages, slots }: Frame): number {
  if (fault !== null) return 4;
  if (pages.some(({ exposed, cached }) => exposed || cached)) return 3;
  if (slots.some(({ state }) => state === 'stray')) return 2;
  return slots.some(({ state }) => state === 'live') ? 1 : 0;
}
