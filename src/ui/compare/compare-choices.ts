import { SWITCHES, type SwitchName } from '../../model/config.ts';
import { preset } from '../../model/eras.ts';

/** Beside the scenario's own: more than four lanes are not looked at, they are searched. */
export const MOST_BESIDE = 3;

/** Comparisons one comes for, by what they show. */
export type Suggestion = { readonly title: string; readonly kernels: readonly string[] };

const SUGGESTIONS: readonly Suggestion[] = [
  { title: 'The argument of the mail', kernels: ['rfc-v2', 'rfc-v1', 'v3.9-debug', 'v3.9'] },
  { title: 'With the hotplug callback and without', kernels: ['rfc-v2', 'rfc-no-hook'] },
  { title: 'Who tells the other TLBs', kernels: ['rfc-v2', 'vendor-4.4', 'fixed'] },
  { title: 'kmap_atomic and what became of it', kernels: ['v3.9', 'v6.1'] },
];

/** What to suggest beside a kernel: each without that kernel itself, none that would leave nothing or too many. */
export function suggestionsFor(own: string): readonly Suggestion[] {
  return SUGGESTIONS.map(({ title, kernels }) => ({
    title,
    kernels: kernels.filter((name) => name !== own).slice(0, MOST_BESIDE),
  }));
}

/** Why no more can be chosen; null when one can. */
export function whyNoMore(chosen: readonly string[]): string | null {
  return chosen.length < MOST_BESIDE ? null : 'Four lanes are the most: take one away first.';
}

/** One more, or one less. */
export function toggled(chosen: readonly string[], kernel: string): readonly string[] {
  return chosen.includes(kernel) ? chosen.filter((one) => one !== kernel) : [...chosen, kernel];
}

/** The values a switch of a kernel could have instead of the one it has. */
export function otherValues(kernel: string, name: SwitchName): readonly string[] {
  const value = preset(kernel)?.switches[name];
  return SWITCHES[name].filter((one) => one !== value);
}

/** A preset with one switch changed, as a lane is named: `rfc-v2 flush=unconditional`. */
export const withSwitch = (kernel: string, name: SwitchName, value: string): string => `${kernel} ${name}=${value}`;
