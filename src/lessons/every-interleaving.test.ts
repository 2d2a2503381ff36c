import { expect, test } from 'vitest';
import { present } from '../base/assert.ts';
import { exploring, inOneGo } from '../engine/explore/explore.ts';
import { freeQuestion } from '../engine/explore/free-question.ts';
import { FOUND, type Found } from './every-interleaving.ts';

/** What a run does and states, without the words around it. */
const bare = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !/^(title|note) /.test(line))
    .join('\n');

/** What the explorer answers today. */
function asked({ kernel, property, owner }: Found): string {
  const { properties } = inOneGo(exploring(freeQuestion({ kernel, owner }), [property], { until: 'violated' }));
  return present(present(properties[0], 'an answer').example, 'a counterexample').text;
}

test.each(FOUND.map((found) => [found.id, found] as const))('%s is what the explorer answers today', (_, found) => {
  expect(bare(found.text)).toBe(bare(asked(found)));
});
