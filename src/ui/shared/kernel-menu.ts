import { KERNEL_GROUPS } from './kernel-groups.ts';
import type { MenuSection } from './menus.ts';

/** The kernels as a menu. `kernel`: the one that is chosen. */
export const kernelMenu = (kernel: string, onKernel: (kernel: string) => void): readonly MenuSection[] =>
  KERNEL_GROUPS.map(({ title, presets }) => ({
    title,
    items: presets.map(({ name, title: hint }) => ({
      label: name,
      hint,
      mono: true,
      checked: name === kernel,
      run: () => onKernel(name),
    })),
  }));
