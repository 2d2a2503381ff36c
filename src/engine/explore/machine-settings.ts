import { SWITCHES, type SwitchName } from '../../model/config.ts';
import { preset } from '../../model/eras.ts';
import { present } from '../../base/assert.ts';
import type { Setting } from '../../scenario/syntax.ts';
import type { Question } from './question.ts';

const SWITCH_NAMES = Object.keys(SWITCHES) as readonly SwitchName[];

/**
 * The machine line of a run that was found: the preset and the sizes a person sees; and what exploring alone asked for, which is left out
 * where the run shows the same without it.
 */
export function settingsOf({ config, kernel, chosen }: Question): {
  readonly always: readonly Setting[];
  readonly removable: readonly Setting[];
} {
  const { switches, sizes } = present(preset(kernel), `preset ${kernel}`);
  const size = (key: 'cpus' | 'slots' | 'pages' | 'pkmap' | 'low'): Setting => ({
    key,
    value: String(config.sizes[key]),
  });
  const changed = SWITCH_NAMES.filter(
    (key) => switches[key] !== config.switches[key] && chosen.every((setting) => setting.key !== key),
  );
  const tasks = sizes.tasks === config.sizes.tasks ? [] : [{ key: 'tasks', value: String(config.sizes.tasks) }];
  return {
    always: [
      { key: 'kernel', value: kernel },
      ...(['cpus', 'slots', 'pages', 'pkmap', 'low'] as const).map(size),
      ...chosen,
    ],
    removable: [...changed.map((key): Setting => ({ key, value: config.switches[key] })), ...tasks],
  };
}
