import { cpuId, type CpuId } from '../arm/units.ts';
import { FUNCTIONS, type Action, type KernelFunction, type PageCode } from '../model/action.ts';
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
  view: CpuView,
  cpus: readonly CpuView[],
  operation: Operation,
): string | null {
  const ask = (action: Action): string | null => why(kernel, m, action);
  const cpu = cpuId(view.cpu);
  if (operation === 'cpu_down' || operation === 'cpu_up') return whyNotHotplug(kernel, m, view, cpus, operation);
  if (isCall(operation)) return ask(tryCall(m, cpu, operation));
  switch (operation) {
    case 'speculate':
    case 'evict':
      return ask({ type: operation, cpu, va: placeVa(kernel, leadingPlace(m, cpu, operation)) });
    case 'schedule': {
      const actions = indices(m.layout.owners).map((task): Action => ({ type: 'schedule', cpu, task }));
      const possible = actions.find((action) => refusal(kernel, m, action) === null);
      return possible === undefined ? ask(actions.at(-1) ?? { type: 'schedule', cpu, task: 0 }) : null;
    }
    case 'finish': {
      const tick: Action = { type: 'tick', cpu };
      const waits = view.calls.length > 0 && refusal(kernel, m, tick) === 'waiting';
      return waits ? null : ask(tick);
    }
    case 'tick':
    case 'irq':
    case 'irq_return':
    case 'handle_IPI':
    case 'take_abort':
      return ask({ type: operation, cpu });
  }
}

type CallOperation = Extract<Operation, KernelFunction>;
const isCall = (operation: Operation): operation is CallOperation => Object.hasOwn(FUNCTIONS, operation);

const ANY_PAGE = 1;

/** What a call is tried with where it matters: a page or place it can be done with, if there is one. Any will do for the others. */
const TRIED_WITH: { readonly [Fn in CallOperation]?: (m: Machine) => readonly [a: number, b: number] } = {
  kunmap: (m) => [mappedByKmap(m), 0],
  dma_alloc_attrs: (m) => [orderedPage(m, false), 0],
  dma_free_attrs: (m) => [orderedPage(m, true), 0],
  read: () => [slotVa(0), 0],
  copy_highpage: () => [ANY_PAGE, ANY_PAGE],
  dma_clean: () => [ANY_PAGE, ANY_PAGE],
};

function tryCall(m: Machine, cpu: CpuId, fn: CallOperation): Action {
  const takesPage = FUNCTIONS[fn].some((kind) => kind === 'page');
  const [a, b] = TRIED_WITH[fn]?.(m) ?? [takesPage ? ANY_PAGE : 0, 0];
  return { type: 'call', cpu, fn, a, b };
}

/** Hotplug is offered on the panel of the CPU that goes or comes, and asked for on another one. */
function whyNotHotplug(
  kernel: Kernel,
  m: Machine,
  { cpu, state }: CpuView,
  cpus: readonly CpuView[],
  fn: 'cpu_down' | 'cpu_up',
): string | null {
  if (fn === 'cpu_down' && state === 'dead') return `CPU${cpu} is offline already: cpu_up brings it back.`;
  if (fn === 'cpu_up' && state !== 'dead') return `CPU${cpu} is up already.`;
  // The last online CPU asks for itself, and the kernel answers -EBUSY.
  const actor = hotplugActor(cpus, cpu) ?? cpu;
  return why(kernel, m, { type: 'call', cpu: cpuId(actor), fn, a: cpu, b: 0 });
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
