import { SIZES, SWITCHES } from '../model/config.ts';
import type { Config, SizeName, Sizes, SwitchName, Switches } from '../model/config.ts';
import { preset, PRESETS } from '../model/eras.ts';
import type { Preset } from '../model/eras.ts';
import { present } from '../base/assert.ts';
import { didYouMean, quoted } from './suggest.ts';
import type { Setting } from './syntax.ts';

/**
 * The kernel of a scenario without a machine line, and of a machine line without `kernel=`: mainline at the time of the mail, where the
 * PTE is left behind and nothing flushes it. Whoever changes this changes what such scenarios mean.
 */
export const DEFAULT_KERNEL = 'v3.9';

export const SWITCH_NAMES = Object.keys(SWITCHES) as readonly SwitchName[];
export const SIZE_NAMES = Object.keys(SIZES) as readonly SizeName[];
export const KERNEL_NAMES: readonly string[] = PRESETS.map(({ name }) => name);
/** Everything that may stand left of `=` on a machine line. */
export const SETTING_KEYS: readonly string[] = ['kernel', ...SIZE_NAMES, ...SWITCH_NAMES];

/** What is wrong with `key=value`, and with which of the two; null when it can be set. */
export function settingMistake({
  key,
  value,
}: Setting): { readonly part: 'key' | 'value'; readonly message: string } | null {
  if (key === 'kernel') return inValue(kernelMistake(value));
  if (isSize(key)) return inValue(sizeMistake(key, value));
  if (isSwitch(key)) return inValue(switchMistake(key, value));
  const meant = didYouMean(key, SETTING_KEYS);
  const message = `unknown setting ${quoted(key)}${meant === '' ? '.' : meant} Settings: ${SETTING_KEYS.join(', ')}`;
  return { part: 'key', message };
}

/** The values a key may take, for completion and for the mistakes; empty for sizes, which are numbers. */
function settingValues(key: string): readonly string[] {
  if (key === 'kernel') return KERNEL_NAMES;
  return isSwitch(key) ? SWITCHES[key] : [];
}

/** How a setting is written: `kernel=v3.9`, `cpus=1`; a machine for a key that is unknown. */
export function settingSample(key: string): string {
  if (isSize(key)) return `${key}=${SIZES[key].min}`;
  const value = key === 'kernel' ? DEFAULT_KERNEL : settingValues(key)[0];
  return value === undefined ? `kernel=${DEFAULT_KERNEL} cpus=4` : `${key}=${value}`;
}

/** The kernel and the configuration that settings ask for. Those that `settingMistake` complains about are passed over. */
export function applySettings(settings: readonly Setting[]): { readonly kernel: string; readonly config: Config } {
  const valid = settings.filter((setting) => settingMistake(setting) === null);
  const kernel = valid.find(({ key }) => key === 'kernel')?.value ?? DEFAULT_KERNEL;
  const base: Preset = present(preset(kernel), `preset ${kernel}`);
  const switches: Record<string, string> = { ...base.switches };
  const sizes: Record<string, number> = { ...base.sizes };
  for (const { key, value } of valid) {
    if (isSwitch(key)) switches[key] = value;
    if (isSize(key)) sizes[key] = Number(value);
  }
  // Every key of the preset is still there and settingMistake has seen every new value.
  return { kernel, config: { switches: switches as Switches, sizes: sizes as Sizes } };
}

function isSwitch(key: string): key is SwitchName {
  return Object.hasOwn(SWITCHES, key);
}

function isSize(key: string): key is SizeName {
  return Object.hasOwn(SIZES, key);
}

function inValue(message: string | null): { readonly part: 'value'; readonly message: string } | null {
  return message === null ? null : { part: 'value', message };
}

function kernelMistake(value: string): string | null {
  if (KERNEL_NAMES.includes(value)) return null;
  const meant = didYouMean(value, KERNEL_NAMES);
  return `unknown kernel ${quoted(value)}${meant === '' ? '.' : meant} Kernels: ${KERNEL_NAMES.join(', ')}`;
}

function switchMistake(key: SwitchName, value: string): string | null {
  const values: readonly string[] = SWITCHES[key];
  if (values.includes(value)) return null;
  const meant = didYouMean(value, values);
  return `${quoted(value)} is no value of ${key}${meant === '' ? ': it' : `${meant} It`} is one of ${values.join(', ')}`;
}

function sizeMistake(key: SizeName, value: string): string | null {
  const { min, max, unit } = SIZES[key];
  if (!/^(0[xX][0-9a-fA-F]{1,8}|[0-9]{1,9})$/.test(value)) {
    return `${quoted(value)} is not a number: ${key} is ${range(key, min, max)} (${unit})`;
  }
  const n = Number(value);
  return n >= min && n <= max ? null : `${key}=${value} is out of range: ${key} is ${range(key, min, max)} (${unit})`;
}

/** A frame number is read and written in hexadecimal, everything else is counted. */
function range(key: SizeName, min: number, max: number): string {
  return key === 'pfn_base' ? `0x${min.toString(16)} to 0x${max.toString(16)}` : `${min} to ${max}`;
}
