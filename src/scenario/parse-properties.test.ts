import fc from 'fast-check';
import { expect, test } from 'vitest';
import { format } from './format.ts';
import { parse } from './parse.ts';
import * as arbitrary from './testing/arbitrary.ts';

const SEED = 20_130_408;

test('parse ∘ format is the identity on scenarios, and finds no mistake in them', () => {
  fc.assert(
    fc.property(arbitrary.scenario, (scenario) => {
      const parsed = parse(format(scenario));
      expect(parsed.diagnostics).toEqual([]);
      expect(parsed.scenario).toEqual(scenario);
    }),
    { seed: SEED, numRuns: 3000 },
  );
});
