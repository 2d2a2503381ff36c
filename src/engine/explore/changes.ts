import { present } from '../../base/assert.ts';
import { SWITCHES, type SwitchName, type Switches } from '../../model/config.ts';
import { preset } from '../../model/eras.ts';

/** One switch of a kernel set to another value. */
export type Change = { readonly key: SwitchName; readonly value: string };

/** Switches that say how something is written or delivered, and change nothing of what is asked of all interleavings. */
const NO_MATTER: readonly SwitchName[] = ['layout', 'pte_format', 'firewall', 'pfn_lowmem', 'kmap_high_get'];

/** Every one-switch change that could matter of a preset with these switches set: back to the preset's own value is one of them. */
export function oneSwitchChanges(kernel: string, chosen: Partial<Switches> = {}): readonly Change[] {
  return changesOf({ ...present(preset(kernel), `preset ${kernel}`).switches, ...chosen });
}

/** The same of any switches. */
export function changesOf(switches: Switches): readonly Change[] {
  const keys = (Object.keys(SWITCHES) as SwitchName[]).filter((key) => !NO_MATTER.includes(key));
  return keys.flatMap((key) =>
    SWITCHES[key].filter((value) => value !== switches[key]).map((value) => ({ key, value })),
  );
}
