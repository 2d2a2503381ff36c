import type { PageCode } from '../../model/action.ts';
import { boot } from '../../model/boot.ts';
import { NO_COSTS } from '../../model/cost.ts';
import { buildKernel, type Kernel } from '../../model/kernel.ts';
import { copyMachine, isSecure, type Machine } from '../../model/machine.ts';
import { load } from '../../scenario/lint.ts';
import { playActions, playStep } from '../../timeline/play.ts';
import { stepsOf, type TimelineStep } from '../../timeline/steps.ts';
import { makeInUse } from './in-use.ts';
import { regionOf, type Region } from './region.ts';

/** A run on the map of behaviours. */
export type Trail = {
  /** The regions after 0, 1, 2 … steps. */
  readonly regions: readonly Region[];
  /** The region at a cursor, also inside a step. */
  readonly at: (step: number, micro: number | null) => Region;
};

/**
 * Where a run has been. The pages looked at are those that are secure at some point of it; all pages where none is. What TLBs hold is what
 * they hold in this run, not what they might. Null for a text that cannot be run.
 */
export function trailOf(text: string): Trail | null {
  const loaded = load(text);
  if (!loaded.ok) return null;
  const kernel = buildKernel(loaded.config);
  const steps = stepsOf(loaded.scenario);
  const of = makeInUse(kernel, false, [], []);
  const watched = watchedPages(kernel, steps);
  const regions: Region[] = [];
  play(kernel, steps, (m) => regions.push(regionOf(of, m, watched)));
  const inside = (step: number, micro: number): Region => {
    const m = play(kernel, steps.slice(0, step));
    const next = steps[step];
    if (next === undefined) return regionOf(of, m, watched);
    const { actions } = playStep(kernel, copyMachine(m), next, NO_COSTS);
    playActions(kernel, m, actions, micro);
    return regionOf(of, m, watched);
  };
  return {
    regions,
    at: (step, micro) => (micro === null ? (regions[Math.min(step, steps.length)] ?? 0) : inside(step, micro)),
  };
}

/** Carries the steps out; `after` sees the machine at the start and after each. What has been spent is nobody's question here. */
function play(kernel: Kernel, steps: readonly TimelineStep[], after: (m: Machine) => void = () => undefined): Machine {
  const m = boot(kernel);
  after(m);
  for (const step of steps) {
    playStep(kernel, m, step, NO_COSTS);
    after(m);
  }
  return m;
}

function watchedPages(kernel: Kernel, steps: readonly TimelineStep[]): readonly PageCode[] {
  const all = Array.from({ length: kernel.layout.pages }, (_, i) => i + 1);
  const secure = new Set<PageCode>();
  play(kernel, steps, (m) => {
    for (const page of all) if (isSecure(m, page)) secure.add(page);
  });
  return secure.size > 0 ? [...secure] : all;
}
