import { present } from '../base/assert.ts';
import type { CachePolicy, MemoryType, Shareability } from './memory-type.ts';

/**
 * Memory attributes with LPAE: AttrIndx of a descriptor picks one byte of MAIR0 (0 to 3) or MAIR1 (4 to 7), SH says who shares.
 * Arm ARM DDI 0487, MAIR0 and MAIR1; arch/arm/mm/proc-v7-3level.S for the values Linux puts there.
 *
 *     0000 0000 strongly-ordered    0000 0100 device    oooo iiii normal, a policy each for outer and inner:
 *     0100 non-cacheable    10RW write-through    11RW write-back    R, W: allocates on read, on write
 */
export const LINUX_MAIR0 = 0xeeaa4400;
export const LINUX_MAIR1 = 0xff000004;

const SHAREABILITIES: readonly Shareability[] = ['non-shareable', 'reserved', 'outer shareable', 'inner shareable'];

/** What AttrIndx (0 to 7) and SH (0 to 3) say about the memory, under these two registers (32 bits each). */
export function mairMemoryType(
  attrIndx: number,
  sh: number,
  mair0: number = LINUX_MAIR0,
  mair1: number = LINUX_MAIR1,
): MemoryType {
  const attributes = ((attrIndx < 4 ? mair0 : mair1) >>> (8 * (attrIndx % 4))) & 0xff;
  const shareability = present(SHAREABILITIES[sh], 'a shareability of two bits');
  const kind = kindOf(attributes);
  if (kind === 'normal')
    return { kind, inner: policyOf(attributes & 0xf), outer: policyOf(attributes >>> 4), shareability };
  // Device and strongly-ordered memory is outer shareable whatever SH says (Arm ARM DDI 0487, chapter E2).
  return { kind, inner: null, outer: null, shareability: 'outer shareable' };
}

function kindOf(attributes: number): MemoryType['kind'] {
  if (attributes >>> 4 !== 0) return 'normal';
  if (attributes === 0) return 'strongly-ordered';
  return attributes === 4 ? 'device' : 'reserved';
}

/** Transient hints (00RW, 01RW) are left out: no kernel asks for them, and they cache as nothing certain. */
function policyOf(nibble: number): CachePolicy {
  if (nibble === 4) return 'non-cacheable';
  const writeAllocates = (nibble & 1) === 1;
  if (nibble >= 12) return writeAllocates ? 'write-back write-allocate' : 'write-back';
  if (nibble >= 8) return writeAllocates ? 'write-through write-allocate' : 'write-through';
  return 'reserved';
}
