/**
 * enum km_type of 2.6.32 on ARM, in its order: the number is the position in the CPU's strip that the caller asks kmap_atomic for.
 * Source: arch/arm/include/asm/kmap_types.h, 2.6.32 (KM_TYPE_NR is 14; later trees insert KM_L1_CACHE and KM_KDB, 2.6.37 makes them
 * meaningless).
 */
export const KM_TYPES = [
  'KM_BOUNCE_READ',
  'KM_SKB_SUNRPC_DATA',
  'KM_SKB_DATA_SOFTIRQ',
  'KM_USER0',
  'KM_USER1',
  'KM_BIO_SRC_IRQ',
  'KM_BIO_DST_IRQ',
  'KM_PTE0',
  'KM_PTE1',
  'KM_IRQ0',
  'KM_IRQ1',
  'KM_SOFTIRQ0',
  'KM_SOFTIRQ1',
  'KM_L2_CACHE',
] as const;

export type KmType = (typeof KM_TYPES)[number];

/** What a caller in task context without a special need passed: the slot of `kmap_atomic(page)` when no type is written. */
export const DEFAULT_KM_TYPE: KmType = 'KM_USER0';

/** The position in the strip, or null when 2.6.32 knows no such type. */
export function kmTypeNumber(name: string): number | null {
  const index = KM_TYPES.findIndex((type) => type === name);
  return index < 0 ? null : index;
}
