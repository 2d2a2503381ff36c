import type { Chapter } from './shipped.ts';
import type { Found } from './found.ts';
import { FOUND_SINCE } from './found-since.ts';
import { FOUND_UNTIL_2013 } from './found-until-2013.ts';

/** In the order of the presets. */
export const FOUND: readonly Found[] = [...FOUND_UNTIL_2013, ...FOUND_SINCE];

/** What visiting every interleaving finds, kernel by kernel. */
export const EVERY_INTERLEAVING: Chapter = {
  title: 'Every interleaving',
  about:
    'The shortest run that breaks a promise on each kernel, found by visiting every order in which two CPUs can do things. Nobody thought of these.',
  scenarios: FOUND,
};
