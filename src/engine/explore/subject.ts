import { present } from '../../base/assert.ts';
import { tellerOf, type Teller } from '../../explore/errand.ts';
import { kernelSystem } from '../kernel-system.ts';
import { exceptKnown, tellingCauses } from './another.ts';
import type { Ask } from './ask.ts';
import { askedOf } from './asked.ts';
import type { Cause } from './causes.ts';
import type { Question } from './question.ts';

/** What is searched, as plain data: with it somebody on another core can look into states. */
export type Subject = {
  readonly question: Question;
  /** What is asked; or the one promise for which another cause than `except` is looked for. */
  readonly asks: readonly Ask[];
  readonly except: readonly Cause[] | null;
};

/** Looks into states of a subject, as the search that it is the subject of does. */
export function tellerFor({ question, asks, except }: Subject): Teller {
  if (except === null) {
    const bound = kernelSystem(question);
    return tellerOf(bound.system, askedOf(bound, asks));
  }
  const bound = tellingCauses(question);
  const { system, properties } = exceptKnown(bound, present(asks[0], 'a promise'), except);
  return tellerOf(system, properties);
}
