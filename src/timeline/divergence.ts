import type { Kernel } from '../model/kernel.ts';
import { cpuState, faultPage, isSecure, topPte, type Machine } from '../model/machine.ts';
import { slotCpu, slotPosition, slotState } from '../model/slots.ts';
import { pageName } from '../scenario/names.ts';
import type { Outcome } from './frame.ts';
import { indices } from './story/happened.ts';
import type { Run } from './run.ts';

/**
 * What one sees of a machine after a step: its slots by CPU and position with their states, which CPUs are there, what is secure, whether
 * the firewall was hit, and what came of the step. Two lanes differ where their pictures do. The window's direction and address do not count.
 */
export function pictureOf(kernel: Kernel, m: Machine, outcome: Outcome): string {
  const slots = indices(m.layout.windowSlots).flatMap((index) => {
    const state = slotState(kernel, m, index);
    if (state === 'none') return [];
    return [
      `${slotCpu(kernel, index)}.${slotPosition(kernel, index)}=${topPte(m, index)}${state === 'live' ? '*' : '~'}`,
    ];
  });
  const cpus = indices(m.layout.cpus).map((cpu) => cpuState(m, cpu));
  const secure = indices(m.layout.pages).flatMap((i) => (isSecure(m, i + 1) ? [pageName(kernel.config, i + 1)] : []));
  return [slots.join(' '), cpus.join(' '), secure.join(' '), String(faultPage(m)), outcome].join('|');
}

/** The first position after which two of the runs differ, null when none do; the position just after boot is 0 and always the same. */
export function firstDivergence(runs: readonly Run[]): number | null {
  const [first, ...others] = runs;
  if (first === undefined) return null;
  const index = first.records.findIndex(({ picture }, i) => others.some((run) => run.records[i]?.picture !== picture));
  return index < 0 ? null : index + 1;
}
