import { ensure, present } from '../base/assert.ts';
import type { Shared } from './shared.ts';

/** Something stored, with the number of the version that stored it. */
export type Versioned = { readonly version: number };

/** What any released version stored: its shape stays here for ever. Version 1 is the first. */
export type Stored = Shared;

/**
 * `UPGRADERS[n - 1]` lifts what version n stored to what version n + 1 stores, without a gap. The reader of a released version stays too
 * (link.ts, file.ts) and gives that version's shape; from there on it is one step after the other.
 */
export const UPGRADERS: readonly ((older: Stored) => Stored)[] = [];

const isCurrent = (stored: Stored): stored is Shared => stored.version === UPGRADERS.length + 1;

/** What was stored, as it is stored today. */
export function upgraded(stored: Stored): Shared {
  return upgrade(stored, UPGRADERS, isCurrent);
}

/** Lifts stored content through every version after its own. */
export function upgrade<Any extends Versioned, Current extends Any>(
  stored: Any,
  upgraders: readonly ((older: Any) => Any)[],
  isCurrent: (content: Any) => content is Current,
): Current {
  let content = stored;
  while (content.version <= upgraders.length) {
    const next = content.version + 1;
    content = present(upgraders[content.version - 1], `the upgrader to version ${next}`)(content);
    ensure(content.version === next, `the upgrader to version ${next} gives version ${next}`);
  }
  ensure(isCurrent(content), `version ${stored.version} is one of ours`);
  return content;
}
