import { expect, test } from 'vitest';
import { PRESETS } from '../../model/eras.ts';
import { COLUMNS, SHIPPED_ROWS } from './table-rows.ts';

const SIGNS = { holds: '✓', violated: '✗', found: 'o', 'not found': '.', unknown: '?' } as const;

test('before anything is asked every kernel has its row, each property its verdict', () => {
  expect(SHIPPED_ROWS.map(({ kernel }) => kernel)).toEqual(PRESETS.map(({ name }) => name));
  const rfc = SHIPPED_ROWS.filter(({ kernel }) => kernel.startsWith('rfc')).map(
    ({ kernel, verdicts }) =>
      `${kernel.padEnd(13)} ${verdicts.map((cell) => (cell === null ? ' ' : SIGNS[cell.verdict])).join(' ')}`,
  );
  expect(COLUMNS.map(({ name }) => name).slice(0, 3)).toEqual(['no_pte_maps_secure', 'no_tlb_maps_secure', 'no_fault']);
  expect(rfc.join('\n')).toBe(
    [
      'rfc-v1        ✓ ✓ ✓ ✓ ✓ ✓ o o o',
      'rfc-v2        ✓ ✓ ✓ ✓ ✓ ✓ o o o',
      'rfc-no-hook   ✗ ✗ ✗ ✓ ✓ ✓ o o o',
      'rfc-dead-hook ✗ ✗ ✗ ✓ ✓ ✓ o o o',
    ].join('\n'),
  );
});

test('every kernel that breaks a promise has a run to show, which is of that kernel', () => {
  for (const { kernel, verdicts } of SHIPPED_ROWS) {
    const broken = verdicts.filter((cell) => cell?.verdict === 'violated');
    const runs = broken.flatMap((cell) => (cell === null || cell.run === null ? [] : [cell.run]));
    expect(runs.length > 0).toBe(broken.length > 0);
    for (const run of runs) expect(run).toContain(`kernel=${kernel} `);
  }
});
