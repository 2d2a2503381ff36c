import type { PageCode } from '../action.ts';
import { enter, leave, leaveInt, unmapTop } from '../call.ts';
import { hasHotplugStates, type Config } from '../config.ts';
import type { CpuState, Emit, NotifierAction } from '../event.ts';
import {
  argA,
  argB,
  cpuState,
  frameTop,
  hotplugOwner,
  irqDepth,
  isInOnlineMask,
  isOnline,
  lastCpuOf,
  local,
  ownerIdx,
  preemptCount,
  setCpuState,
  setFrozen,
  setHotplugOwner,
  setLocal,
  setStopMachine,
  type Machine,
} from '../machine.ts';
import { NEXT, type LineDef, type RoutineDef } from '../routine.ts';
import { dropAll, localFlushTlbAll } from '../tlb.ts';
import { ownedByTask } from './take-slot.ts';

/** include/uapi/asm-generic/errno-base.h */
export const EPERM = -1;
export const EBUSY = -16;
export const EINVAL = -22;

const FAILED = 0;

export function changeState(m: Machine, cpu: number, to: CpuState, emit: Emit): void {
  emit?.({ type: 'cpu_state', cpu, from: cpuState(m, cpu), to });
  setCpuState(m, cpu, to);
}

/** num_online_cpus() */
export function onlineCount(m: Machine): number {
  let count = 0;
  for (let cpu = 0; cpu < m.layout.cpus; cpu++) if (isInOnlineMask(m, cpu)) count++;
  return count;
}

export function notify(cpu: number, action: NotifierAction, of: number, frozen: boolean, emit: Emit): void {
  emit?.({ type: 'notifier', cpu, action, of, frozen });
}

/**
 * Can the stopper thread run on every online CPU? kmap_atomic turns preemption off, so while any CPU holds an atomic mapping it cannot:
 * the dying CPU is always at depth 0 (recorded). What this leaves out: a task in mid-call on the dying CPU would move to another one;
 * here hotplug waits until it has returned.
 */
export function everyCpuStoppable(m: Machine, initiator: number, target: number): boolean {
  for (let cpu = 0; cpu < m.layout.cpus; cpu++) {
    if (!isOnline(m, cpu)) {
      if (cpuState(m, cpu) === 'stopped') return false;
      continue;
    }
    if (preemptCount(m, cpu) > 0 || irqDepth(m, cpu) > 0) return false;
    if (cpu === target && cpu !== initiator && frameTop(m, cpu) > 0) return false;
  }
  return !hasPinnedTask(m, target);
}

/**
 * A task that holds a kmap_local mapping may not migrate, so its CPU has to stay until it has unmapped: kernel/sched/core.c,
 * sched_cpu_wait_empty(), balance_hotplug_wait(), v6.1 (CPUHP_AP_SCHED_WAIT_EMPTY comes before the machine is stopped). No task of an
 * older kernel is at home on a CPU.
 */
function hasPinnedTask(m: Machine, cpu: number): boolean {
  for (let task = 0; task < m.layout.owners; task++)
    if (lastCpuOf(m, task) === cpu && ownerIdx(m, task) > 0) return true;
  return false;
}

const STOP_MACHINE: LineDef = {
  text: '__stop_machine(take_cpu_down): every CPU in its stopper thread, interrupts off',
  within: 'stop_machine',
  sleeps: true,
  stopsOthers: true,
  ready: (_kernel, m, cpu) => everyCpuStoppable(m, cpu, argA(m, cpu)),
  run: (_kernel, m, cpu, emit) => {
    const target = argA(m, cpu);
    setStopMachine(m, target);
    emit?.({ type: 'stop_machine', cpu, on: true, target });
    enter(m, target, 'take_cpu_down', cpu, argB(m, cpu), emit);
    return NEXT;
  },
};

export const TAKE_HOTPLUG_LOCK: LineDef = {
  text: 'cpu_hotplug_begin()',
  sleeps: true,
  ready: (_kernel, m) => hotplugOwner(m) < 0,
  waits: 'the hotplug operation of another CPU to end',
  run: (_kernel, m, cpu) => {
    setHotplugOwner(m, cpu);
    return NEXT;
  },
};

/** @param offline the answer where the CPU has gone already */
function ifItCanGo(offline: number): LineDef['run'] {
  return (_kernel, m, cpu, emit) => {
    const isLast = onlineCount(m) === 1;
    if (!isLast && isInOnlineMask(m, argA(m, cpu))) return NEXT;
    setHotplugOwner(m, -1);
    return leaveInt(m, cpu, isLast ? EBUSY : offline, emit);
  };
}

/**
 * kernel/cpu.c, _cpu_down(), v3.9, on the CPU that asks. `a` is the CPU that goes, `b` is 1 in suspend (CPU_TASKS_FROZEN). The local is 1
 * when the platform refused. Rows 1-3 and 8-10 of machine.md 4; rows 4-7 run on the dying CPU in take_cpu_down.
 */
export const cpuDown: RoutineDef = {
  fn: 'cpu_down',
  cite: 'kernel/cpu.c, _cpu_down(), v3.9',
  lines: [
    TAKE_HOTPLUG_LOCK,
    {
      text: 'last online CPU? -EBUSY. Not online? -EINVAL',
      when: (config) => !hasHotplugStates(config),
      run: ifItCanGo(EINVAL),
    },
    {
      // _cpu_down(), v4.9, v6.1: asks cpu_present() alone; cpuhp_down_callbacks() has no state to leave.
      text: 'last online CPU? -EBUSY. Nothing to tear down? return 0',
      when: hasHotplugStates,
      run: ifItCanGo(0),
    },
    {
      text: 'notify CPU_DOWN_PREPARE',
      mover: 'both',
      run: (_kernel, m, cpu, emit) => {
        notify(cpu, 'CPU_DOWN_PREPARE', argA(m, cpu), argB(m, cpu) === 1, emit);
        return NEXT;
      },
    },
    {
      ...STOP_MACHINE,
      when: (config) => !ownedByTask(config),
      waits: 'every online CPU to be stoppable: one holds an atomic mapping or is in an interrupt or a call',
    },
    {
      ...STOP_MACHINE,
      when: ownedByTask,
      waits:
        'every online CPU to be stoppable: one holds an atomic mapping, is in an interrupt or a call, or has a task that kmap_local keeps there',
    },
    {
      text: '__cpu_die(cpu): wait until it is gone',
      sleeps: true,
      ready: (_kernel, m, cpu) => cpuState(m, argA(m, cpu)) === 'dead' || local(m, cpu) === 1,
      waits: 'the CPU to die',
      // Only this CPU, which holds cpu_hotplug.lock, could bring it back.
      mover: 'both',
      run: (_kernel, m, cpu) => (local(m, cpu) === 1 ? FAILED : NEXT),
    },
    {
      text: 'notify CPU_DEAD',
      mover: 'both',
      run: (_kernel, m, cpu, emit) => {
        notify(cpu, 'CPU_DEAD', argA(m, cpu), argB(m, cpu) === 1, emit);
        return NEXT;
      },
    },
    {
      // What if: on CPU_DEAD the callback runs on the initiator, reads the initiator's index and, from 3.12, tells the initiator's TLB.
      text: 'hotplug_kmap_atomic_callback: kmap_remove_unused_cpu(cpu)',
      when: (config) => config.switches.hotplug_hook === 'dead' && config.switches.flush !== 'none',
      mover: 'both',
      run: (_kernel, m, cpu, emit) => enter(m, cpu, 'kmap_remove_unused_cpu', argA(m, cpu), 0, emit),
    },
    {
      text: 'cpu_hotplug_done(); notify CPU_POST_DEAD; return 0',
      mover: 'left',
      run: (_kernel, m, cpu, emit) => {
        setFrozen(m, argA(m, cpu), argB(m, cpu) === 1);
        setHotplugOwner(m, -1);
        notify(cpu, 'CPU_POST_DEAD', argA(m, cpu), argB(m, cpu) === 1, emit);
        return leaveInt(m, cpu, 0, emit);
      },
    },
    {
      text: 'notify CPU_DOWN_FAILED; return -EPERM',
      label: FAILED,
      mover: 'left',
      run: (_kernel, m, cpu, emit) => {
        setHotplugOwner(m, -1);
        notify(cpu, 'CPU_DOWN_FAILED', argA(m, cpu), argB(m, cpu) === 1, emit);
        return leaveInt(m, cpu, EPERM, emit);
      },
    },
  ],
};

const hookOnDying = (config: Config): boolean =>
  config.switches.flush !== 'none' && ['dying', 'dying_no_frozen_mask'].includes(config.switches.hotplug_hook);
const hookInState = (config: Config): boolean =>
  config.switches.flush !== 'none' && config.switches.hotplug_hook === 'cpuhp';

/** The page that a callback maps where one does: any would do, and page 0 is the one that drivers hand over in the free environment. */
export const LATE_PAGE: PageCode = 1;
const KM_BOUNCE_READ = 0;

export const mapsLate = (config: Config): boolean => config.switches.late_callback === 'maps';

const LATE_MAP: LineDef = {
  text: 'a callback after the hook: vaddr = kmap_atomic(page0)',
  mover: 'both',
  run: (_kernel, m, cpu, emit) => enter(m, cpu, 'kmap_atomic', LATE_PAGE, KM_BOUNCE_READ, emit),
};
const LATE_UNMAP: LineDef = {
  text: 'the same callback: kunmap_atomic(vaddr)',
  mover: 'both',
  run: (_kernel, m, cpu, emit) => unmapTop(m, cpu, 'kunmap_atomic', emit),
};

/**
 * What if (machine.md 3.4 H10): the chain of CPU_DYING is sorted by priority, equal ones in the order of registration
 * (kernel/notifier.c, notifier_chain_register(), v3.9), so that whoever registers after the hook runs after it, on the same CPU, interrupts
 * off; with cpuhp states (kernel/cpu.c, v4.9) these are the states below KMAP:dying. Nothing comes after them but the end of the CPU.
 */
const LATE_CALLBACK: readonly LineDef[] = [LATE_MAP, LATE_UNMAP].flatMap((line) => [
  { ...line, within: 'notifier_call_chain', when: (config) => mapsLate(config) && !hasHotplugStates(config) },
  { ...line, within: 'cpuhp_invoke_callback', when: (config) => mapsLate(config) && hasHotplugStates(config) },
]);

/**
 * kernel/cpu.c, take_cpu_down(), and arch/arm/kernel/smp.c, __cpu_disable(), cpu_die(), v3.9: on the CPU that goes, in its stopper thread,
 * interrupts off everywhere. `a` is the initiator, `b` says frozen. The hook comes after the TLB is emptied (row 6 after row 5).
 */
export const takeCpuDown: RoutineDef = {
  fn: 'take_cpu_down',
  cite: 'kernel/cpu.c, take_cpu_down(); arch/arm/kernel/smp.c, __cpu_disable(), v3.9',
  lines: [
    {
      text: 'platform_cpu_disable: -EPERM for CPU 0? else set_cpu_online(cpu, false)',
      within: '__cpu_disable',
      run: (kernel, m, cpu, emit) => {
        if (cpu === 0 && kernel.config.switches.cpu0_offline === 'refused') {
          refuseToDie(m, argA(m, cpu));
          setStopMachine(m, -1);
          emit?.({ type: 'stop_machine', cpu, on: false, target: cpu });
          return leaveInt(m, cpu, EPERM, emit);
        }
        changeState(m, cpu, 'dying', emit);
        return NEXT;
      },
    },
    {
      text: 'flush caches; local_flush_tlb_all()',
      within: '__cpu_disable',
      run: (kernel, m, cpu, emit) => {
        localFlushTlbAll(kernel, m, cpu, emit);
        return NEXT;
      },
    },
    {
      text: 'notify CPU_DYING',
      mover: 'both',
      run: (_kernel, m, cpu, emit) => {
        notify(cpu, 'CPU_DYING', cpu, argB(m, cpu) === 1, emit);
        return NEXT;
      },
    },
    {
      text: 'hotplug_kmap_atomic_callback: kmap_remove_unused_cpu(cpu)',
      when: hookOnDying,
      mover: 'both',
      run: (kernel, m, cpu, emit) => {
        // CPU_DYING_FROZEN is 0x18: without `action & ~CPU_TASKS_FROZEN` the callback does not know it.
        const missed = kernel.config.switches.hotplug_hook === 'dying_no_frozen_mask' && argB(m, cpu) === 1;
        return missed ? NEXT : enter(m, cpu, 'kmap_remove_unused_cpu', cpu, 0, emit);
      },
    },
    {
      // Vendor 4.9, kernel/cpu.c: teardown of CPUHP_AP_KMAP_DYING. CPU_DYING is delivered to nobody there; other states stand for it.
      text: 'cpuhp state KMAP:dying: kmap_remove_unused_cpu(cpu)',
      when: hookInState,
      mover: 'both',
      run: (_kernel, m, cpu, emit) => enter(m, cpu, 'kmap_remove_unused_cpu', cpu, 0, emit),
    },
    ...LATE_CALLBACK,
    {
      text: 'end of stop_machine: the other CPUs go on',
      mover: 'left',
      within: 'stop_machine',
      run: (_kernel, m, cpu, emit) => {
        setStopMachine(m, -1);
        emit?.({ type: 'stop_machine', cpu, on: false, target: cpu });
        return NEXT;
      },
    },
    {
      text: 'cpu_die(): caches out, power off',
      within: 'cpu_die',
      run: (kernel, m, cpu, emit) => {
        dropAll(kernel, m, cpu, emit);
        changeState(m, cpu, 'dead', emit);
        return leave(m, cpu, emit);
      },
    },
  ],
};

/** Tells the initiator, which waits in cpu_down, that the platform said no. */
function refuseToDie(m: Machine, initiator: number): void {
  setLocal(m, initiator, 1);
}
