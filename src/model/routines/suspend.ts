import { enter, leave } from '../call.ts';
import { argA, cpuState, isFrozen, isInOnlineMask, isOnline, setArgA, type Machine } from '../machine.ts';
import type { RoutineDef } from '../routine.ts';

const LOOP = 0;

/** The first CPU of cpu_online_mask: suspend leaves it alone. */
export function firstOnline(m: Machine): number {
  for (let cpu = 0; cpu < m.layout.cpus; cpu++) if (isOnline(m, cpu)) return cpu;
  return -1;
}

function next(m: Machine, from: number, wanted: (cpu: number) => boolean): number {
  for (let cpu = from; cpu < m.layout.cpus; cpu++) if (wanted(cpu)) return cpu;
  return -1;
}

/** kernel/cpu.c, disable_nonboot_cpus(), v3.9: every online CPU but the first goes, with CPU_TASKS_FROZEN (0x10) in each notifier. */
export const disableNonbootCpus: RoutineDef = {
  fn: 'disable_nonboot_cpus',
  cite: 'kernel/cpu.c, disable_nonboot_cpus(), v3.9',
  lines: [
    {
      text: 'the next online CPU but the first: _cpu_down(cpu, tasks_frozen = 1)',
      label: LOOP,
      run: (_kernel, m, cpu, emit) => {
        const target = next(m, argA(m, cpu), (c) => c !== cpu && isInOnlineMask(m, c));
        if (target < 0) return leave(m, cpu, emit);
        setArgA(m, cpu, target + 1);
        return enter(m, cpu, 'cpu_down', target, 1, emit);
      },
    },
    { text: 'until all are down', run: () => LOOP },
  ],
};

/** kernel/cpu.c, enable_nonboot_cpus(), v3.9: those that suspend took down (frozen_cpus) come back; others stay away. */
export const enableNonbootCpus: RoutineDef = {
  fn: 'enable_nonboot_cpus',
  cite: 'kernel/cpu.c, enable_nonboot_cpus(), v3.9',
  lines: [
    {
      text: 'the next CPU of frozen_cpus: _cpu_up(cpu, tasks_frozen = 1)',
      label: LOOP,
      run: (_kernel, m, cpu, emit) => {
        const target = next(m, argA(m, cpu), (c) => isFrozen(m, c) && cpuState(m, c) === 'dead');
        if (target < 0) return leave(m, cpu, emit);
        setArgA(m, cpu, target + 1);
        return enter(m, cpu, 'cpu_up', target, 1, emit);
      },
    },
    { text: 'until all are back', run: () => LOOP },
  ],
};
