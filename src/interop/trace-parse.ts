import { printable } from '../base/printable.ts';
import { err, ok, type Result } from '../base/result.ts';
import { TRACE_OPS, type Trace } from './trace-format.ts';
import { cellProblem, isObject, listProblem, rowsProblem, type Fields, type Sizes } from './trace-shape.ts';

/** One line's caps: far beyond any recording, and small enough that a hostile file cannot hurt. */
const MAX_LINE_CHARS = 4_000_000;
const MAX_STEPS = 100_000;

/** Reads one line that holds a whole trace. The error is one sentence that says what is wrong and how to go on. */
export function parseTrace(line: string): Result<Trace, string> {
  const value = parseLine(line);
  return value.ok ? checkTrace(value.value) : value;
}

/** Reads a line as a JSON object, whatever it holds. */
export function parseLine(line: string): Result<Fields, string> {
  if (line.length > MAX_LINE_CHARS)
    return err(`this line has ${line.length} characters and a trace has 4,000,000 at most: split the recording`);
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    const why = printable(error instanceof SyntaxError ? error.message : String(error));
    return err(`this line is not JSON (${why}): a trace file holds one JSON object a line`);
  }
  return isObject(value) ? ok(value) : err('this line is not a JSON object: a trace file holds one a line');
}

/** A whole trace, checked field by field: nothing of another shape reaches the replay. `assumed` as in Trace. */
export function checkTrace(value: Fields, assumed: readonly string[] = []): Result<Trace, string> {
  const problem = formatProblem(value) ?? headerProblem(value) ?? rowProblem(value) ?? stepsProblem(value);
  if (problem !== null) return err(`${problem}: record the trace again, or mend the line`);
  const start = value['start_nonzero_slots'] === 0 && assumed.length === 0 ? 'cleared' : 'as found';
  const told = start === 'cleared' ? assumed : [...assumed, AS_FOUND];
  // Every field that Trace names has been checked above.
  return ok({ ...value, start, assumed: told } as unknown as Trace);
}

const AS_FOUND = 'what stood in the slots and pkmap entries before the recording is taken from its first dump';

function formatProblem(value: Fields): string | null {
  const { format } = value;
  if (format === 'hmtruth-1') return null;
  return `"format" is ${format === undefined ? 'missing' : JSON.stringify(format).slice(0, 40)} and this reads "hmtruth-1"`;
}

const HEADER: Readonly<Record<string, string>> = {
  name: 's',
  kernel: 's',
  variant: 's',
  fixaddr_start: 'h',
  fixaddr_top: 'h',
  fix_kmap_begin: 'n',
  slot0: 'h',
  slot_stride: 'n',
  page_size: 'n',
  page_offset: 'h',
  pkmap_base: 'h',
  kmap_prot: 'h',
  start_nonzero_slots: 'n',
};

const SIZES: readonly (readonly [string, number])[] = [
  ['nr_cpus', 32],
  ['km_type_nr', 33],
  ['last_pkmap', 512],
];

function headerProblem(value: Fields): string | null {
  for (const [key, max] of SIZES) {
    const size = value[key];
    if (!Number.isInteger(size) || Number(size) < 1 || Number(size) > max) return `"${key}" should be 1 to ${max}`;
  }
  for (const [key, letter] of Object.entries(HEADER)) {
    const problem = cellProblem(value[key], letter, `"${key}"`, sizesOf(value));
    if (problem !== null) return problem;
  }
  const { config } = value;
  if (!isObject(config)) return '"config" should be an object';
  const missing = ['DEBUG_HIGHMEM', 'ARCH_WANT_KMAP_ATOMIC_FLUSH', 'ARM_LPAE'].find(
    (option) => typeof config[option] !== 'boolean',
  );
  return missing === undefined ? null : `"${missing}" of "config" should be true or false`;
}

const sizesOf = (value: Fields): Sizes => ({
  c: Number(value['nr_cpus']),
  k: Number(value['km_type_nr']),
  e: Number(value['last_pkmap']),
});

/** Pages of a recording: its own and those that it found in the table. */
const MAX_PAGES = 1024;

function rowProblem(value: Fields): string | null {
  const sizes = sizesOf(value);
  const { pages } = value;
  if (Array.isArray(pages) && pages.length > MAX_PAGES) return `"pages" should have at most ${MAX_PAGES} rows`;
  return rowsProblem(pages, 'pnh', '"pages"', sizes) ?? rowsProblem(value['pk0'], 'enh', '"pk0"', sizes);
}

function stepsProblem(value: Fields): string | null {
  const { steps } = value;
  if (!Array.isArray(steps) || steps.length > MAX_STEPS) return '"steps" should be a list of at most 100,000 steps';
  const sizes = sizesOf(value);
  for (const [i, step] of steps.entries()) {
    const problem = stepProblem(step, sizes);
    if (problem !== null) return `step ${i}: ${problem}`;
  }
  return null;
}

/** What is wrong with one step; null when nothing is. */
export function stepProblem(step: unknown, sizes: Sizes): string | null {
  if (!isObject(step)) return 'it should be an object';
  const { op, a, mid, before } = step;
  if (typeof op !== 'string' || !Object.hasOwn(TRACE_OPS, op))
    return `${nameOf(op)} is no operation that this can replay (those are ${Object.keys(TRACE_OPS).join(' ')})`;
  const least = TRACE_OPS[op as keyof typeof TRACE_OPS];
  // A step that was skipped, because its CPU is offline, says nothing but that.
  const skipped = step['idx'] === undefined && typeof step['r'] === 'string' && step['r'].startsWith('E');
  return (
    cellProblem(step['i'], 'n', '"i"', sizes) ??
    cellProblem(step['cpu'], 'c', '"cpu"', sizes) ??
    (a === undefined && skipped ? null : listProblem(a, 'n', '"a"', sizes)) ??
    (Array.isArray(a) && a.length < least ? `${op} takes ${least} numbers in "a"` : null) ??
    dumpProblem(step, sizes, skipped ? [] : ['idx', 'held', 'on', 'pre']) ??
    (mid === undefined ? null : halfwayProblem(mid, '"mid"', sizes)) ??
    (before === undefined ? null : halfwayProblem(before, '"before"', sizes))
  );
}

const nameOf = (op: unknown): string =>
  typeof op === 'string' ? `"${printable(op.slice(0, 40))}"` : 'a step without "op"';

function halfwayProblem(dump: unknown, what: string, sizes: Sizes): string | null {
  if (!isObject(dump)) return `${what} should be an object`;
  const problem = dumpProblem(dump, sizes, ['idx', 'on']);
  return problem === null ? null : `${problem} (in ${what})`;
}

const ROWS: Readonly<Record<string, string>> = { pte: 'ckhhh', pk: 'enhhh', wr: 'csnnhhs', calls: 'sc' };

/** `must`: fields without which a dump would say less than it looks. */
function dumpProblem(dump: Fields, sizes: Sizes, must: readonly string[]): string | null {
  const missing = must.find((key) => dump[key] === undefined);
  if (missing !== undefined) return `"${missing}" is missing`;
  for (const key of ['idx', 'held']) {
    const list = dump[key];
    if (list === undefined) continue;
    const problem = listProblem(list, 'n', `"${key}"`, sizes);
    if (problem !== null) return problem;
    if (Array.isArray(list) && list.length !== sizes.c) return `"${key}" should have a number for each CPU`;
  }
  for (const key of ['on', 'pre', 'in_irq']) {
    if (dump[key] === undefined) continue;
    const problem = cellProblem(dump[key], 'n', `"${key}"`, sizes);
    if (problem !== null) return problem;
  }
  for (const [key, letters] of Object.entries(ROWS)) {
    if (dump[key] === undefined) continue;
    const problem = rowsProblem(dump[key], letters, `"${key}"`, sizes);
    if (problem !== null) return problem;
  }
  return resultProblem(dump);
}

function resultProblem({ r, r2 }: Fields): string | null {
  const isResult = r === undefined || r === null || typeof r === 'number' || typeof r === 'string';
  if (!isResult) return '"r" should be an address, a number, null or a refusal';
  return r2 === undefined || typeof r2 === 'string' ? null : '"r2" should be an address';
}
