import { expect, test } from 'vitest';
import type { Event } from '../model/event.ts';
import { slotVa } from '../model/va.ts';
import { stepMarks } from './step-marks.ts';

const write = (cpu: number, index: number, from: number, to: number): Event => ({
  type: 'pte_write',
  cpu,
  table: 'fixmap',
  index,
  from,
  to,
  context: 'irq',
});

test('a flush is a visit per CPU: which slots it looked at, and which of them it wrote', () => {
  const events: readonly Event[] = [
    { type: 'flush_cpu', cpu: 1, of: 1, first: 16, end: 32 },
    write(1, 17, 4, 0),
    { type: 'flush_cpu', cpu: 0, of: 0, first: 1, end: 16 },
  ];
  expect(stepMarks(events, 16).visits).toEqual([
    { cpu: 1, of: 1, first: 0, end: 16, written: [1] },
    { cpu: 0, of: 0, first: 1, end: 16, written: [] },
  ]);
});

test('flushes of two CPUs that run at the same time keep their writes apart', () => {
  const events: readonly Event[] = [
    { type: 'flush_cpu', cpu: 1, of: 1, first: 16, end: 32 },
    { type: 'flush_cpu', cpu: 2, of: 2, first: 32, end: 48 },
    write(2, 33, 4, 0),
    write(1, 16, 2, 0),
  ];
  expect(stepMarks(events, 16).visits.map(({ written }) => written)).toEqual([[0], [1]]);
});

test('a slot written twice in one step was what it was before the first write', () => {
  const { before } = stepMarks([write(0, 3, 5, 0), write(0, 3, 0, 6)], 16);
  expect([...before]).toEqual([[3, 5]]);
});

test('an access and the violation it became are one arrow, refused', () => {
  const access = { cpu: 2, va: slotVa(16), page: 4, via: 'pte', speculative: true } as const;
  const events: readonly Event[] = [
    { type: 'access', ...access },
    { type: 'violation', ...access, delivery: 'async_abort' },
  ];
  expect(stepMarks(events, 16).accesses).toEqual([{ ...access, slot: 16, refused: true }]);
});

test('an access that finds no translation goes to its slot and no further', () => {
  const [access] = stepMarks([{ type: 'no_translation', cpu: 0, va: slotVa(5), speculative: true }], 16).accesses;
  expect(access).toMatchObject({ slot: 5, page: 0, via: 'none', refused: false });
});
