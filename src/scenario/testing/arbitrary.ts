import fc from 'fast-check';
import { FUNCTIONS } from '../../model/action.ts';
import type { KernelFunction } from '../../model/action.ts';
import { SIZES, SWITCHES } from '../../model/config.ts';
import { KM_TYPES } from '../km-types.ts';
import { MAX_NOTE, MAX_TITLE } from '../parse-line.ts';
import { KERNEL_NAMES, SIZE_NAMES, SWITCH_NAMES } from '../settings.ts';
import { COST_NAMES } from '../syntax.ts';
import type {
  Arg,
  Expect,
  Line,
  Machine,
  Page,
  Place,
  Predicate,
  Scenario,
  Setting,
  Statement,
  Step,
} from '../syntax.ts';
import { BARE_NAMES, FUNCTION_NAMES, WHERE_NAMES } from '../vocabulary.ts';

/**
 * Arbitrary scenarios for property tests, here and in other folders: everything the grammar can say, with small numbers so that most of it
 * also exists on a machine. For tests only; no product file imports this folder.
 */
const small = (max: number): fc.Arbitrary<number> =>
  fc.oneof({ weight: 9, arbitrary: fc.nat(max) }, { weight: 1, arbitrary: fc.nat(99_999) });

const cpu = small(3);
export const page: fc.Arbitrary<Page> = fc.record({ low: fc.boolean(), n: small(7) });

const slotPlace = (owner: fc.Arbitrary<number | null>): fc.Arbitrary<Place> =>
  fc.record({ type: fc.constant('slot' as const), cpu: owner, slot: small(15) });

const otherPlace: readonly fc.Arbitrary<Place>[] = [
  fc.record({ type: fc.constant('pkmap' as const), entry: small(7) }),
  fc.record({ type: fc.constantFrom('linear' as const, 'dma' as const), page }),
  fc.record({ type: fc.constant('address' as const), vaddr: fc.nat(0xffff_ffff) }),
];

/** A place as a step names it: `slot0` alone included. */
export const place: fc.Arbitrary<Place> = fc.oneof(slotPlace(fc.option(cpu)), ...otherPlace);
/** A place as an expectation names it: no CPU acts there. */
const namedPlace: fc.Arbitrary<Place> = fc.oneof(slotPlace(cpu), ...otherPlace);

const range: fc.Arbitrary<Arg> = fc
  .tuple(fc.boolean(), small(7), small(7))
  .map(([low, a, b]) => ({ type: 'pages', first: { low, n: Math.min(a, b) }, last: { low, n: Math.max(a, b) } }));

const ARGS: { readonly [kind: string]: fc.Arbitrary<Arg> } = {
  page: page.map((value) => ({ type: 'page', page: value })),
  pages: range,
  place: place.map((value) => ({ type: 'place', place: value })),
  cpu: cpu.map((value) => ({ type: 'cpu', cpu: value })),
  type: fc.constantFrom(...KM_TYPES).map((name) => ({ type: 'km_type', name })),
};

/** The arguments of a function: all of them, and sometimes not the optional one, which is always the last. */
function argsOf(fn: KernelFunction): fc.Arbitrary<readonly Arg[]> {
  const kinds: readonly string[] = FUNCTIONS[fn];
  const all = kinds.map((kind) => ARGS[kind.replace('?', '')] ?? fc.constant({ type: 'cpu' as const, cpu: 0 }));
  const full = fc.tuple(...all);
  return kinds.at(-1)?.endsWith('?') === true ? fc.oneof(full, fc.tuple(...all.slice(0, -1))) : full;
}

const call: fc.Arbitrary<Step> = fc
  .constantFrom(...FUNCTION_NAMES)
  .chain((fn) =>
    fc.record({ type: fc.constant('call' as const), cpu, fn: fc.constant(fn), args: argsOf(fn), enter: fc.boolean() }),
  );

/** A line that does something. */
export const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: call },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom(...BARE_NAMES), cpu }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constantFrom(...WHERE_NAMES), cpu, place }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('schedule' as const), cpu, task: small(5) }) },
);

const n = small(9);
export const predicate: fc.Arbitrary<Predicate> = fc.oneof<fc.Arbitrary<Predicate>[]>(
  fc.record({ type: fc.constantFrom('none', 'stray', 'live'), place: namedPlace }),
  fc.record({ type: fc.constant('maps'), place: namedPlace, page }),
  fc.record({ type: fc.constant('depth'), cpu, n }),
  fc.record({ type: fc.constant('online'), cpus: fc.array(cpu, { minLength: 1, maxLength: 4 }) }),
  fc.record({ type: fc.constantFrom('secure', 'exposed'), page }),
  fc.record({ type: fc.constant('cached'), cpu, place: namedPlace }),
  fc.record({ type: fc.constantFrom('fault', 'no_fault', 'no_stray', 'bug') }),
  fc.record({ type: fc.constant('pkmap_count'), entry: small(7), n }),
  fc.record({ type: fc.constant('cost'), cost: fc.constantFrom(...COST_NAMES), n }),
);

export const expectation: fc.Arbitrary<Expect> = fc.record({
  type: fc.constant('expect'),
  not: fc.boolean(),
  predicate,
});

const setting = (key: string): fc.Arbitrary<Setting> => {
  const choice = (values: readonly string[]): fc.Arbitrary<Setting> =>
    fc.constantFrom(...values).map((value) => ({ key, value }));
  if (key === 'kernel') return choice(KERNEL_NAMES);
  const name = SWITCH_NAMES.find((candidate) => candidate === key);
  if (name !== undefined) return choice(SWITCHES[name]);
  const size = SIZES[SIZE_NAMES.find((candidate) => candidate === key) ?? 'cpus'];
  return fc
    .integer({ min: size.min, max: Math.min(size.max, size.min + 40) })
    .map((value) => ({ key, value: String(value) }));
};

/** A machine line with at least one setting, each key once. */
export const machine: fc.Arbitrary<Machine> = fc
  .subarray(['kernel', ...SIZE_NAMES, ...SWITCH_NAMES], { minLength: 1, maxLength: 6 })
  .chain((keys) => fc.tuple(...keys.map(setting)))
  .map((settings) => ({ type: 'machine', settings }));

/** Any text, the awkward included: quotes, backslashes, line ends, tabs, `#`, letters of every script, lone surrogates. */
const text = (max: number): fc.Arbitrary<string> =>
  fc
    .oneof(
      fc.string({ unit: 'grapheme', maxLength: max }),
      fc.string({ unit: fc.constantFrom('"', '\\', '\n', '\r', '\t', '#', 'n', '\ud800', '\u2028'), maxLength: max }),
    )
    .map((value) => Array.from(value).slice(0, max).join(''));

const title: fc.Arbitrary<Statement> = fc.record({ type: fc.constant('title'), text: text(MAX_TITLE) });
const note: fc.Arbitrary<Statement> = fc.record({ type: fc.constant('note'), text: text(Math.min(MAX_NOTE, 80)) });

/** What a comment can hold: one line, without white space at its ends. */
const comment: fc.Arbitrary<string> = text(40).map((value) => value.replace(/[\r\n]/g, ' ').trim());

const line = (statement: fc.Arbitrary<Statement>): fc.Arbitrary<Line> =>
  fc.record({ statement: fc.option(statement, { freq: 6 }), comment: fc.option(comment, { nil: null, freq: 3 }) });

/** A whole scenario: at most one title and one machine, the machine before the first step. */
export const scenario: fc.Arbitrary<Scenario> = fc
  .record({
    comment: fc.option(comment, { nil: undefined, freq: 3 }),
    head: fc.tuple(line(title), line(machine), line(note)).chain((lines) => fc.shuffledSubarray(lines)),
    body: fc.array(
      fc.oneof(
        { weight: 6, arbitrary: line(step) },
        { weight: 2, arbitrary: line(expectation) },
        { weight: 1, arbitrary: line(note) },
      ),
      { maxLength: 30 },
    ),
  })
  .map(({ comment: first, head, body }) => ({
    version: 1,
    lines: [...head, ...body],
    ...(first === undefined ? {} : { comment: first }),
  }));
