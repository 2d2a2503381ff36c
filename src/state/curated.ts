import { present } from '../base/assert.ts';
import { shipped } from '../lessons/library.ts';
import type { Opening } from './commands.ts';

/** What one finds who comes without a link: the story of the 2013 mail, paused where the stray can first be seen. */
const DEFAULT = { id: 'cpu-dies-with-a-stray', at: 2 } as const;

export function defaultOpening(): Opening {
  return { text: present(shipped(DEFAULT.id), 'the default scenario').text, at: DEFAULT.at };
}

/** A shipped scenario by its short name (`#/s/…`), at its start; null when there is none of that name. */
export function curatedOpening(id: string): Opening | null {
  if (id === DEFAULT.id) return defaultOpening();
  const scenario = shipped(id);
  return scenario === undefined ? null : { text: scenario.text, at: 0 };
}
