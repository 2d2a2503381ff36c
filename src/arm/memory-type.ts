/** What a translation says about the memory behind it. Arm ARM DDI 0487, chapters E2 (memory types) and G5 (memory region attributes). */
export type MemoryType = {
  readonly kind: 'normal' | 'device' | 'strongly-ordered' | 'reserved';
  /** How the caches near this CPU and those further out treat it; only of normal memory. */
  readonly inner: CachePolicy | null;
  readonly outer: CachePolicy | null;
  readonly shareability: Shareability;
};

export type CachePolicy =
  | 'non-cacheable'
  | 'write-through'
  | 'write-back'
  | 'write-back write-allocate'
  | 'write-through write-allocate'
  | 'reserved';

export type Shareability = 'non-shareable' | 'outer shareable' | 'inner shareable' | 'reserved';

/**
 * May a CPU read data from such memory before any instruction asks for it? Only from normal memory: device and strongly-ordered pages are
 * accessed exactly as the program says (Arm ARM DDI 0487, chapter E2; the comment on memory types in asm/pgtable-2level.h of 6.12).
 */
export function allowsDataSpeculation(type: MemoryType): boolean {
  return type.kind === 'normal';
}

/** The type in words: `normal memory, write-back write-allocate, inner shareable`. */
export function memoryTypeText(type: MemoryType): string {
  const caches = type.inner === type.outer ? type.inner : `inner ${String(type.inner)}, outer ${String(type.outer)}`;
  if (type.kind === 'reserved') return 'reserved memory type';
  return [`${type.kind} memory`, caches, type.shareability].filter((part) => part !== null).join(', ');
}
