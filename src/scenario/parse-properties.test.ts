import fc from 'fast-check';
import { expect, test } from 'vitest';
import { format, formatStatement } from './format.ts';
import { highlight } from './highlight.ts';
import { load } from './lint.ts';
import { MAX_TEXT, parse, parseStatement } from './parse.ts';
import * as arbitrary from './testing/arbitrary.ts';
import { STORY } from './testing/story.ts';
import { tokenize } from './tokens.ts';
import { COST_NAMES } from './syntax.ts';
import { BARE_NAMES, FUNCTION_NAMES, PREDICATE_NAMES, STATEMENT_NAMES, WHERE_NAMES } from './vocabulary.ts';

const SEED = 20_130_408;

test('arbitrary scenarios use every word of the language, or the properties below would prove little', () => {
  const text = fc.sample(arbitrary.scenario, { seed: SEED, numRuns: 500 }).map(format).join('');
  const words = new Set(text.match(/[A-Za-z_]+/g));
  const all = [...STATEMENT_NAMES, ...FUNCTION_NAMES, ...BARE_NAMES, ...WHERE_NAMES, ...PREDICATE_NAMES, ...COST_NAMES];
  expect(
    [...all, 'enter', 'not', 'schedule', 'low', 'linear', 'pkmap', 'KM_USER'].filter((word) => !words.has(word)),
  ).toEqual([]);
  expect(text).toMatch(/\(slot\d+\)/);
  expect(text).toMatch(/0x[0-9a-f]{8}/);
  expect(text).toMatch(/page\d+\.\.page\d+/);
});

test('parse ∘ format is the identity on scenarios, and finds no mistake in them', () => {
  fc.assert(
    fc.property(arbitrary.scenario, (scenario) => {
      const parsed = parse(format(scenario));
      expect(parsed.diagnostics).toEqual([]);
      expect(parsed.scenario).toEqual(scenario);
      expect(parsed.spans).toHaveLength(scenario.lines.length);
    }),
    { seed: SEED, numRuns: 2000 },
  );
});

test('parse ∘ format is the identity on single statements', () => {
  fc.assert(
    fc.property(fc.oneof(arbitrary.step, arbitrary.expectation, arbitrary.machine), (statement) => {
      expect(parseStatement(formatStatement(statement))).toEqual({ ok: true, value: statement });
    }),
    { seed: SEED, numRuns: 3000 },
  );
});

test('format ∘ parse is idempotent on text with any white space, comments and mistakes in it', () => {
  fc.assert(
    fc.property(
      arbitrary.scenario,
      fc.infiniteStream(fc.constantFrom(' ', '  ', '\t', ' \u00a0')),
      (scenario, spaces) => {
        const loose = format(scenario).replace(/ (?=[^"]*$)/gmu, () => String(spaces.next().value));
        const once = format(parse(loose).scenario);
        expect(format(parse(once).scenario)).toBe(once);
      },
    ),
    { seed: SEED, numRuns: 1000 },
  );
});

/** A small generator with a seed: ten thousand lines of it cost nothing, and every failure can be had again. */
function dice(seed: number): (sides: number) => number {
  let state = seed >>> 0;
  return (sides) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 0x1_0000_0000) * sides);
  };
}

const SCRAPS = [
  ...Array.from('"\\#():.,=- \t\n\r\u0000\u200b\ufeff\u2028😀é0'),
  '\ud800',
  '..',
  'cpu',
  'page',
  'slot',
  '99999999999',
  '0xfff10000',
  'kmapscope 1\n',
  'machine kernel=',
  'expect not ',
  'note "',
];

/** One or two changes: a piece cut out, doubled, moved or replaced by a scrap. */
function mutate(text: string, roll: (sides: number) => number): string {
  let mutated = text;
  for (let i = 0; i <= roll(3); i++) {
    const [from, length] = [roll(mutated.length + 1), roll(12)];
    const to = from + length;
    const scrap = SCRAPS[roll(SCRAPS.length)] ?? '';
    const piece = [scrap, '', mutated.slice(from, to).repeat(2), scrap + mutated.slice(from, to)][roll(4)] ?? '';
    mutated = mutated.slice(0, from) + piece + mutated.slice(to);
  }
  return mutated;
}

/** Every promise that holds for any text at all. */
function checkAny(text: string): number {
  const { scenario, spans, diagnostics } = parse(text);
  const lines = text.replace(/^\ufeff/, '').split(/\r\n?|\n/);
  if (spans.length !== scenario.lines.length) throw new Error('a line without its place');
  for (const { span, message } of diagnostics) {
    const line = lines[span.line - 1];
    if (line === undefined) throw new Error(`line ${span.line} of ${lines.length}`);
    if (span.column < 1 || span.endColumn <= span.column || span.endColumn > line.length + 2) {
      throw new Error(`columns ${span.column} to ${span.endColumn} of ${line.length}`);
    }
    if (message.length < 20 || message.length > 700) throw new Error(message);
  }
  const loaded = load(text);
  if (loaded.ok && diagnostics.length > 0) throw new Error('loaded in spite of a mistake');
  return diagnostics.length;
}

const TEXTS = import.meta.env.MODE === 'long' ? 2_000_000 : 100_000;

test(`no text crashes, hangs or half-loads: ${TEXTS} random and mutated ones`, () => {
  const roll = dice(SEED);
  const sources = [STORY, ...fc.sample(arbitrary.scenario, { seed: SEED, numRuns: 40 }).map(format)].map((text) =>
    text.slice(0, 900),
  );
  let [clean, broken] = [0, 0];
  for (let i = 0; i < TEXTS; i++) {
    const source = sources[roll(sources.length)] ?? '';
    const text =
      i % 4 === 0
        ? Array.from({ length: roll(30) }, () => SCRAPS[roll(SCRAPS.length)] ?? '').join('')
        : mutate(source, roll);
    if (checkAny(text) === 0) clean++;
    else broken++;
  }
  expect(clean).toBeGreaterThan(TEXTS / 100);
  expect(broken).toBeGreaterThan(TEXTS / 2);
});

test('what a text says is what its tokens say: they cover it from left to right, white space aside', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const line = text.replace(/[\r\n]/g, ' ');
      let rest = line;
      for (const { text: word } of tokenize(line).toReversed()) {
        const at = rest.lastIndexOf(word);
        expect(rest.slice(at + word.length).replace(/[\s\u200b-\u200d\u2060\ufeff]/g, '')).toBe('');
        rest = rest.slice(0, at);
      }
      expect(rest.replace(/[\s\u200b-\u200d\u2060\ufeff]/g, '')).toBe('');
      const coloured = highlight(line).map(({ from, to }) => line.slice(from, to));
      expect(coloured.join('')).toBe(
        tokenize(line)
          .map((token) => token.text)
          .join(''),
      );
    }),
    { seed: SEED, numRuns: 3000 },
  );
});

/** The longest texts there may be, each a way to be slow. */
test.each([
  ['one word', (n: number) => 'a'.repeat(n)],
  ['one text without end', (n: number) => `title "${'\\"'.repeat(n / 2 - 10)}`],
  ['one line of quotes', (n: number) => '"'.repeat(n)],
  ['one line of setting', (n: number) => `machine kernel=${'v.'.repeat(n / 2 - 20)}`],
  ['one line of settings', (n: number) => `machine ${'cpus=4 '.repeat(n / 7 - 20)}`],
  ['one line of CPUs', (n: number) => `expect online(${'cpu1,'.repeat(n / 5 - 20)}`],
  ['lines of unknown words', () => 'kmap_atomicc\n'.repeat(19_990)],
  ['lines of unknown operations', () => 'cpu0: kma()\n'.repeat(19_990)],
  ['one line of spaces', (n: number) => ' '.repeat(n)],
  ['one comment', (n: number) => '#'.repeat(n)],
])('the longest text there may be is read within two seconds: %s', (_, make) => {
  const text = `kmapscope 1\n${make(MAX_TEXT - 12)}`.slice(0, MAX_TEXT);
  expect(text.length).toBeGreaterThan(MAX_TEXT * 0.9);
  const start = performance.now();
  load(text);
  expect(performance.now() - start).toBeLessThan(2_000);
});
