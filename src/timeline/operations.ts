import type { CpuView } from './frame.ts';

/** What the panel of a CPU offers, in the order in which it offers it; `cpu_down` and `cpu_up` are done to this CPU by another one. */
export const OPERATIONS = [
  'kmap_atomic',
  'kunmap_atomic',
  'kmap_local_page',
  'kunmap_local',
  'kmap_atomic_pfn',
  'kmap',
  'kunmap',
  'copy_highpage',
  'dma_clean',
  'read',
  'kmap_atomic_flush_unused',
  'kmap_flush_unused',
  'secure_buffer_change_chunk',
  'secure_protect',
  'secure_unprotect',
  'dma_alloc_attrs',
  'dma_free_attrs',
  'cpu_down',
  'cpu_up',
  'disable_nonboot_cpus',
  'enable_nonboot_cpus',
  'speculate',
  'evict',
  'irq',
  'irq_return',
  'handle_IPI',
  'take_abort',
  'schedule',
  'tick',
  'finish',
] as const;

export type Operation = (typeof OPERATIONS)[number];

/** The CPU that takes `target` down or brings it up: the first other one that is online and idle, else the first that is online. */
export function hotplugActor(cpus: readonly Pick<CpuView, 'cpu' | 'state' | 'calls'>[], target: number): number | null {
  const able = cpus.filter(({ cpu, state }) => cpu !== target && state === 'online');
  return (able.find(({ calls }) => calls.length === 0) ?? able[0])?.cpu ?? null;
}
