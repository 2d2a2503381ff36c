import type { Kernel } from '../kernel.ts';
import { FRAME_CELLS } from '../layout.ts';
import {
  cpuState,
  currentTask,
  frameFn,
  framePc,
  frameTop,
  hotplugOwner,
  ipiPending,
  irqDepth,
  kmapLockOwner,
  lastPkmapNr,
  ownerHeldAt,
  ownerHeldCount,
  pkmapCount,
  pkmapPte,
  preemptCount,
  stopMachineTarget,
  tlbEntry,
  topPte,
  type Machine,
} from '../machine.ts';
import { routineOf } from '../kernel.ts';
import { tlbCount } from '../tlb.ts';
import { vaIndex, vaKind } from '../va.ts';

/** What is wrong with a machine, whatever its kernel and however it got there: nothing, unless the model is. */
export function complaints(kernel: Kernel, m: Machine): readonly string[] {
  const found: string[] = [];
  const expect = (holds: boolean, what: string): void => {
    if (!holds) found.push(what);
  };
  checkTables(kernel, m, expect);
  checkWorld(m, expect);
  for (let cpu = 0; cpu < m.layout.cpus; cpu++) checkCpu(kernel, m, cpu, expect);
  for (let owner = 0; owner < m.layout.owners; owner++) checkHeld(m, owner, expect);
  return found;
}

type Expect = (holds: boolean, what: string) => void;

function checkTables(kernel: Kernel, m: Machine, expect: Expect): void {
  const { windowSlots, pkmapEntries, pages, cpus, tlbPlaces } = m.layout;
  for (let i = 0; i < windowSlots; i++) expect(topPte(m, i) <= pages, `slot ${i} maps a page that exists`);
  const permanent = Array.from({ length: pkmapEntries }, (_, entry) => pkmapPte(m, entry)).filter((page) => page !== 0);
  expect(new Set(permanent).size === permanent.length, 'no page has two pkmap entries');
  for (let entry = 0; entry < pkmapEntries; entry++) {
    expect(pkmapPte(m, entry) <= m.layout.highPages, `pkmap${entry} maps a highmem page`);
    const consistent = (pkmapCount(m, entry) === 0) === (pkmapPte(m, entry) === 0);
    expect(consistent || kmapLockOwner(m) !== 0, `pkmap${entry} has a count as it has a PTE`);
  }
  for (let cpu = 0; cpu < cpus; cpu++) {
    for (let i = 0; i < tlbPlaces; i++) expect(tlbEntry(m, cpu, i) <= pages, `a TLB entry of cpu${cpu} is of a page`);
    const limit = kernel.config.sizes.tlb_entries;
    expect(limit === 0 || tlbCount(m, cpu) <= limit, `the TLB of cpu${cpu} holds no more than it can`);
  }
}

function checkWorld(m: Machine, expect: Expect): void {
  const { cpus, pkmapEntries } = m.layout;
  expect(hotplugOwner(m) < cpus && stopMachineTarget(m) < cpus, 'hotplug is of CPUs that exist');
  expect(stopMachineTarget(m) < 0 || hotplugOwner(m) >= 0, 'stop_machine happens under the hotplug lock');
  expect(kmapLockOwner(m) <= cpus, 'a CPU holds kmap_lock');
  expect(lastPkmapNr(m) < Math.max(1, pkmapEntries), 'the pkmap cursor is in the table');
  const tasks = Array.from({ length: cpus }, (_, cpu) => currentTask(m, cpu));
  expect(new Set(tasks).size === cpus, 'every CPU runs a task of its own');
}

function checkCpu(kernel: Kernel, m: Machine, cpu: number, expect: Expect): void {
  const { cpus, limits, frames } = m.layout;
  const top = frameTop(m, cpu);
  expect(['dead', 'online', 'dying', 'starting', 'stopped'].includes(cpuState(m, cpu)), `cpu${cpu} is in a state`);
  expect(top <= limits.frames, `cpu${cpu} has as many frames as there is room for`);
  for (let depth = 0; depth < top; depth++) {
    const fn = frameFn(m, cpu, depth);
    expect(fn > 0 && fn <= kernel.routines.length, `frame ${depth} of cpu${cpu} is of a routine`);
    const lines = fn > 0 ? routineOf(kernel, fn).lines.length : 0;
    expect(framePc(m, cpu, depth) <= lines, `frame ${depth} of cpu${cpu} is at one of its lines`);
  }
  const unused = m.cells.subarray(
    frames.at + cpu * frames.each + top * FRAME_CELLS,
    frames.at + (cpu + 1) * frames.each,
  );
  expect(
    unused.every((cell) => cell === 0),
    `cpu${cpu} leaves nothing above its frames`,
  );
  // The cells are unsigned: one below zero would be 65535.
  expect(preemptCount(m, cpu) <= limits.held + limits.frames, `preempt_count of cpu${cpu} is not below zero`);
  expect(irqDepth(m, cpu) <= 1, `interrupts of cpu${cpu} are off for one reason at most`);
  for (let from = 0; from < 32; from++) {
    expect(!ipiPending(m, cpu, from) || (from < cpus && from !== cpu), `cpu${cpu} is called by another CPU`);
  }
  if (cpuState(m, cpu) !== 'dead') return;
  expect(top === 0 && irqDepth(m, cpu) === 0 && tlbCount(m, cpu) === 0, `cpu${cpu} has left nothing behind`);
}

function checkHeld(m: Machine, owner: number, expect: Expect): void {
  const { held, limits, pkmapEntries, pages } = m.layout;
  const count = ownerHeldCount(m, owner);
  expect(count <= limits.held, `owner ${owner} holds what there is room for`);
  const unused = m.cells.subarray(held.at + owner * held.each + count, held.at + (owner + 1) * held.each);
  expect(
    unused.every((cell) => cell === 0),
    `owner ${owner} leaves nothing above what it holds`,
  );
  for (let i = 0; i < count; i++) {
    const va = ownerHeldAt(m, owner, i);
    const index = vaIndex(va);
    const kind = vaKind(va);
    const exists =
      kind === 'slot' ||
      (kind === 'pkmap' && index < pkmapEntries) ||
      (kind === 'linear' && index > m.layout.highPages && index <= pages);
    expect(exists, `owner ${owner} holds an address that was given out`);
  }
}
