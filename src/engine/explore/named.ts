import type { Config } from '../../model/config.ts';
import { placeOf } from '../../scenario/names.ts';
import { resolvePlace } from '../../scenario/resolve.ts';
import type { Expect, Page, Place, Predicate, Scenario, Statement, Step } from '../../scenario/syntax.ts';

// A scenario is explored on a machine that is as small as its operations allow. What it and its asker speak of is meant on its own machine:
// an address is another slot where strips are shorter, and a slot that nobody uses is still one that may be asked about.

/** A place by its name: `cpu1.slot0` for 0xfff10000 on this machine. What lies nowhere on it is left as it is. */
function byName(config: Config, place: Place): Place {
  if (place.type !== 'address') return place;
  const va = resolvePlace(config, place, null);
  return (va.ok ? placeOf(config, va.value) : null) ?? place;
}

/** The same of an expectation. */
export function expectByName(config: Config, expect: Expect): Expect {
  const { predicate } = expect;
  if (!('place' in predicate)) return expect;
  return { ...expect, predicate: { ...predicate, place: byName(config, predicate.place) } };
}

/** The same of all lines of a scenario that do something. */
export function scenarioByName(config: Config, scenario: Scenario): Scenario {
  const named = (statement: Statement): Statement => {
    if (statement.type === 'speculate' || statement.type === 'evict')
      return { ...statement, place: byName(config, statement.place) };
    if (statement.type !== 'call') return statement;
    const args = statement.args.map((arg) =>
      arg.type === 'place' ? { ...arg, place: byName(config, arg.place) } : arg,
    );
    return { ...statement, args };
  };
  const lines = scenario.lines.map((line) =>
    line.statement === null ? line : { ...line, statement: named(line.statement) },
  );
  return { ...scenario, lines };
}

/** Sizes that a machine must have for everything that is spoken of. */
export type RoomNamed = {
  readonly pages: number;
  readonly low: number;
  readonly slots: number;
  readonly pkmap: number;
};

/** How large a machine must be to have what these steps do something with, and what these expectations are about. */
export function roomNamed(steps: readonly Step[], expects: readonly Expect[]): RoomNamed {
  const places = [...steps.flatMap(placesIn), ...expects.flatMap(({ predicate }) => placesAsked(predicate))];
  const pages = [
    ...steps.flatMap(pagesIn),
    ...expects.flatMap(({ predicate }) => ('page' in predicate ? [predicate.page] : [])),
    ...places.flatMap((place) => (place.type === 'linear' || place.type === 'dma' ? [place.page] : [])),
  ];
  const most = (counts: readonly number[]): number => Math.max(0, ...counts.map((n) => n + 1));
  return {
    pages: most(pages.flatMap(({ low, n }) => (low ? [] : [n]))),
    low: most(pages.flatMap(({ low, n }) => (low ? [n] : []))),
    slots: most(places.flatMap((place) => (place.type === 'slot' ? [place.slot] : []))),
    pkmap: most(places.flatMap((place) => (place.type === 'pkmap' ? [place.entry] : []))),
  };
}

/** What hardware is told to do by a line it may do anyway, wherever something is mapped. */
function placesIn(step: Step): readonly Place[] {
  return step.type === 'call' ? step.args.flatMap((arg) => (arg.type === 'place' ? [arg.place] : [])) : [];
}

function placesAsked(predicate: Predicate): readonly Place[] {
  if (predicate.type === 'pkmap_count') return [{ type: 'pkmap', entry: predicate.entry }];
  return 'place' in predicate ? [predicate.place] : [];
}

function pagesIn(step: Step): readonly Page[] {
  if (step.type !== 'call') return [];
  return step.args.flatMap((arg) => {
    if (arg.type === 'page') return [arg.page];
    return arg.type === 'pages' ? [arg.first, arg.last] : [];
  });
}
