import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PRESETS } from '../model/eras.ts';
import { FUNCTIONS } from '../model/action.ts';
import { runScenario } from './testing/run.ts';
import { KM_TYPES } from './km-types.ts';
import { format } from './format.ts';
import { parse } from './parse.ts';
import { SIZE_NAMES, SWITCH_NAMES } from './settings.ts';
import { COST_NAMES } from './syntax.ts';
import { callSample, FUNCTION_HELP, OPERATION_NAMES, PREDICATE_NAMES, STATEMENT_NAMES } from './vocabulary.ts';

const GRAMMAR = readFileSync(join(import.meta.dirname, 'GRAMMAR.md'), 'utf8');
const EBNF = /```ebnf\n([^`]*)```/.exec(GRAMMAR)?.[1] ?? '';
const EXAMPLES = [...GRAMMAR.matchAll(/```kmapscope\n([^`]*)```/g)].map((match) => match[1] ?? '');

test('every word of the language stands in the grammar', () => {
  const words = [
    ...STATEMENT_NAMES,
    ...OPERATION_NAMES,
    ...PREDICATE_NAMES,
    ...COST_NAMES,
    'kmapscope',
    'enter',
    'not',
  ];
  expect(words.filter((word) => !EBNF.includes(`"${word}"`))).toEqual([]);
});

test('every preset, size and switch is named', () => {
  const names = [...PRESETS.map(({ name }) => name), ...SIZE_NAMES, ...SWITCH_NAMES];
  expect(names.filter((name) => !GRAMMAR.includes(`\`${name}\``))).toEqual([]);
});

test('every call and every predicate is explained outside the grammar too', () => {
  const prose = GRAMMAR.replace(/```[^`]*```/g, '');
  const names = [...OPERATION_NAMES, ...PREDICATE_NAMES];
  expect(names.filter((name) => !new RegExp(`\`(cpu2: )?${name}[(\`]`).test(prose))).toEqual([]);
});

test.each(EXAMPLES)('this example is canonical, runs, and what it expects holds:\n%s', (text) => {
  expect(format(parse(text).scenario)).toBe(text);
  expect(runScenario(text).filter((line) => !line.startsWith('yes '))).toEqual([]);
});

test('there are examples, and samples for every call', () => {
  expect(EXAMPLES.length).toBeGreaterThan(5);
  expect(Object.keys(FUNCTION_HELP)).toEqual(Object.keys(FUNCTIONS));
  expect(callSample('copy_highpage')).toBe('copy_highpage(page3, page4)');
  expect(KM_TYPES[13]).toBe('KM_L2_CACHE');
});
