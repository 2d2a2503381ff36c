import { SIZES, SWITCHES } from '../model/config.ts';
import type { Config, SizeName, SwitchName } from '../model/config.ts';
import { PRESETS } from '../model/eras.ts';
import { SWITCH_VALUES, type SwitchValue } from '../model/switch-values.ts';
import { KM_TYPES } from './km-types.ts';
import { SETTING_KEYS } from './settings.ts';
import { COST_NAMES } from './syntax.ts';

/** One thing that could be written next: what is shown, what goes into the text, and a sentence about it. */
export type Candidate = { readonly label: string; readonly insert: string; readonly help: string };

/** Longer lists of one kind than this help nobody. */
const MOST = 32;

const numbered = (stem: string, count: number, help: string): readonly Candidate[] =>
  Array.from({ length: Math.min(count, MOST) }, (_, n) => plain(`${stem}${n}`, help));
const plain = (label: string, help: string): Candidate => ({ label, insert: label, help });

/** The CPUs of this machine; `after` is what follows them where they are written. */
export function cpuCandidates({ sizes }: Config, after = ''): readonly Candidate[] {
  return numbered('cpu', sizes.cpus, 'a CPU').map((cpu) => ({ ...cpu, insert: cpu.label + after }));
}

/** Its highmem and lowmem pages. */
export function pageCandidates({ sizes }: Config): readonly Candidate[] {
  return [...numbered('page', sizes.pages, 'a highmem page'), ...numbered('low', sizes.low, 'a lowmem page')];
}

/** What may follow `cpu1.`. */
export function slotCandidates({ sizes }: Config): readonly Candidate[] {
  return numbered('slot', sizes.slots, 'a position of this CPU’s strip');
}

/** Its places; `acting` where `slot0` alone is a slot of the CPU that acts. */
function placeCandidates(config: Config, acting: boolean): readonly Candidate[] {
  const { low, pkmap } = config.sizes;
  const own = acting ? numbered('slot', config.sizes.slots, 'a position of its own strip') : [];
  const linear = low > 0 ? [{ label: 'linear', insert: 'linear(', help: 'where lowmem is mapped for ever' }] : [];
  const dma = { label: 'dma', insert: 'dma(', help: 'where a driver keeps a page mapped strongly ordered' };
  const pkmaps = numbered('pkmap', pkmap, 'an entry of the kmap window');
  return [...own, ...cpuCandidates(config, '.'), ...pkmaps, ...linear, dma];
}

/** What an argument of this kind may be; nothing for a kind that has no list. */
export function ofKind(kind: string, config: Config, acting: boolean): readonly Candidate[] {
  switch (kind) {
    case 'page':
    case 'pages':
      return pageCandidates(config);
    case 'place':
      return placeCandidates(config, acting);
    case 'cpu':
      return cpuCandidates(config);
    case 'pkmap':
      return numbered('pkmap', config.sizes.pkmap, 'an entry of the kmap window');
    case 'task':
      return config.switches.index_owner === 'task'
        ? numbered('task', config.sizes.cpus + config.sizes.tasks, 'a task')
        : [];
    case 'cost':
      return COST_NAMES.map((name) => plain(name, 'counted from events'));
    case 'type':
      return config.switches.index_owner === 'type'
        ? KM_TYPES.map((type) => plain(type, 'the slot the caller asks for'))
        : [];
    default:
      return [];
  }
}

/** The values of a key of the machine line, or with null the keys. Sizes are numbers: nothing to choose from. */
export function machineCandidates(key: string | null): readonly Candidate[] {
  if (key === null) return SETTING_KEYS.map((label) => ({ label, insert: `${label}=`, help: keyHelp(label) }));
  if (key === 'kernel') return PRESETS.map(({ name, title, cite }) => plain(name, `${title} (${cite})`));
  if (!Object.hasOwn(SWITCH_VALUES, key)) return [];
  const values: Readonly<Record<string, SwitchValue>> = SWITCH_VALUES[key as SwitchName];
  return SWITCHES[key as SwitchName].map((value) => plain(value, helpOf(values[value])));
}

const helpOf = (value: SwitchValue | undefined): string => (value === undefined ? '' : `${value.says} (${value.cite})`);

function keyHelp(key: string): string {
  if (key === 'kernel') return 'the preset; what follows differs from it';
  if (!Object.hasOwn(SIZES, key)) return SWITCHES[key as keyof typeof SWITCHES].join(', ');
  const { min, max, unit } = SIZES[key as SizeName];
  return `${unit}, ${min} to ${max}`;
}
