import { present } from '../base/assert.ts';
import { HOTPLUG } from '../lessons/hotplug.ts';
import type { Shipped } from '../lessons/shipped.ts';
import type { Opening } from './commands.ts';

/** What one finds who comes without a link: the story of the 2013 mail, paused where the stray can first be seen. */
const DEFAULT = { id: 'cpu-dies-with-a-stray', at: 2 } as const;

/** The one scenario that everybody's first visit needs; the others come with the library. */
export function defaultOpening(): Opening {
  const story = HOTPLUG.scenarios.find(({ id }) => id === DEFAULT.id);
  return { text: present(story, 'the default scenario').text, at: DEFAULT.at };
}

/** A shipped scenario as its short name (`#/s/…`) leads to it: at its start. */
export function curatedOpening({ id, text }: Shipped): Opening {
  return { text, at: id === DEFAULT.id ? DEFAULT.at : 0 };
}
