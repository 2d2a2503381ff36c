import { expect, test } from 'vitest';
import { present } from '../base/assert.ts';
import { another } from '../engine/explore/another.ts';
import { CAUSES } from '../engine/explore/causes.ts';
import { exploring, inOneGo } from '../engine/explore/explore.ts';
import { freeQuestion } from '../engine/explore/free-question.ts';
import { scenarioQuestion } from '../engine/explore/programs.ts';
import type { Question } from '../engine/explore/question.ts';
import { load } from '../scenario/lint.ts';
import { FOUND } from './every-interleaving.ts';
import type { Found } from './found.ts';

/** What a run does and states, without the words around it. */
const bare = (text: string): string =>
  text
    .split('\n')
    .filter((line) => !/^(title|note) /.test(line))
    .join('\n');

/** What the explorer answers today. */
function asked(found: Found): string {
  const { property, besides } = found;
  if (besides !== undefined) {
    const known = Object.values(CAUSES).filter((cause) => besides.includes(cause));
    expect(known).toHaveLength(besides.length);
    return present(inOneGo(another(questionOf(found), property, known)).example, 'another counterexample').text;
  }
  const { properties } = inOneGo(exploring(questionOf(found), [property], { until: 'violated' }));
  return present(present(properties[0], 'an answer').example, 'a counterexample').text;
}

function questionOf({ kernel, owner, scope, text }: Found): Question {
  if (scope === 'free') return freeQuestion({ kernel, owner });
  if (scope === 'deeper') return freeQuestion({ kernel, owner, slots: 1, operations: { deeper: true } });
  if (scope === 'lowmem') return freeQuestion({ kernel, owner, slots: 1, operations: { lowmem: true } });
  if (scope === 'late') return freeQuestion({ kernel, owner, changes: { late_callback: 'maps' } });
  const loaded = load(text);
  if (!loaded.ok) throw new Error(loaded.diagnostics[0]?.message);
  const question = scenarioQuestion(loaded.scenario, { ...loaded, owner });
  if (!question.ok) throw new Error(question.error);
  return question.value;
}

test.each(FOUND.map((found) => [found.id, found] as const))('%s is what the explorer answers today', (_, found) => {
  expect(bare(found.text)).toBe(bare(asked(found)));
});
