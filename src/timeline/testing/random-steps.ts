import { parse } from '../../scenario/parse.ts';
import type { Config } from '../../model/config.ts';
import { boot } from '../../model/boot.ts';
import { NO_COSTS } from '../../model/cost.ts';
import type { Kernel } from '../../model/kernel.ts';
import { bugFired, copyMachine, isDown, type Machine } from '../../model/machine.ts';
import { frameOf } from '../frame-of.ts';
import { OPERATIONS, type Operation } from '../operations.ts';
import { playStep } from '../play.ts';
import { isTimelineStep, type TimelineStep } from '../steps.ts';

/**
 * Random runs in which most things can happen, for tests only (no product file imports this folder): each step is one that its CPU offers at
 * that point, one in twenty whatever comes. The same seed gives the same run.
 */
export function randomSteps(kernel: Kernel, length: number, seed: number): readonly TimelineStep[] {
  const random = lcg(seed);
  const below = (n: number): number => Math.floor(random() * n);
  const machine = boot(kernel);
  const steps: TimelineStep[] = [];
  while (steps.length < length) {
    const cpu = below(kernel.layout.cpus);
    const line =
      below(20) === 0
        ? `expect depth(cpu${cpu})=${below(3)}`
        : lineOf(kernel.config, machineSays(kernel, machine, cpu), cpu, below);
    const [step] = stepsOfText(line);
    if (step === undefined) throw new Error(`not a step: ${line}`);
    // A BUG_ON or a system that is down ends all life: a run that is to be long goes round them.
    const trial = copyMachine(machine);
    playStep(kernel, trial, step, NO_COSTS);
    if (isDown(trial) || bugFired(trial) !== 0) continue;
    playStep(kernel, machine, step, NO_COSTS);
    steps.push(step);
  }
  return steps;
}

/** The steps of a text without head and machine. */
export function stepsOfText(text: string): readonly TimelineStep[] {
  const { scenario, diagnostics } = parse(`kmapscope 1\n${text}`);
  const [mistake] = diagnostics;
  if (mistake !== undefined) throw new Error(`${text}: ${mistake.message}`);
  return scenario.lines.flatMap(({ statement }) => (isTimelineStep(statement) ? [statement] : []));
}

function machineSays(kernel: Kernel, machine: Machine, cpu: number): readonly Operation[] {
  const view = frameOf(kernel, machine, NO_COSTS, [], null).cpus[cpu];
  const enabled = (view?.operations ?? []).filter((operation) => operation.enabled).map(({ fn }) => fn);
  return OPERATIONS.filter((operation) => enabled.includes(operation));
}

function lineOf({ sizes }: Config, enabled: readonly Operation[], cpu: number, below: (n: number) => number): string {
  const all = below(20) === 0 || enabled.length === 0 ? OPERATIONS : enabled;
  const operation = all[below(all.length)] ?? 'tick';
  const page = (): string => `page${below(sizes.pages)}`;
  const other = (): number => (cpu + 1 + below(Math.max(1, sizes.cpus - 1))) % sizes.cpus;
  const place = (): string => `cpu${below(sizes.cpus)}.slot${below(Math.min(3, sizes.slots))}`;
  switch (operation) {
    case 'cpu_down':
    case 'cpu_up':
      return `cpu${other()}: ${operation}(cpu${cpu})`;
    case 'kmap_atomic':
    case 'kmap_atomic_pfn':
    case 'kmap_local_page':
    case 'kmap':
    case 'kunmap':
    case 'secure_protect':
    case 'secure_unprotect':
    case 'secure_buffer_change_chunk':
    case 'dma_alloc_attrs':
    case 'dma_free_attrs':
      return `cpu${cpu}: ${below(8) === 0 ? 'enter ' : ''}${operation}(${page()})`;
    case 'copy_highpage':
      return `cpu${cpu}: copy_highpage(${page()}, ${page()})`;
    case 'dma_clean':
      return `cpu${cpu}: dma_clean(page0..page${below(sizes.pages)})`;
    case 'read':
    case 'speculate':
    case 'evict':
      return `cpu${cpu}: ${operation}(${place()})`;
    case 'schedule':
      return `cpu${cpu}: schedule(task${below(sizes.cpus + sizes.tasks)})`;
    case 'kunmap_atomic':
    case 'kunmap_local':
    case 'kmap_flush_unused':
    case 'kmap_atomic_flush_unused':
    case 'disable_nonboot_cpus':
    case 'enable_nonboot_cpus':
      return `cpu${cpu}: ${operation}()`;
    case 'irq':
    case 'irq_return':
    case 'handle_IPI':
    case 'take_abort':
    case 'tick':
    case 'finish':
      return `cpu${cpu}: ${operation}`;
  }
}

/** A small linear congruential generator (Numerical Recipes): good enough to choose with. */
function lcg(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 0x1_0000_0000;
  };
}
