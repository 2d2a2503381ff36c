import { err, ok, type Result } from '../base/result.ts';
import type { Config } from '../model/config.ts';
import { buildKernel } from '../model/kernel.ts';
import { elaborateMachine } from '../scenario/elaborate.ts';
import { parseStatement } from '../scenario/parse.ts';
import { applySettings, KERNEL_NAMES, SIZE_NAMES, SWITCH_NAMES } from '../scenario/settings.ts';
import type { Scenario, Setting } from '../scenario/syntax.ts';
import { replay, type Run } from './run.ts';
import { stepsOf } from './steps.ts';

/** One kernel under the scenario. A plain view is a comparison of one. */
export type LaneRun = {
  /** As it was asked for: a preset, and the switches that differ from it: `rfc-v2`, `rfc-v2 flush=unconditional`. */
  readonly name: string;
  readonly config: Config;
  readonly run: Run;
};

type Asked = { readonly name: string; readonly config: Config };

/**
 * Runs a scenario on its own kernel and on others beside it. All do the same statements, so step n is the same statement in each; what one
 * of them refuses or cannot be asked is an outcome there, and the lanes stay aligned.
 *
 * @param kernels as in `LaneRun.name`
 * @param previous lanes of before, whose common beginnings are not carried out again
 */
export function runLanes(
  scenario: Scenario,
  kernels: readonly string[],
  previous: readonly LaneRun[] = [],
): Result<readonly LaneRun[], string> {
  const own = ownMachine(scenario);
  const asked: Asked[] = [own];
  for (const name of kernels) {
    const other = besideOwn(scenario, own.config, name);
    if (!other.ok) return other;
    asked.push(other.value);
  }
  const steps = stepsOf(scenario);
  return ok(
    asked.map(({ name, config }) => {
      const before = previous.find((lane) => sameConfig(lane.config, config));
      return { name, config, run: replay(before?.run.kernel ?? buildKernel(config), steps, before?.run) };
    }),
  );
}

function ownMachine(scenario: Scenario): Asked {
  const { kernel, config } = elaborateMachine(scenario);
  const switches = settingsOf(scenario).filter(({ key }) => SWITCH_NAMES.some((name) => name === key));
  return { name: laneName(kernel, switches), config };
}

const laneName = (kernel: string, settings: readonly Setting[]): string =>
  [kernel, ...settings.map(({ key, value }) => `${key}=${value}`)].join(' ');

/** Sizes that a comparison must have in common, or the same statement would mean different things. */
const COMMON_SIZES = ['cpus', 'pages', 'low', 'pfn_base'] as const;

/**
 * Another preset with its own switches, on a machine of the same size. It is called by what it is: of what was asked for, no comment and no
 * spaces; and a size that the scenario has otherwise is a mistake, for the lane would be called by what it is not.
 */
function besideOwn(scenario: Scenario, own: Config, asked: string): Result<Asked, string> {
  if (asked.trim() === '') return err(`no kernel is named: there are ${KERNEL_NAMES.join(', ')}`);
  const machine = parseStatement(`machine kernel=${asked}`);
  if (!machine.ok) return err(machine.error.message);
  if (machine.value.type !== 'machine') return err(`${asked} is not the name of a kernel`);
  const { settings } = machine.value;
  const sizes = settingsOf(scenario).filter(({ key }) => SIZE_NAMES.some((size) => size === key));
  const common = COMMON_SIZES.map((key): Setting => ({ key, value: String(own.sizes[key]) }));
  const { kernel, config } = applySettings([...settings, ...sizes, ...common]);
  for (const { key, value } of settings) {
    const size = SIZE_NAMES.find((one) => one === key);
    if (size !== undefined && config.sizes[size] !== Number(value))
      return err(
        `${key}=${value} cannot be asked of one lane: all have the sizes of the scenario, ${key}=${config.sizes[size]} here. Change it on its machine line`,
      );
  }
  const others = settings.filter(({ key }) => key !== 'kernel');
  return ok({ name: laneName(kernel, others), config });
}

function settingsOf(scenario: Scenario): readonly Setting[] {
  const line = scenario.lines.find(({ statement }) => statement?.type === 'machine');
  return line?.statement?.type === 'machine' ? line.statement.settings : [];
}

const sameConfig = (a: Config, b: Config): boolean => JSON.stringify(a) === JSON.stringify(b);
