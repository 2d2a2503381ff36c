import type { Kernel } from '../model/kernel.ts';
import {
  cpuState,
  faultPage,
  isSecure,
  kmapAtomicIdx,
  pkmapCount,
  pkmapPte,
  tlbEntry,
  tlbPlacesHeld,
  topPte,
  type Machine,
} from '../model/machine.ts';
import { slotCpu, slotPosition, slotState } from '../model/slots.ts';
import { placeVa } from '../model/tlb.ts';
import { cpuName, pageName, placeName } from '../scenario/names.ts';
import type { Outcome } from './frame.ts';
import type { Run, StepRecord } from './run.ts';
import { indices } from './story/happened.ts';

/**
 * What one sees of a machine, a fact a line, and nothing of what is as it was at boot: its slots by CPU and position with their states, which
 * CPUs are there and how deep they are in, pkmap, TLBs, what is secure, whether the firewall was hit. Two lanes differ where their pictures
 * do. The window's direction and address do not count. The same facts as `seenIn` finds in a frame (differences.ts), from the machine itself.
 */
export function pictureOf(kernel: Kernel, m: Machine): string {
  const { config, layout } = kernel;
  const facts: string[] = [];
  for (const cpu of indices(layout.cpus)) {
    if (cpuState(m, cpu) !== 'online') facts.push(`${cpuName(cpu)}=${cpuState(m, cpu)}`);
    if (kmapAtomicIdx(m, cpu) !== 0) facts.push(`${cpuName(cpu)}.depth=${kmapAtomicIdx(m, cpu)}`);
    for (const place of tlbPlacesHeld(m, cpu))
      facts.push(`${cpuName(cpu)}.tlb=${placeName(config, placeVa(kernel, place))} ${tlbEntry(m, cpu, place)}`);
  }
  for (const index of indices(layout.windowSlots)) {
    const state = slotState(kernel, m, index);
    if (state === 'none') continue;
    facts.push(`${cpuName(slotCpu(kernel, index))}.slot${slotPosition(kernel, index)}=${state} ${topPte(m, index)}`);
  }
  for (const entry of indices(layout.pkmapEntries)) {
    if (pkmapPte(m, entry) === 0 && pkmapCount(m, entry) === 0) continue;
    facts.push(`pkmap${entry}=${pkmapPte(m, entry)} ${pkmapCount(m, entry)}`);
  }
  for (const page of indices(layout.pages)) if (isSecure(m, page + 1)) facts.push(pageName(config, page + 1));
  if (faultPage(m) !== 0) facts.push(`fault=${faultPage(m)}`);
  return facts.join('\n');
}

/**
 * Where the runs part: positions whose step ended otherwise in one run than in another, or left something different that was not different
 * just before. An expectation changes nothing, so no run parts there. The position just after boot is 0 and always the same.
 */
export function divergences(runs: readonly Run[]): readonly number[] {
  const [first, ...others] = runs;
  if (first === undefined || others.length === 0) return [];
  const parted: number[] = [];
  let before: ReadonlySet<string> = new Set();
  first.records.forEach((record, i) => {
    const theirs = others.flatMap(({ records }) => records[i] ?? []);
    const alike = theirs.every(({ picture }) => picture === record.picture);
    const now: ReadonlySet<string> = alike
      ? NOTHING
      : new Set(theirs.flatMap((their, n) => contrast(record, their, n)));
    const otherwise = theirs.some((their) => endOf(their) !== endOf(record));
    if (otherwise || [...now].some((fact) => !before.has(fact))) parted.push(i + 1);
    before = now;
  });
  return parted;
}

const NOTHING: ReadonlySet<string> = new Set();

/** Facts of one run that are not facts of the other. */
function contrast(own: StepRecord, other: StepRecord, n: number): readonly string[] {
  const [here, there] = [factsOf(own), factsOf(other)];
  const only = (a: readonly string[], b: readonly string[], side: string): readonly string[] =>
    a.filter((fact) => !b.includes(fact)).map((fact) => `${n}${side}${fact}`);
  return [...only(here, there, '<'), ...only(there, here, '>')];
}

const factsOf = ({ picture }: StepRecord): readonly string[] => (picture === '' ? [] : picture.split('\n'));

const endOf = ({ step, outcome }: StepRecord): Outcome | null => (step.type === 'expect' ? null : outcome);
