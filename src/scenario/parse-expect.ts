import { readCpu, readEquals, readPage, readPkmapEntry, readPlace } from './parse-names.ts';
import { expectEnd, expectPunctuation, fail, peek, take, takeIf } from './reader.ts';
import type { Reader } from './reader.ts';
import { didYouMean, quoted } from './suggest.ts';
import { COST_NAMES } from './syntax.ts';
import type { CostName, Expect, Predicate } from './syntax.ts';
import { PREDICATE_NAMES, predicateSample } from './vocabulary.ts';

/** What follows `expect`: an optional `not` and a predicate. */
export function readExpect(reader: Reader): Expect | null {
  const not = takeIf(reader, 'not');
  const predicate = readPredicate(reader);
  if (predicate === null || expectEnd(reader, 'the expectation') === null) return null;
  return { type: 'expect', not, predicate };
}

function readPredicate(reader: Reader): Predicate | null {
  const token = take(reader);
  if (token === null) return fail(reader, null, 'what is expected? Write expect stray(cpu1.slot0)');
  const type = PREDICATE_NAMES.find((name) => name === token.text);
  if (type === undefined) {
    const meant = didYouMean(token.text, PREDICATE_NAMES);
    const list = `Predicates: ${PREDICATE_NAMES.join(', ')}`;
    return fail(reader, token, `unknown predicate ${quoted(token.text)}${meant === '' ? '.' : meant} ${list}`);
  }
  return isPlain(type) ? readPlain(reader, type) : readWithArgs(reader, type);
}

type Plain = 'fault' | 'no_fault' | 'no_stray' | 'bug';
type WithArgs = Exclude<Predicate['type'], Plain>;

function isPlain(type: Predicate['type']): type is Plain {
  return type === 'fault' || type === 'no_fault' || type === 'no_stray' || type === 'bug';
}

function readPlain(reader: Reader, type: Plain): Predicate | null {
  if (!takeIf(reader, '(')) return { type };
  if (peek(reader)?.text === ')') return takeIf(reader, ')') ? { type } : null;
  return fail(reader, peek(reader), `${type} takes no argument: write expect ${type}`);
}

function readWithArgs(reader: Reader, type: WithArgs): Predicate | null {
  const sample = predicateSample(type);
  if (expectPunctuation(reader, '(', sample) === null) return null;
  const close = (): true | null => expectPunctuation(reader, ')', sample);
  const equals = (): number | null => (close() === null ? null : readEquals(reader, sample));
  switch (type) {
    case 'none':
    case 'stray':
    case 'live': {
      const place = readPlace(reader, false);
      return place === null || close() === null ? null : { type, place };
    }
    case 'secure':
    case 'exposed': {
      const page = readPage(reader);
      return page === null || close() === null ? null : { type, page };
    }
    case 'maps':
      return readMaps(reader, sample);
    case 'cached':
      return readCached(reader, sample);
    case 'online':
      return readOnline(reader, sample);
    case 'depth': {
      const cpu = readCpu(reader);
      const n = cpu === null ? null : equals();
      return cpu === null || n === null ? null : { type, cpu, n };
    }
    case 'pkmap_count': {
      const entry = readPkmapEntry(reader);
      const n = entry === null ? null : equals();
      return entry === null || n === null ? null : { type, entry, n };
    }
    case 'cost': {
      const cost = readCostName(reader);
      const n = cost === null ? null : equals();
      return cost === null || n === null ? null : { type, cost, n };
    }
  }
}

function readMaps(reader: Reader, sample: string): Predicate | null {
  const place = readPlace(reader, false);
  if (place === null || expectPunctuation(reader, ',', sample) === null) return null;
  const page = readPage(reader);
  return page === null || expectPunctuation(reader, ')', sample) === null ? null : { type: 'maps', place, page };
}

function readCached(reader: Reader, sample: string): Predicate | null {
  const cpu = readCpu(reader);
  if (cpu === null || expectPunctuation(reader, ',', sample) === null) return null;
  const place = readPlace(reader, false);
  return place === null || expectPunctuation(reader, ')', sample) === null ? null : { type: 'cached', cpu, place };
}

function readOnline(reader: Reader, sample: string): Predicate | null {
  const cpus: number[] = [];
  do {
    const cpu = readCpu(reader);
    if (cpu === null) return null;
    cpus.push(cpu);
  } while (takeIf(reader, ','));
  return expectPunctuation(reader, ')', sample) === null ? null : { type: 'online', cpus };
}

function readCostName(reader: Reader): CostName | null {
  const token = take(reader);
  const cost = COST_NAMES.find((name) => name === token?.text);
  if (cost !== undefined) return cost;
  const meant = token === null ? '' : didYouMean(token.text, COST_NAMES);
  const what =
    token === null ? 'what is counted?' : `${quoted(token.text)} is not counted${meant === '' ? '.' : meant}`;
  return fail(reader, token, `${what} Costs: ${COST_NAMES.join(', ')}`);
}
