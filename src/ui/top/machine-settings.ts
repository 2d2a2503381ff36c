import { SIZES, type Config, type SizeName, type SwitchName } from '../../model/config.ts';
import { preset } from '../../model/eras.ts';

/** Sizes a reader may change on the page; the others are set in the text. */
export const SHOWN_SIZES = [
  'cpus',
  'pages',
  'low',
  'slots',
  'pkmap',
  'tlb_entries',
] as const satisfies readonly SizeName[];

/**
 * What stands behind `machine` for this configuration under a kernel: the preset, then only what differs from it. Switches set by hand are
 * kept when the kernel stays, and dropped when another one is chosen.
 */
export function settingsText(kernel: string, config: Config, keepSwitches: boolean): string {
  const base = preset(kernel);
  if (base === undefined) return `kernel=${kernel}`;
  const sizes = (Object.keys(SIZES) as readonly SizeName[])
    .filter((name) => keepSwitches || SIZES_KEPT.includes(name))
    .filter((name) => config.sizes[name] !== base.sizes[name])
    .map((name) => `${name}=${String(config.sizes[name])}`);
  const switches = keepSwitches
    ? (Object.keys(config.switches) as readonly SwitchName[])
        .filter((name) => config.switches[name] !== base.switches[name])
        .map((name) => `${name}=${config.switches[name]}`)
    : [];
  return [`kernel=${kernel}`, ...sizes, ...switches].join(' ');
}

/** Sizes that are the reader's choice and go along to another kernel; slots and tasks belong to the kernel. */
const SIZES_KEPT: readonly SizeName[] = ['cpus', 'pages', 'low', 'pfn_base', 'tlb_entries'];
