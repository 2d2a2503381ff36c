import type { Frame } from '../frame.ts';
import type { LaneRun } from '../lanes.ts';
import { frameAt } from '../step-view.ts';

/** What a person could read off the panels of one lane, a fact each; not what belongs to one kernel: addresses, costs, the code. */
function factsIn(frame: Frame): ReadonlySet<string> {
  return new Set([
    ...frame.slots.filter(({ state }) => state !== 'none').map((s) => `slot ${s.cpu} ${s.slot} ${s.page} ${s.state}`),
    // Two facts: a CPU that goes offline in both lanes is news in neither, however deep each was in before.
    ...frame.cpus.flatMap(({ cpu, state, depth }) => [`cpu ${cpu} ${state}`, `cpu ${cpu} depth ${depth}`]),
    ...frame.cpus.flatMap(({ cpu, tlb }) => tlb.map(({ place, page }) => `tlb ${cpu} ${place} ${page}`)),
    ...frame.pages.filter(({ secure }) => secure).map(({ name }) => `secure ${name}`),
    ...frame.pkmap.map(({ entry, page, count }) => `pkmap ${entry} ${page} ${count}`),
    `fault ${frame.fault?.page ?? 0}`,
  ]);
}

/** The facts of every position of a lane, just after boot first. */
export function factsOfRun({ run }: LaneRun): readonly ReadonlySet<string>[] {
  return Array.from({ length: run.records.length + 1 }, (_, at) => factsIn(frameAt(run, at, null).frame));
}

/** How each step of a lane ended, but for expectations, which end nothing. */
export function endsOfRun({ run }: LaneRun): readonly string[] {
  return run.records.map(({ step, outcome }) => (step.type === 'expect' ? '' : outcome));
}

/** Where two lanes part, found by looking at every position of both. */
export function searchDivergences(
  [a, b]: readonly [LaneRun, LaneRun],
  facts: (lane: LaneRun) => readonly ReadonlySet<string>[] = factsOfRun,
): readonly number[] {
  const [seenA, seenB, endsA, endsB] = [facts(a), facts(b), endsOfRun(a), endsOfRun(b)];
  const differ = (at: number): readonly string[] => {
    const [here, there] = [seenA[at] ?? new Set<string>(), seenB[at] ?? new Set<string>()];
    return [
      ...[...here].filter((fact) => !there.has(fact)).map((fact) => `a ${fact}`),
      ...[...there].filter((fact) => !here.has(fact)).map((fact) => `b ${fact}`),
    ];
  };
  return a.run.records.flatMap((_, i) => {
    const isNew = differ(i + 1).some((fact) => !differ(i).includes(fact));
    return isNew || endsA[i] !== endsB[i] ? [i + 1] : [];
  });
}
