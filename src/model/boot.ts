import type { Kernel } from './kernel.ts';
import { setCpuState, setCurrentTask, setLastCpuOf, type Machine } from './machine.ts';

/** A machine that has just booted: every CPU online and idle, no page mapped, nothing secure. Task N runs on CPU N. */
export function boot(kernel: Kernel): Machine {
  const { layout } = kernel;
  const machine: Machine = { layout, cells: new Uint16Array(layout.size) };
  for (let cpu = 0; cpu < layout.cpus; cpu++) {
    setCpuState(machine, cpu, 'online');
    if (!layout.taskOwned) continue;
    setCurrentTask(machine, cpu, cpu);
    setLastCpuOf(machine, cpu, cpu);
  }
  return machine;
}
