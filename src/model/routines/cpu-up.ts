import { enter, leave, leaveInt } from '../call.ts';
import { hasHotplugStates } from '../config.ts';
import { argA, argB, cpuState, isOnline, setFrozen, setHotplugOwner } from '../machine.ts';
import { NEXT, type LineDef, type RoutineDef } from '../routine.ts';
import { localFlushTlbAll } from '../tlb.ts';
import { changeState, EINVAL, notify, TAKE_HOTPLUG_LOCK } from './cpu-down.ts';

/** Who asks for a CPU that is there already has nothing to do, and is told so: by an errno, or from 4.6 on as by who has done it. */
function unlessOnline(answer: number): LineDef['run'] {
  return (_kernel, m, cpu, emit) => {
    if (cpuState(m, argA(m, cpu)) === 'dead') return NEXT;
    setHotplugOwner(m, -1);
    return leaveInt(m, cpu, answer, emit);
  };
}

/** kernel/cpu.c, _cpu_up(), v3.9 (and v4.9, v6.1 for a CPU that is online), on the CPU that asks; `a` is the CPU that comes, `b` is 1 in resume. Nothing clears slots on the way up. */
export const cpuUp: RoutineDef = {
  fn: 'cpu_up',
  cite: 'kernel/cpu.c, _cpu_up(), v3.9',
  lines: [
    TAKE_HOTPLUG_LOCK,
    { text: 'already online? -EINVAL', when: (config) => !hasHotplugStates(config), run: unlessOnline(EINVAL) },
    { text: 'st->state >= target? return 0', when: hasHotplugStates, run: unlessOnline(0) },
    {
      text: 'notify CPU_UP_PREPARE',
      mover: 'both',
      run: (_kernel, m, cpu, emit) => {
        notify(cpu, 'CPU_UP_PREPARE', argA(m, cpu), argB(m, cpu) === 1, emit);
        return NEXT;
      },
    },
    {
      text: '__cpu_up(cpu): power on; it starts in secondary_start_kernel()',
      run: (_kernel, m, cpu, emit) => {
        const target = argA(m, cpu);
        changeState(m, target, 'starting', emit);
        enter(m, target, 'secondary_start_kernel', argB(m, cpu), 0, emit);
        return NEXT;
      },
    },
    {
      text: '__cpu_up: wait until it is online',
      sleeps: true,
      ready: (_kernel, m, cpu) => isOnline(m, argA(m, cpu)),
      waits: 'the new CPU to say that it is online',
      // It stays so: taking it down again needs cpu_hotplug.lock, which this CPU holds.
      mover: 'both',
      run: () => NEXT,
    },
    {
      text: 'notify CPU_ONLINE; cpu_hotplug_done(); return 0',
      mover: 'left',
      run: (_kernel, m, cpu, emit) => {
        notify(cpu, 'CPU_ONLINE', argA(m, cpu), argB(m, cpu) === 1, emit);
        setFrozen(m, argA(m, cpu), false);
        setHotplugOwner(m, -1);
        return leaveInt(m, cpu, 0, emit);
      },
    },
  ],
};

/** arch/arm/kernel/smp.c, secondary_start_kernel(), v3.9: interrupts off until the CPU is in cpu_online_mask. `a` is 1 in resume. */
export const secondaryStartKernel: RoutineDef = {
  fn: 'secondary_start_kernel',
  cite: 'arch/arm/kernel/smp.c, secondary_start_kernel(), v3.9',
  lines: [
    {
      text: 'cpu_switch_mm(init_mm); local_flush_tlb_all()',
      run: (kernel, m, cpu, emit) => {
        localFlushTlbAll(kernel, m, cpu, emit);
        return NEXT;
      },
    },
    {
      text: 'notify CPU_STARTING',
      mover: 'both',
      run: (_kernel, m, cpu, emit) => {
        notify(cpu, 'CPU_STARTING', cpu, argA(m, cpu) === 1, emit);
        return NEXT;
      },
    },
    {
      text: 'set_cpu_online(cpu, true); interrupts on',
      run: (_kernel, m, cpu, emit) => {
        changeState(m, cpu, 'online', emit);
        return leave(m, cpu, emit);
      },
    },
  ],
};
