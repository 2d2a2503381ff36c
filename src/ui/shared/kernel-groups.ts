import { PRESETS, type Preset } from '../../model/eras.ts';

const named = (test: RegExp): readonly Preset[] => PRESETS.filter(({ name }) => test.test(name));

/** The kernels one can choose, as they are offered everywhere. */
export const KERNEL_GROUPS: readonly { readonly title: string; readonly presets: readonly Preset[] }[] = [
  { title: 'mainline', presets: named(/^v\d/) },
  { title: 'the 2013 patch', presets: named(/^rfc/) },
  { title: 'as shipped by vendors', presets: named(/^vendor/) },
  { title: 'what it takes', presets: named(/^fixed/) },
];
