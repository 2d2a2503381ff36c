import { cpuId } from '../arm/units.ts';
import type { Action, KernelFunction, PageCode } from '../model/action.ts';
import { explainRefusal } from '../model/explain.ts';
import type { Kernel } from '../model/kernel.ts';
import { isDmaMapped, pkmapCount, pkmapPte, tlbEntry, topPte, type Machine } from '../model/machine.ts';
import { refusal } from '../model/refusal.ts';
import { placeVa } from '../model/tlb.ts';
import { slotVa } from '../model/va.ts';
import type { CpuView, OperationView } from './frame.ts';
import { hotplugActor, OPERATIONS, type Operation } from './operations.ts';
import { indices } from './story/happened.ts';

/** What a CPU could be told to do here. An operation is enabled when some page, place or task makes it possible; if not, it says why. */
export function operationsOf(
  kernel: Kernel,
  m: Machine,
  view: CpuView,
  cpus: readonly CpuView[],
): readonly OperationView[] {
  return OPERATIONS.filter((operation) => existsHere(kernel, operation)).map((fn) => {
    const reason = whyNot(kernel, m, view, cpus, fn);
    return { fn, enabled: reason === null, reason };
  });
}

/** Operations that this kernel does not have at all are not offered. */
function existsHere({ layout }: Kernel, operation: Operation): boolean {
  if (OF_TASKS.includes(operation)) return layout.taskOwned;
  return !OF_PKMAP.includes(operation) || layout.pkmapEntries > 0;
}

const OF_TASKS: readonly Operation[] = ['kmap_local_page', 'kunmap_local', 'schedule'];
const OF_PKMAP: readonly Operation[] = ['kmap', 'kunmap', 'kmap_flush_unused'];

function whyNot(
  kernel: Kernel,
  m: Machine,
  { cpu, state, calls }: CpuView,
  cpus: readonly CpuView[],
  operation: Operation,
): string | null {
  const ask = (action: Action): string | null => why(kernel, m, action);
  const call = (fn: KernelFunction, a = 0, b = 0): Action => ({ type: 'call', cpu: cpuId(cpu), fn, a, b });
  const id = cpuId(cpu);
  switch (operation) {
    case 'cpu_down':
      if (state === 'dead') return `CPU${cpu} is offline already: cpu_up brings it back.`;
      return byAnother(kernel, m, cpu, cpus, 'cpu_down');
    case 'cpu_up':
      if (state !== 'dead') return `CPU${cpu} is up already.`;
      return byAnother(kernel, m, cpu, cpus, 'cpu_up');
    case 'kunmap':
      return ask(call('kunmap', mappedByKmap(m)));
    case 'dma_alloc_attrs':
    case 'dma_free_attrs':
      return ask(call(operation, orderedPage(m, operation === 'dma_free_attrs')));
    case 'speculate':
    case 'evict':
      return ask({ type: operation, cpu: id, va: placeVa(kernel, leadingPlace(m, cpu, operation)) });
    case 'schedule': {
      const actions = indices(m.layout.owners).map((task): Action => ({ type: 'schedule', cpu: id, task }));
      const possible = actions.find((action) => refusal(kernel, m, action) === null);
      return possible === undefined ? ask(actions.at(-1) ?? { type: 'schedule', cpu: id, task: 0 }) : null;
    }
    case 'finish': {
      const tick: Action = { type: 'tick', cpu: id };
      const waits = calls.length > 0 && refusal(kernel, m, tick) === 'waiting';
      return waits ? null : ask(tick);
    }
    case 'tick':
    case 'irq':
    case 'irq_return':
    case 'handle_IPI':
    case 'take_abort':
      return ask({ type: operation, cpu: id });
    case 'read':
      return ask(call('read', slotVa(0)));
    case 'kmap_atomic':
    case 'kmap_atomic_pfn':
    case 'kmap_local_page':
    case 'kmap':
    case 'secure_protect':
    case 'secure_unprotect':
    case 'secure_buffer_change_chunk':
      return ask(call(operation, 1));
    case 'copy_highpage':
    case 'dma_clean':
      return ask(call(operation, 1, 1));
    case 'kunmap_atomic':
    case 'kunmap_local':
    case 'kmap_flush_unused':
    case 'kmap_atomic_flush_unused':
    case 'disable_nonboot_cpus':
    case 'enable_nonboot_cpus':
      return ask(call(operation));
  }
}

/** The first page that a driver keeps mapped strongly ordered, or that none does; page 0 when there is none such: the refusal then says why. */
function orderedPage(m: Machine, mapped: boolean): PageCode {
  return (
    1 +
    Math.max(
      0,
      indices(m.layout.pages).findIndex((i) => isDmaMapped(m, i + 1) === mapped),
    )
  );
}

function why(kernel: Kernel, m: Machine, action: Action): string | null {
  const reason = refusal(kernel, m, action);
  return reason === null ? null : explainRefusal(m, action, reason);
}

/** Hotplug of a CPU is asked for on another one. */
function byAnother(
  kernel: Kernel,
  m: Machine,
  target: number,
  cpus: readonly CpuView[],
  fn: 'cpu_down' | 'cpu_up',
): string | null {
  const actor = hotplugActor(cpus, target);
  if (actor === null) return `No other CPU is online to ask for it: CPU${target} is the last one.`;
  return why(kernel, m, { type: 'call', cpu: cpuId(actor), fn, a: target, b: 0 });
}

/** A place that leads somewhere: held by the CPU's TLB, or, to speculate through, by a PTE; 0 when there is none, to be refused. */
function leadingPlace(m: Machine, cpu: number, operation: 'speculate' | 'evict'): number {
  const { tlbPlaces, windowSlots } = m.layout;
  for (let place = 0; place < tlbPlaces; place++) {
    if (tlbEntry(m, cpu, place) !== 0) return place;
    const pte = place < windowSlots ? topPte(m, place) : pkmapPte(m, place - windowSlots);
    if (operation === 'speculate' && pte !== 0) return place;
  }
  return 0;
}

/** A page that somebody has mapped with kmap, else the first page, whose refusal then says what to do. */
function mappedByKmap(m: Machine): number {
  const entry = indices(m.layout.pkmapEntries).find((i) => pkmapCount(m, i) >= 2);
  return entry === undefined ? 1 : pkmapPte(m, entry);
}
