import type { Costs } from '../model/cost.ts';
import type { Kernel } from '../model/kernel.ts';
import { routineOf } from '../model/kernel.ts';
import {
  abortPending,
  cpuState,
  faultCpu,
  faultPage,
  faultVa,
  frameFn,
  framePc,
  frameTop,
  heldAt,
  heldCount,
  ipiPending,
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
import { contextOf, irqNesting } from '../model/pte.ts';
import { waitsFor } from '../model/run.ts';
import {
  isCachedAnywhere,
  isExposed,
  isExposedSlot,
  slotCpu,
  slotPosition,
  slotState,
  taskOn,
} from '../model/slots.ts';
import { placeVa } from '../model/tlb.ts';
import { pageName, placeName } from '../scenario/names.ts';
import type {
  CallView,
  CpuView,
  FaultView,
  Frame,
  PageView,
  PkmapView,
  SlotView,
  StepView,
  Struck,
  TlbView,
} from './frame.ts';
import { operationsOf } from './operations-of.ts';
import { indices } from './story/happened.ts';
import { cpuWord, pageWord, placeWord } from './story/words.ts';

/** The picture of one machine, complete: what a panel needs is in it or follows from it and the configuration. The machine is only read. */
export function frameOf(
  kernel: Kernel,
  m: Machine,
  costs: Costs,
  struck: readonly Struck[],
  step: StepView | null,
): Frame {
  const { layout } = kernel;
  const cpus = indices(layout.cpus).map((cpu) => cpuView(kernel, m, cpu));
  return {
    cpus: cpus.map((view) => ({ ...view, operations: operationsOf(kernel, m, view, cpus) })),
    slots: slotViews(kernel, m),
    pages: indices(layout.pages).map((i) => pageView(kernel, m, i + 1)),
    pkmap: pkmapViews(m),
    lastPkmapNr: lastPkmapNr(m),
    stopMachine: stopMachineTarget(m) < 0 ? null : stopMachineTarget(m),
    fault: faultView(kernel, m),
    struck,
    costs,
    step,
  };
}

function cpuView(kernel: Kernel, m: Machine, cpu: number): CpuView {
  const idle = frameTop(m, cpu) === 0 && heldCount(m, cpu) === 0;
  return {
    cpu,
    state: cpuState(m, cpu),
    depth: kmapAtomicIdx(m, cpu),
    context: idle ? 'idle' : contextOf(m, cpu),
    irqDepth: irqNesting(m, cpu),
    task: taskOn(m, cpu),
    calls: indices(frameTop(m, cpu)).map((depth) => callView(kernel, m, cpu, depth)),
    waits: waitsFor(kernel, m, cpu),
    ipiFrom: indices(m.layout.cpus).filter((from) => ipiPending(m, cpu, from)),
    abortPending: abortPending(m, cpu),
    held: indices(heldCount(m, cpu)).map((i) => heldAt(m, cpu, i)),
    tlb: tlbViews(kernel, m, cpu),
    operations: [],
  };
}

function callView(kernel: Kernel, m: Machine, cpu: number, depth: number): CallView {
  const { fn, lines } = routineOf(kernel, frameFn(m, cpu, depth));
  const pc = framePc(m, cpu, depth);
  return { fn, pc, text: lines[pc]?.text ?? 'the handler runs' };
}

function tlbViews(kernel: Kernel, m: Machine, cpu: number): readonly TlbView[] {
  const views: TlbView[] = [];
  for (let place = 0; place < m.layout.tlbPlaces; place++) {
    const page = tlbEntry(m, cpu, place);
    if (page === 0) continue;
    const va = placeVa(kernel, place);
    views.push({ va, place: placeName(kernel.config, va), page, secure: isSecure(m, page) });
  }
  return views;
}

/** Every slot of every CPU, and of the strip behind the last one's those that something was written to. */
function slotViews(kernel: Kernel, m: Machine): readonly SlotView[] {
  const owned = m.layout.cpus * m.layout.slotsPerCpu;
  return indices(m.layout.windowSlots)
    .filter((index) => index < owned || topPte(m, index) !== 0)
    .map((index) => ({
      index,
      cpu: slotCpu(kernel, index),
      slot: slotPosition(kernel, index),
      page: topPte(m, index),
      state: slotState(kernel, m, index),
      exposed: isExposedSlot(m, index),
    }));
}

function pageView({ config }: Kernel, m: Machine, page: number): PageView {
  const secure = isSecure(m, page);
  const { pages, pfn_base } = config.sizes;
  const low = page > pages;
  return {
    page,
    name: pageName(config, page),
    pfn: config.pfns?.[page - 1] ?? (low ? lowPfn(pfn_base) + page - pages - 1 : pfn_base + page - 1),
    low,
    secure,
    exposed: isExposed(m, page),
    cached: secure && isCachedAnywhere(m, page),
  };
}

/** PHYS_OFFSET >> 12 of the recorded machines (truth/README: memory from 0x40000000 on); low0 is the first page of memory. */
const FIRST_PFN = 0x40000;
const lowPfn = (pfnBase: number): number => (pfnBase > FIRST_PFN ? FIRST_PFN : 0);

function pkmapViews(m: Machine): readonly PkmapView[] {
  return indices(m.layout.pkmapEntries)
    .filter((entry) => pkmapPte(m, entry) !== 0 || pkmapCount(m, entry) !== 0)
    .map((entry) => {
      const page = pkmapPte(m, entry);
      return { entry, page, count: pkmapCount(m, entry), exposed: page !== 0 && isSecure(m, page) };
    });
}

/** The first access that the firewall refused, as the machine remembers it. */
function faultView({ config }: Kernel, m: Machine): FaultView | null {
  const page = faultPage(m);
  if (page === 0) return null;
  const [cpu, va] = [faultCpu(m), faultVa(m)];
  const sentence = `${cpuWord(cpu)} reached secure ${pageWord(config, page)} through ${placeWord(config, va, cpu)}: the firewall refused.`;
  return { cpu, page, va, place: placeName(config, va), sentence };
}
