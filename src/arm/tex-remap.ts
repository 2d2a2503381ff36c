import { present } from '../base/assert.ts';
import { fieldValue } from './fields.ts';
import type { CachePolicy, MemoryType, Shareability } from './memory-type.ts';
import { SHORT_SMALL_PAGE } from './pte-short.ts';

/**
 * TEX remapping: TEX[0], C and B of a small page are a number n, and two registers say what n means.
 * Arm ARM DDI 0487, PRRR and NMRR; arch/arm/mm/proc-v7-2level.S for the values Linux puts there (proc-v7.S in 2.6.32: the same).
 *
 *     TR = PRRR[2n+1:2n]  kind      IR = NMRR[2n+1:2n]  inner      OR = NMRR[2n+17:2n+16]  outer
 *     DS0/DS1 = PRRR[16]/[17]  device pages with S=0/S=1 are shareable      NS0/NS1 = PRRR[18]/[19]  the same of normal pages
 *     NOS = PRRR[24+n]  shareable means inner shareable only      (strongly-ordered pages are shared by all, whatever S says)
 */
export const LINUX_PRRR = 0xff0a81a8;
export const LINUX_NMRR = 0x40e040e0;

const KINDS: readonly MemoryType['kind'][] = ['strongly-ordered', 'device', 'normal', 'reserved'];
const POLICIES: readonly CachePolicy[] = ['non-cacheable', 'write-back write-allocate', 'write-through', 'write-back'];

/** What a hardware small page says about its memory, under these two registers (32 bits each). `hardware`: 8 hexadecimal digits. */
export function texRemap(hardware: string, prrr: number = LINUX_PRRR, nmrr: number = LINUX_NMRR): MemoryType {
  const value = (name: string) => fieldValue(SHORT_SMALL_PAGE, hardware, name);
  const n = 4 * value('TEX[0]') + 2 * value('C') + value('B');
  const kind = present(KINDS[pair(prrr, 2 * n)], 'a memory type of two bits');
  const isNormal = kind === 'normal';
  const policy = (at: number) => (isNormal ? present(POLICIES[pair(nmrr, at)], 'a cache policy of two bits') : null);
  return {
    kind,
    inner: policy(2 * n),
    outer: policy(2 * n + 16),
    shareability: shareability(kind, prrr, n, value('S')),
  };
}

function shareability(kind: MemoryType['kind'], prrr: number, n: number, s: number): Shareability {
  if (kind === 'strongly-ordered') return 'outer shareable';
  if (!one(prrr, (kind === 'device' ? 16 : 18) + s)) return 'non-shareable';
  return one(prrr, 24 + n) ? 'inner shareable' : 'outer shareable';
}

const pair = (register: number, low: number) => (register >>> low) & 3;
const one = (register: number, at: number) => ((register >>> at) & 1) === 1;
