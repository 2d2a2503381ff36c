import type { Action, KernelFunction } from './action.ts';
import type { Kernel } from './kernel.ts';
import { routineOf } from './kernel.ts';
import {
  abortPending,
  cpuState,
  currentTask,
  frameA,
  frameB,
  frameFn,
  framePc,
  frameTop,
  hasFrameRoom,
  heldAt,
  heldCount,
  ipiSender,
  irqDepth,
  isDmaMapped,
  isDown,
  isOnline,
  isPowered,
  lastCpuOf,
  ownerIdx,
  pkmapCount,
  pkmapEntryOf,
  preemptCount,
  stopMachineTarget,
  tlbEntry,
  tlbPlace,
  type Machine,
} from './machine.ts';
import { contextOf } from './pte.ts';
import { fnNumber } from './routine.ts';
import { onlineCount } from './routines/cpu-down.ts';
import { firstOnline } from './routines/suspend.ts';
import { translate } from './access.ts';
import { vaKind } from './va.ts';

/** Why something cannot happen here. The sentences are in explain.ts; the explorer only asks whether there is one. */
export type Refusal =
  | 'system down'
  | 'stop_machine'
  | 'cpu offline'
  | 'cpu stopped'
  | 'cpu starting'
  | 'busy'
  | 'another task'
  | 'no room'
  | 'held full'
  | 'nothing mapped'
  | 'not held'
  | 'not the handler’s'
  | 'mapped by kmap_local'
  | 'not kmapped'
  | 'may sleep'
  | 'irqs off'
  | 'own cpu'
  | 'not first cpu'
  | 'no kmap_local'
  | 'no pkmap'
  | 'no tasks'
  | 'task running'
  | 'task pinned'
  | 'idle'
  | 'waiting'
  | 'no irq'
  | 'handler holds'
  | 'no ipi'
  | 'no abort'
  | 'no translation'
  | 'not cached'
  | 'not speculated'
  | 'dma mapped'
  | 'not dma mapped';

const IRQ = fnNumber('irq');
const SCHEDULE = fnNumber('schedule');

/** Frames that a function and those it calls take; 1 where none is named. Once entered it must not run out of them. */
const FRAMES: { readonly [F in KernelFunction]?: number } = {
  kmap: 2,
  kmap_flush_unused: 2,
  kmap_atomic_flush_unused: 2,
  copy_highpage: 2,
  dma_clean: 2,
  cpu_down: 2,
  disable_nonboot_cpus: 3,
  enable_nonboot_cpus: 2,
  secure_buffer_change_chunk: 3,
};
const IPI_FRAMES = 2;

/** What keeps an action from happening on this machine; null when it can happen. Nothing is changed. */
export function refusal(kernel: Kernel, m: Machine, action: Action): Refusal | null {
  if (isDown(m)) return 'system down';
  const { cpu } = action;
  switch (action.type) {
    case 'speculate':
      if (!isPowered(m, cpu)) return 'cpu offline';
      if (translate(m, cpu, action.va).page === 0) return 'no translation';
      return vaKind(action.va) === 'dma' ? 'not speculated' : null;
    case 'evict': {
      if (!isPowered(m, cpu)) return 'cpu offline';
      const place = tlbPlace(m.layout, action.va);
      return place < 0 || tlbEntry(m, cpu, place) === 0 ? 'not cached' : null;
    }
    case 'tick':
      return refuseTick(kernel, m, cpu);
    case 'call':
      return (
        refuseCpu(m, cpu) ??
        refuseNesting(kernel, m, cpu, FRAMES[action.fn] ?? 1) ??
        refuseCall(kernel, m, cpu, action.fn, action.a, action.b)
      );
    case 'irq':
      return refuseCpu(m, cpu) ?? refuseInterrupt(m, cpu, 1);
    case 'handle_IPI':
      if (ipiSender(m, cpu) < 0) return 'no ipi';
      return refuseCpu(m, cpu) ?? refuseInterrupt(m, cpu, IPI_FRAMES);
    case 'irq_return':
      return refuseCpu(m, cpu) ?? refuseIrqReturn(m, cpu);
    case 'take_abort':
      if (!abortPending(m, cpu)) return 'no abort';
      return refuseCpu(m, cpu);
    case 'schedule':
      return refuseCpu(m, cpu) ?? refuseNesting(kernel, m, cpu, 1) ?? refuseSchedule(kernel, m, cpu, action.task);
  }
}

function refuseCpu(m: Machine, cpu: number): Refusal | null {
  if (!isOnline(m, cpu)) {
    const state = cpuState(m, cpu);
    if (state === 'stopped') return 'cpu stopped';
    return state === 'starting' ? 'cpu starting' : 'cpu offline';
  }
  return stopMachineTarget(m) >= 0 ? 'stop_machine' : null;
}

/**
 * One line of what the CPU is in. Under stop_machine only the CPU that goes down runs. A task that sleeps does not go on while the one that
 * runs in its place may not be preempted.
 */
function refuseTick(kernel: Kernel, m: Machine, cpu: number): Refusal | null {
  if (!isPowered(m, cpu)) return 'cpu offline';
  if (cpuState(m, cpu) === 'stopped') return 'cpu stopped';
  const target = stopMachineTarget(m);
  if (target >= 0 && target !== cpu) return 'stop_machine';
  const depth = frameTop(m, cpu) - 1;
  const fn = frameFn(m, cpu, depth);
  if (fn === 0 || fn === IRQ) return 'idle';
  const line = routineOf(kernel, fn).lines[framePc(m, cpu, depth)];
  if (line?.sleeps === true && preemptCount(m, cpu) > 0) return 'another task';
  return line?.ready === undefined || line.ready(kernel, m, cpu) ? null : 'waiting';
}

/** A new function needs a context that can call: idle, a handler, or a task while another sleeps. */
function refuseNesting(kernel: Kernel, m: Machine, cpu: number, frames: number): Refusal | null {
  const depth = frameTop(m, cpu) - 1;
  const fn = frameFn(m, cpu, depth);
  if (fn !== 0 && fn !== IRQ) {
    const sleeps = routineOf(kernel, fn).lines[framePc(m, cpu, depth)]?.sleeps === true;
    if (!sleeps) return 'busy';
  }
  return hasFrameRoom(m, cpu, frames) ? null : 'no room';
}

function refuseInterrupt(m: Machine, cpu: number, frames: number): Refusal | null {
  if (irqDepth(m, cpu) > 0) return 'irqs off';
  return hasFrameRoom(m, cpu, frames) ? null : 'no room';
}

function refuseIrqReturn(m: Machine, cpu: number): Refusal | null {
  const depth = frameTop(m, cpu) - 1;
  if (frameFn(m, cpu, depth) !== IRQ) return 'no irq';
  return heldCount(m, cpu) > frameA(m, cpu, depth) ? 'handler holds' : null;
}

function refuseSchedule(kernel: Kernel, m: Machine, cpu: number, task: number): Refusal | null {
  if (!m.layout.taskOwned) return 'no tasks';
  const counted = kernel.config.switches.preempt_count === 'on' && preemptCount(m, cpu) > 0;
  if (contextOf(m, cpu) !== 'task' || counted) return 'may sleep';
  for (let other = 0; other < m.layout.cpus; other++) {
    if (currentTask(m, other) === task || isSwitchingTo(m, other, task)) return 'task running';
  }
  const last = lastCpuOf(m, task);
  return last >= 0 && last !== cpu && ownerIdx(m, task) > 0 ? 'task pinned' : null;
}

/** Has this CPU picked the task already, though it has not switched to it yet? (pick_next_task() takes it off the run queue.) */
function isSwitchingTo(m: Machine, cpu: number, task: number): boolean {
  for (let depth = 0; depth < frameTop(m, cpu); depth++) {
    if (frameFn(m, cpu, depth) === SCHEDULE && frameA(m, cpu, depth) === task) return true;
  }
  return false;
}

function refuseCall(kernel: Kernel, m: Machine, cpu: number, fn: KernelFunction, a: number, b: number): Refusal | null {
  switch (fn) {
    case 'kmap_local_page':
      if (!m.layout.taskOwned) return 'no kmap_local';
      return roomToHold(m, cpu, 1);
    case 'kmap_atomic':
    case 'kmap_atomic_pfn':
    case 'dma_clean':
      return roomToHold(m, cpu, 1);
    case 'copy_highpage':
      return roomToHold(m, cpu, 2);
    case 'kunmap_local':
      if (!m.layout.taskOwned) return 'no kmap_local';
      return refuseUnmap(m, cpu, a, b);
    case 'kunmap_atomic':
      return refuseUnmap(m, cpu, a, b) ?? (holdsAtomic(m, cpu) ? null : 'mapped by kmap_local');
    case 'kmap':
      return mapsPermanently(m, a) ?? sleepable(m, cpu);
    case 'kunmap':
      return mapsPermanently(m, a) ?? refuseKunmap(m, a) ?? (m.layout.taskOwned ? outsideInterrupt(m, cpu) : null);
    case 'kmap_flush_unused':
      return irqDepth(m, cpu) > 0 ? 'irqs off' : null;
    case 'kmap_atomic_flush_unused':
      return kernel.config.switches.flush !== 'none' && irqDepth(m, cpu) > 0 ? 'irqs off' : null;
    case 'cpu_down':
      // The last online CPU may ask for itself: the kernel answers -EBUSY before it looks further.
      return a === cpu && onlineCount(m) > 1 ? 'own cpu' : sleepable(m, cpu);
    case 'disable_nonboot_cpus':
      return firstOnline(m) === cpu ? sleepable(m, cpu) : 'not first cpu';
    case 'cpu_up':
    case 'enable_nonboot_cpus':
    case 'secure_buffer_change_chunk':
      return sleepable(m, cpu);
    case 'dma_alloc_attrs':
      return isDmaMapped(m, a) ? 'dma mapped' : sleepable(m, cpu);
    case 'dma_free_attrs':
      return isDmaMapped(m, a) ? sleepable(m, cpu) : 'not dma mapped';
    case 'secure_protect':
    case 'secure_unprotect':
    case 'read':
      return null;
  }
}

const roomToHold = (m: Machine, cpu: number, count: number): Refusal | null =>
  heldCount(m, cpu) + count > m.layout.limits.held ? 'held full' : null;

/** kmap may sleep, as hotplug and the driver may: not while an atomic mapping is held, and not in an interrupt. */
const sleepable = (m: Machine, cpu: number): Refusal | null =>
  preemptCount(m, cpu) > 0 || irqDepth(m, cpu) > 0 ? 'may sleep' : null;

const mapsPermanently = (m: Machine, page: number): Refusal | null =>
  m.layout.pkmapEntries === 0 && page <= m.layout.highPages ? 'no pkmap' : null;

function refuseKunmap(m: Machine, page: number): Refusal | null {
  if (page > m.layout.highPages) return null;
  const entry = pkmapEntryOf(m, page);
  return entry < 0 || pkmapCount(m, entry) <= 1 ? 'not kmapped' : null;
}

/** Which held address an unmap gives back: position `b - 1` if told, else the newest that is `a`, else the newest; -1 for none. */
export function heldPosition(m: Machine, cpu: number, a: number, b: number): number {
  if (b > 0) return b <= heldCount(m, cpu) ? b - 1 : -1;
  for (let i = heldCount(m, cpu) - 1; i >= 0; i--) if (a === 0 || heldAt(m, cpu, i) === a) return i;
  return -1;
}

/** kunmap in an interrupt is a BUG, which happens, until 5.11 has might_sleep() in its place. */
const outsideInterrupt = (m: Machine, cpu: number): Refusal | null =>
  contextOf(m, cpu) === 'irq' ? 'may sleep' : null;

/** Has this context (the task, or the handler on top of it) raised preempt_count? Then it holds an atomic mapping. */
function holdsAtomic(m: Machine, cpu: number): boolean {
  let before = 0;
  for (let depth = 0; depth < frameTop(m, cpu); depth++) {
    if (frameFn(m, cpu, depth) === IRQ) before = frameB(m, cpu, depth);
  }
  return preemptCount(m, cpu) > before;
}

function refuseUnmap(m: Machine, cpu: number, a: number, b: number): Refusal | null {
  if (heldCount(m, cpu) === 0) return 'nothing mapped';
  const position = heldPosition(m, cpu, a, b);
  if (position < 0) return 'not held';
  for (let depth = frameTop(m, cpu) - 1; depth >= 0; depth--) {
    if (frameFn(m, cpu, depth) === IRQ) return position < frameA(m, cpu, depth) ? 'not the handler’s' : null;
  }
  return null;
}
