import { err, ok, type Result } from '../base/result.ts';
import { cpuId } from '../arm/units.ts';
import type { Command, KernelFunction } from '../model/action.ts';
import { boot } from '../model/boot.ts';
import { addCost, costsBetween, NO_COSTS, type Costs } from '../model/cost.ts';
import { buildKernel, type Kernel } from '../model/kernel.ts';
import { copyMachine, type Machine } from '../model/machine.ts';
import { perform } from '../model/run.ts';
import { elaborateMachine } from '../scenario/elaborate.ts';
import { parse } from '../scenario/parse.ts';

/**
 * The scenario that is scaled: every CPU nests `strays` mappings and gives them back, `uses` times over; then one flush. Where kunmap leaves
 * the PTE, that is so many strays on each CPU when the flush comes.
 */
export type Load = { readonly cpus: number; readonly strays: number; readonly uses: number };

/** How far a load can be scaled: 16 positions of a CPU (KM_TYPE_NR), and so many CPUs as a window of 3 MB holds. */
export const LOAD_BOUNDS: { readonly [K in keyof Load]: { readonly least: number; readonly most: number } } = {
  cpus: { least: 1, most: 32 },
  strays: { least: 0, most: 16 },
  uses: { least: 1, most: 24 },
};

/**
 * Ways to be without strays, and first the way that leaves them there: what the others cost more is what being without them costs. The
 * window lies at 0xffc00000 for all: that of 2013 ends after 14 CPUs, the one that came with 836a24183273
 * ("expand fixmap region to 3MB") after 32.
 */
export const WAYS = ['leave', 'always', 'unconditional', 'checked'] as const;
export type Way = (typeof WAYS)[number];

export const WAY_KERNELS: { readonly [W in Way]: string } = {
  leave: 'v3.9 layout=up_ffc00000',
  always: 'v3.9 layout=up_ffc00000 kunmap_clears=always',
  unconditional: 'rfc-v1 layout=up_ffc00000',
  checked: 'rfc-v2 layout=up_ffc00000',
};

/** The load as a scenario that can be opened, checked and compared: what is priced is this, line by line. */
export function loadText({ cpus, strays, uses }: Load, way: Way): string {
  const each = Array.from({ length: cpus }, (_, cpu) => {
    const maps = Array.from({ length: strays }, (__, i) => `cpu${cpu}: kmap_atomic(page${i})\n`).join('');
    return (maps + `cpu${cpu}: kunmap_atomic()\n`.repeat(strays)).repeat(uses);
  });
  return `kmapscope 1
title "${counted(strays, 'stray')} on each of ${counted(cpus, 'CPU')}, ${counted(uses, 'use')}"
machine kernel=${WAY_KERNELS[way]} cpus=${cpus} pages=${Math.max(1, strays)}
${each.join('')}cpu0: kmap_atomic_flush_unused()
`;
}

const counted = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;

/** What a load costs under a way. */
export type Priced = {
  /** The whole scenario with 1, 2, … uses before its flush. */
  readonly runs: readonly Costs[];
  /** The flush alone, after one use. */
  readonly flush: Costs;
};

/**
 * Prices a load by running the model: use after use, and after each the flush, on a copy. Fails with a sentence when the load is out of
 * its bounds.
 */
export function price(way: Way, load: Load): Result<Priced, string> {
  for (const name of ['cpus', 'strays', 'uses'] as const) {
    const { least, most } = LOAD_BOUNDS[name];
    const n = load[name];
    if (!Number.isInteger(n) || n < least || n > most) return err(`${name} is a whole number from ${least} to ${most}`);
  }
  const kernel = kernelFor(way, load);
  const machine = boot(kernel);
  const runs: Costs[] = [];
  let flush = NO_COSTS;
  let costs = NO_COSTS;
  for (let use = 0; use < load.uses; use++) {
    for (let cpu = 0; cpu < load.cpus; cpu++) costs = useOnce(kernel, machine, cpu, load.strays, costs);
    const flushed = call(kernel, copyMachine(machine), 0, 'kmap_atomic_flush_unused', 0, costs);
    if (use === 0) flush = costsBetween(costs, flushed);
    runs.push(flushed);
  }
  return ok({ runs, flush });
}

/** The kernel of the scenario's own machine line: what is priced is what the text says. */
function kernelFor(way: Way, { cpus, strays }: Load): Kernel {
  const { scenario } = parse(loadText({ cpus, strays, uses: 0 }, way));
  return buildKernel(elaborateMachine(scenario).config);
}

function useOnce(kernel: Kernel, m: Machine, cpu: number, strays: number, before: Costs): Costs {
  let costs = before;
  for (let i = 0; i < strays; i++) costs = call(kernel, m, cpu, 'kmap_atomic', i + 1, costs);
  for (let i = 0; i < strays; i++) costs = call(kernel, m, cpu, 'kunmap_atomic', 0, costs);
  return costs;
}

/** One call to its return. A kernel that has no such function does nothing for it, and nothing is what that costs. */
function call(kernel: Kernel, m: Machine, cpu: number, fn: KernelFunction, a: number, before: Costs): Costs {
  let costs = before;
  const command: Command = { type: 'run', action: { type: 'call', cpu: cpuId(cpu), fn, a, b: 0 } };
  perform(kernel, m, command, (event) => {
    costs = addCost(costs, event);
  });
  return costs;
}
