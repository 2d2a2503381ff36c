import { NO_COSTS } from '../../model/cost.ts';
import type { Kernel } from '../../model/kernel.ts';
import type { Machine } from '../../model/machine.ts';
import { PROPERTIES, PROPERTY_NAMES, type Mood, type Property, type PropertyName } from '../../model/properties.ts';
import { checkExpect } from '../../scenario/expect.ts';
import { formatStatement } from '../../scenario/format.ts';
import { parseStatement } from '../../scenario/parse.ts';
import { predicateMistake } from '../../scenario/predicates.ts';
import { err, ok, type Result } from '../../base/result.ts';
import type { Config } from '../../model/config.ts';
import type { Diagnostic, Expect } from '../../scenario/syntax.ts';

/** What is asked of every state: a property of the model by its name, or an expectation that is to hold always. */
export type Ask = PropertyName | Expect;

export function propertyNamed(name: PropertyName): Property {
  const found = PROPERTIES.find((property) => property.name === name);
  if (found === undefined) throw new Error(`broken promise: ${name} is a property`);
  return found;
}

export const isOwn = (ask: Ask): ask is Expect => typeof ask !== 'string';

/** `no_fault`; for an expectation its text: `not stray(cpu1.slot0)`. */
export const nameOf = (ask: Ask): string => (isOwn(ask) ? formatStatement(ask).slice('expect '.length) : ask);

export const moodOf = (ask: Ask): Mood => (isOwn(ask) ? 'always' : propertyNamed(ask).mood);

/** The promise as a sentence. */
export const saysOf = (ask: Ask): string => (isOwn(ask) ? `Always: ${nameOf(ask)}.` : propertyNamed(ask).says);

/** Does it hold on a machine whose TLBs hold entries? */
export function holdsOn(kernel: Kernel, m: Machine, ask: Ask): boolean {
  return isOwn(ask) ? checkExpect(kernel, m, NO_COSTS, ask).holds : propertyNamed(ask).holds(kernel, m);
}

/** Is this what is looked for: a breach of an `always`, an instance of a `sometimes`? */
export const answers = (kernel: Kernel, m: Machine, ask: Ask): boolean =>
  holdsOn(kernel, m, ask) === (moodOf(ask) === 'sometimes');

const EXPECT = 'expect ';
const NAMES = PROPERTY_NAMES.join(', ');

/** A single word may have been meant as a property; in anything longer the mistake has a place. */
function mistakeIn(text: string, mistake: Diagnostic | null): string {
  if (text.trim() === '')
    return `nothing is asked: name a property (${NAMES}) or a predicate of expect, not stray(cpu1.slot0)`;
  if (/^\s*not\b|[(=]/.test(text) && mistake !== null) {
    const column = Math.max(1, mistake.span.column - EXPECT.length);
    return `column ${column} of '${text}': ${mistake.message}`;
  }
  const why = mistake === null ? '' : `; nor a predicate of expect: ${mistake.message}`;
  return `'${text}' is no property (${NAMES})${why}`;
}

/**
 * Reads what a person asks: the name of a property, or a predicate of `expect`. What a run has cost is no property of a state; a fault is one
 * of `no_fault`.
 */
export function readAsk(config: Config, text: string): Result<Ask, string> {
  const named = PROPERTIES.find(({ name }) => name === text.trim());
  if (named !== undefined) return ok(named.name);
  const parsed = parseStatement(`${EXPECT}${text}`);
  if (!parsed.ok || parsed.value.type !== 'expect') return err(mistakeIn(text, parsed.ok ? null : parsed.error));
  const { predicate } = parsed.value;
  if (predicate.type === 'cost') return err('cost(…) is counted along a run: it is no property of a state');
  if (predicate.type === 'fault' || predicate.type === 'no_fault') return err('ask for no_fault, the property');
  if (predicate.type === 'cached') return err('ask for no_tlb_maps_secure: what else a TLB holds is not followed');
  const mistake = predicateMistake(config, predicate);
  return mistake === null ? ok(parsed.value) : err(mistake);
}
