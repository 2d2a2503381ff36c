import { present } from '../base/assert.ts';
import { fieldValue } from './fields.ts';
import { memoryTypeText } from './memory-type.ts';
import type { PteFormat } from './pte-format.ts';
import { memoryTypeOf } from './pte-format.ts';

/**
 * What a hardware word allows, in words. Access permissions AP[2:0] without the access flag: Arm ARM DDI 0487, chapter G5; with LPAE the
 * same without AP[0], which is 1 there.
 */
const PERMISSIONS: readonly string[] = [
  'no access',
  'kernel may read and write',
  'kernel may read and write, user may read',
  'kernel and user may read and write',
  'reserved permission',
  'kernel may read',
  'kernel and user may read',
  'kernel and user may read',
];

/** Does a table walk that reads this hardware word find a page? Otherwise it takes a translation fault. */
export function translates(format: PteFormat, hardware: string): boolean {
  const value = (name: string) => fieldValue(format.hardwareFields, hardware, name);
  if (format.version.kind === 'short') return value('PTE_TYPE_SMALL') === 1;
  if (format.version.of === '3.6') return value('L_PTE_PRESENT') === 3;
  return value('L_PTE_PRESENT[1]') === 1 && value('L_PTE_VALID') === 1;
}

/** A hardware word in one line: permission, execution, memory type, scope; `translation fault` when there is no page. */
export function hardwareText(format: PteFormat, hardware: string): string {
  if (!translates(format, hardware)) return 'translation fault';
  const value = (name: string) => fieldValue(format.hardwareFields, hardware, name);
  const isShort = format.version.kind === 'short';
  return [
    present(
      PERMISSIONS[isShort ? 4 * value('AP[2]') + value('AP[1:0]') : lpaePermission(format, value)],
      'three bits of AP',
    ),
    value(isShort ? 'XN' : 'L_PTE_XN') === 1 ? 'execute never' : 'executable',
    memoryTypeText(memoryTypeOf(format, hardware)),
    value('nG') === 1 ? 'one address space' : 'global',
  ].join('; ');
}

function lpaePermission(format: PteFormat, value: (name: string) => number): number {
  const ap2 = format.version.of === '6.1' ? 'PTE_AP2' : 'L_PTE_RDONLY';
  return 4 * value(ap2) + 2 * value('L_PTE_USER') + 1;
}
