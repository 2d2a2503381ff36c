import { SWITCHES, type Config, type SwitchName } from '../model/config.ts';
import { preset } from '../model/eras.ts';
import { load } from '../scenario/lint.ts';
import type { Scenario } from '../scenario/syntax.ts';

/** What a run runs on. `name`: the preset and the switches that were set by hand, as a lane is called. */
export type RunMachine = {
  readonly scenario: Scenario;
  readonly kernel: string;
  readonly name: string;
  readonly config: Config;
};

const SWITCH_NAMES = Object.keys(SWITCHES) as readonly SwitchName[];

/** The machine of a text; null where it has mistakes. */
export function machineOf(text: string): RunMachine | null {
  const loaded = load(text);
  if (!loaded.ok) return null;
  const { scenario, kernel, config } = loaded;
  const own = preset(kernel)?.switches;
  const byHand = SWITCH_NAMES.filter((key) => config.switches[key] !== own?.[key]);
  return {
    scenario,
    kernel,
    config,
    name: [kernel, ...byHand.map((key) => `${key}=${config.switches[key]}`)].join(' '),
  };
}

/** What is set to make exploring smaller (engine/explore/free-question.ts): a run of the kernel as it is, is one of the question too. */
const EXPLORING: readonly SwitchName[] = ['driver_flushes', 'firewall'];

type OfKernel = Pick<RunMachine, 'kernel' | 'config'>;

/** Is a run of the kernel that was asked about, with the same switches? */
export function isOfKernel(run: OfKernel, asked: OfKernel): boolean {
  const own = preset(asked.kernel)?.switches;
  return (
    run.kernel === asked.kernel &&
    SWITCH_NAMES.every((key) => {
      const has = run.config.switches[key];
      return has === asked.config.switches[key] || (EXPLORING.includes(key) && has === own?.[key]);
    })
  );
}
