import { boot } from '../model/boot.ts';
import type { Event } from '../model/event.ts';
import type { VaCode } from '../model/action.ts';
import { buildKernel, type Kernel } from '../model/kernel.ts';
import { copyMachine, heldAt, heldCount, type Machine } from '../model/machine.ts';
import { perform } from '../model/run.ts';
import { vaddrOf, vaOfVaddr } from '../scenario/addresses.ts';
import { elaborateStep } from '../scenario/elaborate.ts';
import { applySettings } from '../scenario/settings.ts';
import type { Arg, Call, Setting, Step } from '../scenario/syntax.ts';
import { vaddr as toVaddr } from '../arm/units.ts';
import type { RecordedCall } from './ftrace-calls.ts';

/** A recording carried out by the model. */
export type CarriedOut = {
  /** What the model did, in order: nothing in it is a mistake. */
  readonly steps: readonly Step[];
  /** Addresses of slots that the recorded kmap_atomic gave, and how many of them the model gives too. */
  readonly compared: number;
  readonly agreeing: number;
  /** Calls that the model cannot do here. */
  readonly impossible: number;
  /** Pages that had an address from kmap() before the recording began. */
  readonly before: number;
};

type Stage = {
  readonly kernel: Kernel;
  machine: Machine;
  readonly steps: Step[];
  /** Per CPU what kmap_atomic gave, newest last: there, and here. */
  readonly given: Map<number, { readonly recorded: number; readonly va: VaCode }[]>;
  readonly inIrq: Set<number>;
  compared: number;
  agreeing: number;
  impossible: number;
};

/** Carries out the calls on a machine with these settings; `pages` gives every struct page its number. */
export function carryOutCalls(
  settings: readonly Setting[],
  calls: readonly RecordedCall[],
  pages: ReadonlyMap<number, number>,
): CarriedOut {
  const kernel = buildKernel(applySettings(settings).config);
  const machine = boot(kernel);
  const stage: Stage = {
    kernel,
    machine,
    steps: [],
    given: new Map(),
    inIrq: new Set(),
    compared: 0,
    agreeing: 0,
    impossible: 0,
  };
  const before = mapBefore(stage, calls, pages);
  for (const call of calls) {
    const { cpu, irq } = call;
    if (NEEDS_ALL.has(call.fn)) for (const other of stage.inIrq) endIrq(stage, other);
    if (!irq && stage.inIrq.has(cpu)) endIrq(stage, cpu);
    if (irq && !stage.inIrq.has(cpu) && perhaps(stage, { type: 'irq', cpu }) !== null) stage.inIrq.add(cpu);
    if (!follow(stage, call, pages)) stage.impossible++;
  }
  for (const cpu of stage.inIrq) endIrq(stage, cpu);
  const { steps, compared, agreeing, impossible } = stage;
  return { steps, compared, agreeing, impossible, before };
}

/** Calls that the other CPUs take part in, with interrupts on: whoever was in a handler has come out of it by then. */
const NEEDS_ALL: ReadonlySet<RecordedCall['fn']> = new Set(['kmap_atomic_flush_unused', 'cpu_down', 'cpu_up']);

function endIrq(stage: Stage, cpu: number): void {
  if (perhaps(stage, { type: 'irq_return', cpu }) !== null) stage.inIrq.delete(cpu);
}

/** Pages that are met with an address from kmap(), though nothing in the recording gave it: they had it before. */
function mapBefore(stage: Stage, calls: readonly RecordedCall[], pages: ReadonlyMap<number, number>): number {
  const met = new Set<number>();
  let before = 0;
  for (const call of calls) {
    if (call.fn === 'kmap_flush_unused') break;
    if (!('page' in call) || met.has(call.page)) continue;
    met.add(call.page);
    const isAtomic = call.fn === 'kmap_atomic' && call.where === 'pkmap';
    if (!isAtomic && call.fn !== 'kunmap') continue;
    const page = pageArg(call.page, pages);
    if (perhaps(stage, callOf(0, 'kmap', [page])) === null) continue;
    before++;
    if (isAtomic) perhaps(stage, callOf(0, 'kunmap', [page]));
  }
  return before;
}

function follow(stage: Stage, call: RecordedCall, pages: ReadonlyMap<number, number>): boolean {
  switch (call.fn) {
    case 'kmap_atomic': {
      const va = perhaps(stage, callOf(call.cpu, 'kmap_atomic', [pageArg(call.page, pages)]));
      if (va === null) return false;
      const given = stage.given.get(call.cpu) ?? [];
      stage.given.set(call.cpu, given);
      given.push({ recorded: call.address, va });
      if (call.where === 'slot') {
        stage.compared++;
        if (vaOfVaddr(stage.kernel.config, toVaddr(call.address)) === va) stage.agreeing++;
      }
      return true;
    }
    case 'kunmap_atomic':
      return unmap(stage, call.cpu, call.address);
    case 'kmap':
    case 'kunmap':
      return perhaps(stage, callOf(call.cpu, call.fn, [pageArg(call.page, pages)])) !== null;
    case 'kmap_flush_unused':
    case 'kmap_atomic_flush_unused':
      return perhaps(stage, callOf(call.cpu, call.fn, [])) !== null;
    case 'cpu_down':
    case 'cpu_up':
      return perhaps(stage, callOf(call.cpu, call.fn, [{ type: 'cpu', cpu: call.target }])) !== null;
  }
}

/** Gives back what kmap_atomic gave at the recorded address; the newest needs no name. */
function unmap(stage: Stage, cpu: number, address: number): boolean {
  const { kernel, machine } = stage;
  const given = stage.given.get(cpu) ?? [];
  const at = given.findLastIndex(({ recorded }) => recorded === address);
  const one = given[at];
  if (one === undefined) return false;
  const count = heldCount(machine, cpu);
  const isTop = count > 0 && heldAt(machine, cpu, count - 1) === one.va;
  const vaddr = vaddrOf(kernel.config, one.va);
  const args: readonly Arg[] = isTop || vaddr === null ? [] : [{ type: 'place', place: { type: 'address', vaddr } }];
  if (perhaps(stage, callOf(cpu, 'kunmap_atomic', args)) === null) return false;
  given.splice(at, 1);
  return true;
}

const callOf = (cpu: number, fn: Call['fn'], args: readonly Arg[]): Step => ({
  type: 'call',
  cpu,
  fn,
  args,
  enter: false,
});

const pageArg = (page: number, pages: ReadonlyMap<number, number>): Arg => ({
  type: 'page',
  page: { low: false, n: pages.get(page) ?? 0 },
});

/** Does a step if the model can do it to its end without a BUG; null, and nothing has changed, if it cannot. Else the address it gave, or 0. */
function perhaps(stage: Stage, step: Step): VaCode | null {
  const command = elaborateStep(stage.kernel.config, step);
  if (!command.ok) return null;
  const machine = copyMachine(stage.machine);
  const events: Event[] = [];
  const { outcome } = perform(stage.kernel, machine, command.value, (event) => events.push(event));
  if (outcome !== 'done' || events.some(({ type }) => type === 'bug')) return null;
  stage.machine = machine;
  stage.steps.push(step);
  const last = events.findLast(({ type }) => type === 'return');
  return last?.type === 'return' && last.value.kind === 'va' ? last.value.va : 0;
}
