import { expect, test } from 'vitest';
import { didYouMean, nearest, quoted } from './suggest.ts';
import { OPERATION_NAMES } from './vocabulary.ts';

test.each([
  ['kmap_atomc', 'kmap_atomic'],
  ['kmap_atmoic', 'kmap_atomic'],
  ['kmap_atomics', 'kmap_atomic'],
  ['Kmap_Atomic', 'kmap_atomic'],
  ['kunmp', 'kunmap'],
  ['cpudown', 'cpu_down'],
  ['tik', 'tick'],
  ['irqreturn', 'irq_return'],
  ['flush', null],
  ['x', null],
  ['', null],
])('%j was meant to be %j', (word, meant) => {
  expect(nearest(word, OPERATION_NAMES)).toBe(meant);
});

test('a swap of neighbours is one slip, and the nearer candidate wins', () => {
  expect(nearest('ab', ['ba'])).toBe('ba');
  expect(nearest('abcd', ['abxx', 'abdc'])).toBe('abdc');
  expect(nearest('ab', ['cd'])).toBeNull();
});

test('a word of more than forty letters is not compared, and is quoted shortened', () => {
  expect(nearest('a'.repeat(41), ['a'.repeat(41)])).toBeNull();
  expect(nearest('a'.repeat(40), ['a'.repeat(40)])).toBe('a'.repeat(40));
  expect(quoted('a'.repeat(40))).toBe(`'${'a'.repeat(40)}'`);
  expect(quoted('a'.repeat(41))).toBe(`'${'a'.repeat(39)}…'`);
});

test('the suggestion as it stands in a sentence', () => {
  expect(didYouMean('tik', ['tick'])).toBe(': did you mean tick?');
  expect(didYouMean('nothing', ['tick'])).toBe('');
});
