import { expect, test } from 'vitest';
import { costsBetween, NO_COSTS } from '../model/cost.ts';
import { costText, counted, grouped, table } from './words.ts';

test('large numbers are grouped, and one is one', () => {
  expect([0, 12, 999, 1000, 1272, 53_533_990].map(grouped)).toEqual(['0', '12', '999', '1,000', '1,272', '53,533,990']);
  expect([counted(0, 'step'), counted(1, 'step'), counted(2, 'branch', 'branches')]).toEqual([
    'no steps',
    '1 step',
    '2 branches',
  ]);
});

test('costs are said in words, and only what there was', () => {
  const costs = { ...NO_COSTS, pte_writes: 1, tlb_flushes: 514, tlb_broadcast: 2, tlb_range: 512, barriers: 3 };
  expect([costText(NO_COSTS), costText(costs)]).toEqual([
    'nothing',
    '1 PTE write, 2 broadcast TLB invalidates, 512 TLB invalidates of a range, 3 barriers',
  ]);
  expect(costsBetween(costs, { ...costs, pte_writes: 5 })).toEqual({ ...NO_COSTS, pte_writes: 4 });
});

test('columns of words stand left, columns of numbers right', () => {
  expect(
    table([
      ['', 'writes'],
      ['rfc-v1', 1272],
      ['v', 4],
    ]),
  ).toEqual(['        writes', 'rfc-v1   1,272', 'v            4']);
});
