import { cpuId } from '../../arm/units.ts';
import type { Progress } from '../../explore/search.ts';
import type { Command, KernelFunction } from '../../model/action.ts';
import { boot } from '../../model/boot.ts';
import { SWITCHES, type SwitchName } from '../../model/config.ts';
import { addCost, NO_COSTS, plusCosts, type Costs } from '../../model/cost.ts';
import { preset } from '../../model/eras.ts';
import { buildKernel } from '../../model/kernel.ts';
import { perform } from '../../model/run.ts';
import { present } from '../../base/assert.ts';
import type { Ask } from './ask.ts';
import { exploring, type Bounds } from './explore.ts';
import { flushingSwitches, freeQuestion, type FreeChoice } from './free-question.ts';

/** One switch of the preset set to another value, and whether the property then holds. */
export type Prevention = {
  readonly change: { readonly key: SwitchName; readonly value: string };
  readonly verdict: 'holds' | 'violated' | 'unknown';
  readonly states: number;
  /** What mapping and unmapping one page costs with the change, and handing one page over on an idle machine. */
  readonly costs: { readonly map: Costs; readonly handOver: Costs };
};

/** Switches that say how something is written or delivered, and change nothing of what is asked here. */
const NO_MATTER: readonly SwitchName[] = ['layout', 'pte_format', 'firewall', 'pfn_lowmem', 'kmap_high_get'];

/** Every one-switch change of a preset that could matter. */
export function oneSwitchChanges(kernel: string): readonly Prevention['change'][] {
  const { switches } = present(preset(kernel), `preset ${kernel}`);
  const keys = (Object.keys(SWITCHES) as SwitchName[]).filter((key) => !NO_MATTER.includes(key));
  return keys.flatMap((key) =>
    SWITCHES[key].filter((value) => value !== switches[key]).map((value) => ({ key, value })),
  );
}

export type PreventionProgress = { readonly done: number; readonly of: number } & Progress;

/** Which single change prevents it? Tries every one-switch change of the preset, slice by slice as `exploring`; every one is reported. */
export function* preventions(
  choice: FreeChoice,
  ask: Ask,
  bounds: Bounds = {},
): Generator<PreventionProgress, readonly Prevention[], number> {
  const changes = oneSwitchChanges(choice.kernel);
  const tried: Prevention[] = [];
  for (const change of changes) {
    const changed: FreeChoice = { ...choice, changes: { ...choice.changes, [change.key]: change.value } };
    const going = exploring(freeQuestion(changed), [ask], { ...bounds, until: 'violated' });
    let next = going.next();
    while (next.done !== true) next = going.next(yield { done: tried.length, of: changes.length, ...next.value });
    if (next.value.status === 'stopped') return tried;
    const verdict = next.value.properties[0]?.verdict;
    tried.push({
      change,
      verdict: verdict === 'holds' || verdict === 'violated' ? verdict : 'unknown',
      states: next.value.states,
      costs: costsOfKernel(changed),
    });
  }
  return tried;
}

/** What the two things that matter cost on this kernel at its usual size: a mapping there and back, and a page handed over. */
export function costsOfKernel({ kernel, changes }: Pick<FreeChoice, 'kernel' | 'changes'>): Prevention['costs'] {
  const { sizes } = present(preset(kernel), `preset ${kernel}`);
  const config = { switches: flushingSwitches(kernel, changes ?? {}), sizes };
  const made = buildKernel(config);
  const m = boot(made);
  const spend = (fn: KernelFunction, a = 0): Costs => {
    let costs = NO_COSTS;
    const command: Command = { type: 'run', action: { type: 'call', cpu: cpuId(0), fn, a, b: 0 } };
    perform(made, m, command, (event) => {
      costs = addCost(costs, event);
    });
    return costs;
  };
  const [mapping, unmapping] = [spend('kmap_atomic', 2), spend('kunmap_atomic')];
  return { map: plusCosts(mapping, unmapping), handOver: spend('secure_buffer_change_chunk', 1) };
}
