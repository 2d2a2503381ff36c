import { FUNCTIONS } from '../model/action.ts';
import type { KernelFunction } from '../model/action.ts';
import { KM_TYPES, kmTypeNumber } from './km-types.ts';
import { readCpu, readPage, readPlace, readTask } from './parse-names.ts';
import { expectEnd, expectPunctuation, fail, peek, take, takeIf } from './reader.ts';
import type { Reader } from './reader.ts';
import { didYouMean, nearest, quoted } from './suggest.ts';
import type { Arg, Page, Step } from './syntax.ts';
import type { Token } from './tokens.ts';
import { BARE_NAMES, callSample, FUNCTION_NAMES, OPERATION_NAMES, WHERE_NAMES } from './vocabulary.ts';

/** The arguments a function takes, in the words of the FUNCTIONS table; a question mark marks one that may be left out. */
type ArgKind = (typeof FUNCTIONS)[KernelFunction][number];

/** `cpu1: kmap_atomic(page3)`: the CPU, the colon, and what it does. */
export function readStep(reader: Reader): Step | null {
  const name = peek(reader)?.text ?? '';
  const cpu = readCpu(reader);
  if (cpu === null || expectPunctuation(reader, ':', `${name}: kmap_atomic(page3)`) === null) return null;
  const enter = takeIf(reader, 'enter');
  const verb = take(reader);
  if (verb === null) {
    const sample = enter ? `${name}: enter kmap_atomic(page3)` : `${name}: kmap_atomic(page3)`;
    return fail(reader, null, `what does ${name} do? Write ${sample}`);
  }
  const step = readVerb(reader, cpu, enter, verb);
  return step === null || expectEnd(reader, 'the step') === null ? null : step;
}

function readVerb(reader: Reader, cpu: number, enter: boolean, verb: Token): Step | null {
  const fn = FUNCTION_NAMES.find((name) => name === verb.text);
  if (fn !== undefined) {
    const args = readArgs(reader, fn);
    return args === null ? null : { type: 'call', cpu, fn, args, enter };
  }
  if (!OPERATION_NAMES.includes(verb.text)) return unknownOperation(reader, verb);
  if (enter) {
    const message = `only a call can be entered: ${verb.text} stands alone, as in cpu${cpu}: ${verb.text}`;
    return fail(reader, verb, message);
  }
  const bare = BARE_NAMES.find((name) => name === verb.text);
  if (bare !== undefined) {
    if (takeIf(reader, '(') && expectPunctuation(reader, ')', bare) === null) return null;
    return { type: bare, cpu };
  }
  const where = WHERE_NAMES.find((name) => name === verb.text);
  return where === undefined ? readSchedule(reader, cpu) : readWhere(reader, cpu, where);
}

function unknownOperation(reader: Reader, verb: Token): null {
  const meant = didYouMean(verb.text, [...OPERATION_NAMES, 'enter']);
  const list = `Operations: ${OPERATION_NAMES.join(', ')}`;
  return fail(reader, verb, `unknown operation ${quoted(verb.text)}${meant === '' ? '.' : meant} ${list}`);
}

function readWhere(reader: Reader, cpu: number, type: 'speculate' | 'evict'): Step | null {
  const sample = `${type}(cpu1.slot0)`;
  if (expectPunctuation(reader, '(', sample) === null) return null;
  const place = readPlace(reader, true);
  return place === null || expectPunctuation(reader, ')', sample) === null ? null : { type, cpu, place };
}

function readSchedule(reader: Reader, cpu: number): Step | null {
  if (expectPunctuation(reader, '(', 'schedule(task4)') === null) return null;
  const task = readTask(reader);
  if (task === null || expectPunctuation(reader, ')', 'schedule(task4)') === null) return null;
  return { type: 'schedule', cpu, task };
}

/** What is missing when a call ends too early. */
const NEEDS: { readonly [K in ArgKind]: string } = {
  page: 'a page',
  pages: 'the pages of a buffer',
  place: 'a place',
  'place?': 'a place',
  cpu: 'a CPU',
  'type?': 'a km_type',
};

function readArgs(reader: Reader, fn: KernelFunction): readonly Arg[] | null {
  const kinds: readonly ArgKind[] = FUNCTIONS[fn];
  const sample = callSample(fn);
  if (expectPunctuation(reader, '(', sample) === null) return null;
  const args: Arg[] = [];
  for (const kind of kinds) {
    const next = peek(reader);
    if (kind.endsWith('?') && (next === null || next.text === ')')) break;
    if (next?.text === ')')
      return fail(
        reader,
        next,
        `${fn} needs ${args.length > 0 ? `${NEEDS[kind]} more` : NEEDS[kind]}: write ${sample}`,
      );
    if (args.length > 0 && expectPunctuation(reader, ',', sample) === null) return null;
    const arg = readArg(reader, kind);
    if (arg === null) return null;
    args.push(arg);
  }
  return endArgs(reader, fn, kinds) === null ? null : args;
}

function endArgs(reader: Reader, fn: KernelFunction, kinds: readonly ArgKind[]): true | null {
  const token = peek(reader);
  const sample = callSample(fn);
  if (token === null || token.text === ')') return expectPunctuation(reader, ')', sample);
  return fail(reader, token, `unexpected ${quoted(token.text)}: ${fn} takes ${countOf(kinds)}, as in ${sample}`);
}

function countOf(kinds: readonly ArgKind[]): string {
  const least = kinds.filter((kind) => !kind.endsWith('?')).length;
  if (kinds.length === 0) return 'no argument';
  if (least < kinds.length) return least === 0 ? 'at most one argument' : `${least} or ${kinds.length} arguments`;
  return least === 1 ? 'one argument' : `${least} arguments`;
}

function readArg(reader: Reader, kind: ArgKind): Arg | null {
  switch (kind) {
    case 'page': {
      const page = readPage(reader);
      return page === null ? null : { type: 'page', page };
    }
    case 'pages':
      return readPages(reader);
    case 'place':
    case 'place?': {
      const place = readPlace(reader, true);
      return place === null ? null : { type: 'place', place };
    }
    case 'cpu': {
      const cpu = readCpu(reader);
      return cpu === null ? null : { type: 'cpu', cpu };
    }
    case 'type?':
      return readKmType(reader);
  }
}

function readKmType(reader: Reader): Arg | null {
  const token = take(reader);
  if (token !== null && kmTypeNumber(token.text) !== null) return { type: 'km_type', name: token.text };
  const missing = token === null || token.text === ')' || token.text === ',';
  const meant = missing ? null : nearest(token.text, KM_TYPES);
  const what = missing ? 'a km_type is missing' : `${quoted(token.text)} is not a km_type`;
  return fail(reader, token, `${what}: ${meant === null ? `one of ${KM_TYPES.join(', ')}` : `did you mean ${meant}?`}`);
}

/** `page0..page255`, or one page alone: a buffer of one page. */
function readPages(reader: Reader): Arg | null {
  const from = peek(reader);
  const first = readPage(reader);
  if (first === null) return null;
  const last = takeIf(reader, '..') ? readPage(reader) : first;
  if (last === null) return null;
  if (first.low !== last.low) return failRange(reader, from, 'a buffer lies in highmem or in lowmem, not across both');
  if (first.n > last.n) return failRange(reader, from, `the range runs backwards: write ${show(last)}..${show(first)}`);
  return { type: 'pages', first, last };
}

function failRange(reader: Reader, from: Token | null, message: string): null {
  const to = reader.tokens[reader.at - 1]?.to ?? reader.end;
  reader.mistake ??= { from: from?.from ?? to, to, message };
  return null;
}

function show(page: Page): string {
  return `${page.low ? 'low' : 'page'}${page.n}`;
}
