import { expect, test } from 'vitest';
import { DEFAULT_WEIGHTS } from '../../model/weights.ts';
import { inSpans, loadWords, measureWords } from './cost-words.ts';

test('cycles with weights of one’s own are called so; what is only counted is not', () => {
  const own = { ...DEFAULT_WEIGHTS, ipis: 0 };
  expect(measureWords('cycles', DEFAULT_WEIGHTS)).toBe('modelled cycles');
  expect(measureWords('cycles', own)).toBe('modelled cycles, own weights');
  expect(measureWords('ipis', own)).toBe('IPIs');
});

test.each([
  [[1, 2, 3, 4, 8, 10, 11], '1 to 4, 8, 10 to 11'],
  [[5], '5'],
  [[], ''],
] as const)('%j are %s', (numbers, words) => expect(inSpans(numbers)).toBe(words));

test('plots of a load that are taken away say what was run', () => {
  expect(loadWords({ cpus: 4, strays: 1, uses: 6 }).note).toBe(
    'Where nothing else is said: 4 CPUs, 1 stray on each CPU, 6 uses between two flushes. unmap always: v3.9 kunmap_clears=always; ' +
      'unconditional: rfc-v1; checked: rfc-v2; all with layout=up_ffc00000.',
  );
});
