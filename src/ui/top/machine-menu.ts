import type { Config } from '../../model/config.ts';
import { kernelMenu } from '../shared/kernel-menu.ts';
import type { MenuSection } from '../shared/menus.ts';
import { settingsText } from './machine-settings.ts';

/** The kernels that the run can be shown under instead; what has been set by hand stays only with its own. */
export const machineMenu = (
  kernel: string,
  config: Config,
  onMachine: (settings: string) => void,
): readonly MenuSection[] => kernelMenu(kernel, (name) => onMachine(settingsText(name, config, name === kernel)));
