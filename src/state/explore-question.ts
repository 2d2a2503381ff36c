import type { ExploreRequest } from '../engine/explore-protocol.ts';
import type { About } from '../engine/explore/about.ts';
import { readAsk } from '../engine/explore/ask.ts';
import {
  choiceMistake,
  freeQuestion,
  slotsFor,
  USUAL_NESTING,
  type FreeChoice,
} from '../engine/explore/free-question.ts';
import { everyChange } from '../engine/explore/changes.ts';
import type { Config } from '../model/config.ts';
import { ASKABLE, type Change, type Chosen } from './explore-state.ts';

/** From the form to requests, and what is wrong with the form. Pure. */

/** So many states take about a quarter of a gigabyte; what is larger ends there and says so. */
export const MAX_STATES = 3_000_000;
/** Where a state takes more room than usual, it ends here. */
const MAX_BYTES = 500_000_000;
export const ROOM = { maxStates: MAX_STATES, maxBytes: MAX_BYTES } as const;

/** How many slots each CPU of the explored machine has. */
export const slotsOf = (chosen: Pick<Chosen, 'kernel' | 'change'>, nesting: number): number =>
  slotsFor(kernelOf(chosen), nesting);

/** What the switch of a kernel that is set by hand may be. */
export const changesFor = (kernel: string): readonly Change[] => everyChange(kernel);

type KernelChoice = Pick<FreeChoice, 'kernel' | 'changes'>;

function kernelOf({ kernel, change }: Pick<Chosen, 'kernel' | 'change'>): KernelChoice {
  return change === null ? { kernel } : { kernel, changes: { [change.key]: change.value } };
}

/** As it is called: `rfc-dead-hook index_owner=task`. */
export const kernelName = ({ kernel, change }: Pick<Chosen, 'kernel' | 'change'>): string =>
  change === null ? kernel : `${kernel} ${change.key}=${change.value}`;

/**
 * The free question of the form; `kernel` in place of its own, with no switch set. A nesting that is usual is left to whoever changes the
 * kernel.
 */
export function choiceOf(chosen: Chosen, kernel?: string): FreeChoice {
  const asked = kernel === undefined ? chosen : { kernel, change: null };
  const { cpus, pages, nesting, owner, irq, hotplug, driver, deeper, local, lowmem, hardware } = chosen;
  const slots = nesting === USUAL_NESTING ? {} : { slots: slotsOf(asked, nesting) };
  const operations = { irq, hotplug, driver, deeper, local, lowmem };
  return { ...kernelOf(asked), cpus, pages, ...slots, owner, operations, hardware };
}

export const hasOwn = ({ own }: Pick<Chosen, 'own'>): boolean => own.trim() !== '';

/** What is asked, for the wire: nothing for all there are. */
export function asksOf({ properties, own }: Chosen): readonly string[] {
  const predicate = own.trim();
  if (predicate === '' && properties.length === ASKABLE.length) return [];
  return [...ASKABLE.filter((name) => properties.includes(name)), ...(predicate === '' ? [] : [predicate])];
}

/** What the form asks about. `text`: of the run that is asked about where it is one. */
export function aboutOf(chosen: Chosen, text: string): About {
  const { owner, hardware } = chosen;
  if (chosen.scope === 'run') return { type: 'scenario', text, owner, hardware };
  return { type: 'free', choice: choiceOf(chosen) };
}

/** @param expected how many states there will be, as far as that is known */
export function questionRequest(chosen: Chosen, text: string, expected = 0): ExploreRequest {
  return {
    ...{ type: 'question', about: aboutOf(chosen, text), properties: asksOf(chosen) },
    ...{ ...ROOM, map: true, expected },
  };
}

export function estimateRequest(chosen: Chosen, text: string): ExploreRequest {
  return { type: 'estimate', about: aboutOf(chosen, text), ...(hasOwn(chosen) ? { own: chosen.own } : {}) };
}

/** What is wrong with the predicate of the person's own, as a sentence; null when nothing is. `config`: of the open run. */
export function ownMistake({ own, ...chosen }: Chosen, config: Config | null): string | null {
  if (own.trim() === '') return null;
  const choice = choiceOf({ ...chosen, own: '' });
  const asked = chosen.scope === 'run' && config !== null ? config : freeQuestion(choice).config;
  const ask = readAsk(asked, own);
  return ask.ok ? null : ask.error;
}

/** Why the question cannot be asked as it stands; null when it can. */
export function chosenMistake(chosen: Chosen, config: Config | null): string | null {
  const wrong = chosen.scope === 'free' ? choiceMistake(choiceOf(chosen)) : null;
  if (wrong !== null) return wrong;
  if (asksOf(chosen).length === 0 && chosen.properties.length === 0) return 'choose at least one property';
  return ownMistake(chosen, config);
}
