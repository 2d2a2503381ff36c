import type { PageCode } from '../../model/action.ts';
import { buildKernel, type Kernel } from '../../model/kernel.ts';
import { isSecure, type Machine } from '../../model/machine.ts';
import { load } from '../../scenario/lint.ts';
import { replay, runAt, type Run } from '../../timeline/run.ts';
import { frameAt } from '../../timeline/step-view.ts';
import { stepsOf } from '../../timeline/steps.ts';
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
  const run = replay(kernel, stepsOf(loaded.scenario));
  const machines = Array.from({ length: run.records.length + 1 }, (_, at) => runAt(run, at));
  const of = makeInUse(kernel, false, [], []);
  const watched = watchedPages(kernel, machines);
  return {
    regions: machines.map((m) => regionOf(of, m, watched)),
    at: (step, micro) => regionOf(of, machineAt(run, step, micro), watched),
  };
}

function machineAt(run: Run, step: number, micro: number | null): Machine {
  const at = Math.min(step, run.records.length);
  return micro === null ? runAt(run, at) : frameAt(run, at, micro).machine;
}

function watchedPages(kernel: Kernel, machines: readonly Machine[]): readonly PageCode[] {
  const all = Array.from({ length: kernel.layout.pages }, (_, i) => i + 1);
  const secure = all.filter((page) => machines.some((m) => isSecure(m, page)));
  return secure.length > 0 ? secure : all;
}
