import type { Opening } from './commands.ts';
import { STORY_OF_THE_MAIL } from './story-of-the-mail.ts';

/** A scenario that ships with the product. Its id is part of links, `#/s/…`: once given, it stays. */
export type Curated = {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly opening: Opening;
};

export const CURATED: readonly Curated[] = [
  {
    id: 'cpu-dies-with-a-stray',
    title: 'A CPU dies with a stray mapping',
    about: 'The story of the 2013 mail: why clearing each online CPU is not enough, and what speculation then finds.',
    opening: STORY_OF_THE_MAIL,
  },
];

/** A shipped scenario by its short name; null when there is none of that name. */
export function curatedOpening(id: string): Opening | null {
  return CURATED.find((curated) => curated.id === id)?.opening ?? null;
}
