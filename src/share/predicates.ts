import { COST_NAMES } from '../scenario/syntax.ts';
import type { CostName, Expect, Predicate } from '../scenario/syntax.ts';
import type { Sink, Source } from './bytes.ts';
import { flawed, getFlagged, getList, getUint, putFlagged, putList, putUint, ROLE } from './bytes.ts';
import { PREDICATE_CODES, PREDICATE_TYPES } from './opcodes.ts';
import { getPage, getPlace, putPage, putPlace } from './places.ts';
import { getWord, putWord } from './words.ts';

/** `expect`: the predicate's number and `not`, then what stands between its parentheses and behind its `=`. */
export function putExpect(out: Sink, { not, predicate }: Expect): void {
  putFlagged(out, ROLE.word, PREDICATE_CODES[predicate.type], not);
  switch (predicate.type) {
    case 'none':
    case 'stray':
    case 'live':
      putPlace(out, predicate.place);
      break;
    case 'maps':
      putPlace(out, predicate.place);
      putPage(out, predicate.page);
      break;
    case 'depth':
      putUint(out, ROLE.number, predicate.cpu);
      putUint(out, ROLE.number, predicate.n);
      break;
    case 'online':
      putList(out, predicate.cpus, (cpu) => putUint(out, ROLE.number, cpu));
      break;
    case 'secure':
    case 'exposed':
      putPage(out, predicate.page);
      break;
    case 'cached':
      putUint(out, ROLE.number, predicate.cpu);
      putPlace(out, predicate.place);
      break;
    case 'pkmap_count':
      putUint(out, ROLE.number, predicate.entry);
      putUint(out, ROLE.number, predicate.n);
      break;
    case 'cost':
      putWord(out, predicate.cost);
      putUint(out, ROLE.number, predicate.n);
      break;
    case 'fault':
    case 'no_fault':
    case 'no_stray':
    case 'bug':
      break;
  }
}

export function getExpect(from: Source): Expect {
  const [code, not] = getFlagged(from, ROLE.word);
  const type = PREDICATE_TYPES[code] ?? flawed(from, 'unknown', 'fault');
  return { type: 'expect', not, predicate: getPredicate(from, type) };
}

function getPredicate(from: Source, type: Predicate['type']): Predicate {
  switch (type) {
    case 'none':
    case 'stray':
    case 'live':
      return { type, place: getPlace(from) };
    case 'maps':
      return { type, place: getPlace(from), page: getPage(from) };
    case 'depth':
      return { type, cpu: getUint(from, ROLE.number), n: getUint(from, ROLE.number) };
    case 'online':
      return { type, cpus: getList(from, () => getUint(from, ROLE.number)) };
    case 'secure':
    case 'exposed':
      return { type, page: getPage(from) };
    case 'cached':
      return { type, cpu: getUint(from, ROLE.number), place: getPlace(from) };
    case 'pkmap_count':
      return { type, entry: getUint(from, ROLE.number), n: getUint(from, ROLE.number) };
    case 'cost':
      return { type, cost: getCost(from), n: getUint(from, ROLE.number) };
    case 'fault':
    case 'no_fault':
    case 'no_stray':
    case 'bug':
      return { type };
  }
}

function getCost(from: Source): CostName {
  const word = getWord(from);
  return COST_NAMES.find((name) => name === word) ?? flawed(from, 'unknown', 'ipis');
}
