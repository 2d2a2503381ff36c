import { cpusThatFit, cpuOfIndex, slotOfIndex, vaddrSlot } from '../arm/fixmap.ts';
import { vaddr as toVaddr } from '../arm/units.ts';
import type { Config } from '../model/config.ts';
import { geometryOf } from '../scenario/addresses.ts';
import { applySettings } from '../scenario/settings.ts';
import type { Setting } from '../scenario/syntax.ts';

/** A slot as a kernel names it. */
export type SlotPlace = { readonly cpu: number; readonly slot: number };

/**
 * A kernel of ours that keeps its slots at certain addresses. Texts from a kernel show addresses and never its version: which of these it
 * was is read from where its slots lie.
 */
export type SlotLayout = {
  readonly settings: readonly Setting[];
  readonly config: Config;
  /** What is known by the addresses alone, as the middle of a sentence. */
  readonly known: string;
  /** The slot whose page holds the address; null when it is none's. */
  readonly placeOf: (address: number) => SlotPlace | null;
};

const setting = (text: string): Setting => {
  const [key = '', value = ''] = text.split('=');
  return { key, value };
};

function layout(known: string, ...settings: readonly string[]): SlotLayout {
  const list = settings.map(setting);
  const { config } = applySettings(list);
  const geometry = geometryOf(config);
  const cpus = cpusThatFit(geometry);
  const placeOf = (address: number): SlotPlace | null => {
    const index = vaddrSlot(geometry, toVaddr(address));
    if (index === null || cpuOfIndex(geometry, index) >= cpus) return null;
    return { cpu: cpuOfIndex(geometry, index), slot: slotOfIndex(geometry, index) };
  };
  return { settings: list, config, known, placeOf };
}

/**
 * The layouts of asm/fixmap.h, 2.6.37 to 5.10 (model/eras.ts has the sources), as kernels whose kunmap_atomic leaves the PTE. Those that
 * have `kmap_atomic_flush_unused` stand apart: a text may show that function running.
 */
export const LEAVING: readonly SlotLayout[] = [
  layout('slots that rise from 0xfff00000, as up to 3.14', 'kernel=v3.9'),
  layout('slots that rise from 0xffc00000, as in 3.16 to 3.18', 'kernel=v3.14', 'layout=up_ffc00000'),
  layout('slots that fall from 0xffeff000, as in 4.0', 'kernel=v3.14', 'layout=down_ffeff000'),
  layout('slots that fall from 0xffefe000, as in 4.9', 'kernel=v3.14', 'layout=down_ffeff000', 'fix_kmap_begin=1'),
  layout(
    'slots that fall from 0xffefd000, as in Qualcomm’s 3.18',
    'kernel=v3.14',
    'layout=down_ffeff000',
    'fix_kmap_begin=2',
  ),
];

export const FLUSHING: readonly SlotLayout[] = [
  layout('slots that rise from 0xfff00000, as in 3.4 and 3.10 with the patch', 'kernel=rfc-v2'),
  layout('slots that rise from 0xffc00000', 'kernel=vendor-4.4', 'layout=up_ffc00000', 'fix_kmap_begin=0'),
  layout('slots that fall from 0xffeff000', 'kernel=vendor-4.4', 'fix_kmap_begin=0'),
  layout('slots that fall from 0xffefe000, as in 4.4 with the patch', 'kernel=vendor-4.4'),
  layout('slots that fall from 0xffefd000, as in Qualcomm’s 3.18', 'kernel=vendor-3.18'),
];

/** The layout that `score` likes best; among equals the older one. */
export function bestLayout(layouts: readonly SlotLayout[], score: (layout: SlotLayout) => number): SlotLayout {
  const [first, ...others] = layouts;
  if (first === undefined) throw new Error('a layout to choose from');
  let best = { layout: first, score: score(first) };
  for (const layout of others) {
    const its = score(layout);
    if (its > best.score) best = { layout, score: its };
  }
  return best.layout;
}
