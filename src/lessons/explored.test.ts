import { expect, test } from 'vitest';
import { everyAsk, exploring, inOneGo } from '../engine/explore/explore.ts';
import { hasCauses } from '../engine/explore/causes.ts';
import { scenarioQuestion } from '../engine/explore/programs.ts';
import { load } from '../scenario/lint.ts';
import { LIBRARY } from './library.ts';

const SHIPPED = LIBRARY.flatMap(({ scenarios }) => scenarios.map(({ id, text }) => [id, text] as const));

/** Enough that most are visited wholly, and few enough that all of it takes seconds. */
const MOST_STATES = 3_000;

test.each(SHIPPED)(
  '%s: its steps can be taken in every order, and what is found comes with a run and a cause',
  (_, text) => {
    const loaded = load(text);
    if (!loaded.ok) throw new Error('a shipped scenario is read without mistakes');
    const question = scenarioQuestion(loaded.scenario, loaded);
    if (!question.ok) throw new Error(question.error);
    const asks = everyAsk(question.value);
    const { properties } = inOneGo(exploring(question.value, asks, { maxStates: MOST_STATES }));
    for (const [i, { verdict, example }] of properties.entries()) {
      const met = verdict === 'violated' || verdict === 'found';
      expect(example !== null).toBe(met);
      const ask = asks[i];
      if (met && ask !== undefined && hasCauses(ask)) expect(example?.causes).not.toEqual([]);
    }
  },
);
