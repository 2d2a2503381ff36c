import { present } from '../../base/assert.ts';
import { SWITCHES, type SwitchName, type Switches } from '../../model/config.ts';
import { preset } from '../../model/eras.ts';

/** One switch of a kernel set to another value. */
export type Change = { readonly key: SwitchName; readonly value: string };

/** Switches that say how something is written or delivered, and change nothing of what is asked of all interleavings. */
const NO_MATTER: readonly SwitchName[] = ['layout', 'pte_format', 'firewall', 'pfn_lowmem', 'kmap_high_get'];

/** A what if that only adds to what may go wrong: asked for by name, and no cure of anything, though what it maps may hide a stray. */
const isCure = ({ key, value }: Change): boolean => key !== 'late_callback' || value === 'none';

/** Every one-switch change that could matter of a preset. */
export const everyChange = (kernel: string): readonly Change[] => allOf(switchesOf(kernel));

/** Those that may prevent something, of a preset with these switches set: back to the preset's own value is one of them. */
export function oneSwitchChanges(kernel: string, chosen: Partial<Switches> = {}): readonly Change[] {
  return changesOf({ ...switchesOf(kernel), ...chosen });
}

/** The same of any switches. */
export const changesOf = (switches: Switches): readonly Change[] => allOf(switches).filter(isCure);

const switchesOf = (kernel: string): Switches => present(preset(kernel), `preset ${kernel}`).switches;

function allOf(switches: Switches): readonly Change[] {
  const keys = (Object.keys(SWITCHES) as SwitchName[]).filter((key) => !NO_MATTER.includes(key));
  return keys.flatMap((key) =>
    SWITCHES[key].filter((value) => value !== switches[key]).map((value) => ({ key, value })),
  );
}
