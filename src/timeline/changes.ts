import type { Kernel } from '../model/kernel.ts';
import {
  abortPending,
  cpuState,
  faultPage,
  isSecure,
  kmapAtomicIdx,
  lastPkmapNr,
  pkmapCount,
  pkmapPte,
  stopMachineTarget,
  tlbEntry,
  topPte,
  type Machine,
} from '../model/machine.ts';
import { slotState, taskOn } from '../model/slots.ts';
import { placeVa } from '../model/tlb.ts';
import { slotVa } from '../model/va.ts';
import { cpuName, pageName, placeName } from '../scenario/names.ts';
import type { Change } from './frame.ts';
import { indices } from './story/happened.ts';
import { lifeWord } from './story/words.ts';

/** Everything that is named and differs between two machines of one kernel, in the order in which the stage shows it. */
export function changesBetween(kernel: Kernel, before: Machine, after: Machine): readonly Change[] {
  const changes: Change[] = [];
  const compare = (object: string, say: (m: Machine) => string): void => {
    const [from, to] = [say(before), say(after)];
    if (from !== to) changes.push({ object, from, to });
  };
  const { layout, config } = kernel;
  for (const cpu of indices(layout.cpus)) {
    const name = cpuName(cpu);
    compare(name, (m) => lifeWord(cpuState(m, cpu)));
    compare(`${name}.depth`, (m) => String(kmapAtomicIdx(m, cpu)));
    compare(`${name}.task`, (m) => String(taskOn(m, cpu)));
    compare(`${name}.abort`, (m) => (abortPending(m, cpu) ? 'pending' : 'none'));
  }
  for (const index of indices(layout.windowSlots)) {
    if (slotSays(kernel, before, index) === slotSays(kernel, after, index)) continue;
    compare(placeName(config, slotVa(index)), (m) => slotSays(kernel, m, index));
  }
  for (const entry of indices(layout.pkmapEntries)) {
    if (pkmapPte(before, entry) === pkmapPte(after, entry) && pkmapCount(before, entry) === pkmapCount(after, entry))
      continue;
    compare(`pkmap${entry}`, (m) => `${pageName(config, pkmapPte(m, entry))} count ${pkmapCount(m, entry)}`);
  }
  compare('last_pkmap_nr', (m) => String(lastPkmapNr(m)));
  for (const page of indices(layout.pages).map((i) => i + 1)) {
    if (isSecure(before, page) === isSecure(after, page)) continue;
    compare(pageName(config, page), (m) => (isSecure(m, page) ? 'secure' : 'non-secure'));
  }
  compare('stop_machine', (m) => (stopMachineTarget(m) < 0 ? 'off' : cpuName(stopMachineTarget(m))));
  compare('fault', (m) => pageName(config, faultPage(m)));
  return [...changes, ...tlbChanges(kernel, before, after)];
}

/** `page3 stray, exposed`; `none` for pte_none. */
function slotSays(kernel: Kernel, m: Machine, index: number): string {
  const state = slotState(kernel, m, index);
  if (state === 'none') return state;
  const page = topPte(m, index);
  return `${pageName(kernel.config, page)} ${state}${isSecure(m, page) ? ', exposed' : ''}`;
}

/** One change per entry, so that what a TLB keeps is not said again: `cpu1.slot0: page3`. */
function tlbChanges(kernel: Kernel, before: Machine, after: Machine): readonly Change[] {
  const changes: Change[] = [];
  for (const cpu of indices(kernel.layout.cpus)) {
    for (let place = 0; place < kernel.layout.tlbPlaces; place++) {
      const [from, to] = [tlbEntry(before, cpu, place), tlbEntry(after, cpu, place)];
      if (from === to) continue;
      const name = placeName(kernel.config, placeVa(kernel, place));
      const say = (page: number): string => `${name}: ${pageName(kernel.config, page)}`;
      changes.push({ object: `${cpuName(cpu)}.tlb`, from: say(from), to: say(to) });
    }
  }
  return changes;
}
