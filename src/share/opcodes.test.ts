import { expect, test } from 'vitest';
import { KM_TYPES } from '../scenario/km-types.ts';
import { COST_NAMES } from '../scenario/syntax.ts';
import { SWITCHES } from '../model/config.ts';
import { KERNEL_NAMES, SETTING_KEYS } from '../scenario/settings.ts';
import { BARE_NAMES, FUNCTION_NAMES, PREDICATE_NAMES, WHERE_NAMES } from '../scenario/vocabulary.ts';
import { ROLE } from './bytes.ts';
import { crc32c } from './crc32c.ts';
import { ARG_CODES, OPCODES, OPS, PREDICATE_CODES, USUAL_ARGS } from './opcodes.ts';
import { LENSES, RADICES, SPEEDS, ZOOMS } from './shared.ts';
import { WORDS } from './words.ts';

// The tables of format 1, spelled out: links that are out there carry these numbers. A name may be added at the end, and here; a change of
// anything that stands here makes old links lie.

const table = (codes: Readonly<Record<string, number>>): string =>
  Object.entries(codes)
    .map(([name, code]) => `${code} ${name}`)
    .join(', ');

test('the numbers of operations are frozen', () => {
  expect(table(OPCODES)).toBe(
    [
      '0 comment, 1 enter, 2 args, 3 bank, 4 blank, 5 title, 6 note, 7 machine, 8 expect, 9 tick, 10 finish, 11 irq, ',
      '12 irq_return, 13 handle_IPI, 14 take_abort, 15 speculate, 16 evict, 17 schedule, 18 kmap_atomic, ',
      '19 kunmap_atomic, 20 kmap_atomic_flush_unused, 21 cpu_down, 22 cpu_up, 23 secure_protect, 24 secure_unprotect, ',
      '25 secure_buffer_change_chunk, 26 kmap, 27 kunmap, 28 kmap_flush_unused, 29 copy_highpage, 30 dma_clean, ',
      '31 read, 32 kmap_atomic_pfn, 33 kmap_local_page, 34 kunmap_local, 35 disable_nonboot_cpus, ',
      '36 enable_nonboot_cpus, 37 dma_alloc_attrs, 38 dma_free_attrs',
    ].join(''),
  );
  expect(OPS.length).toBeLessThanOrEqual(64);
  expect(new Set(Object.values(OPCODES)).size).toBe(OPS.length);
});

test('the usual arguments of the functions are frozen', () => {
  const usual = Object.entries(USUAL_ARGS).map(([fn, args]) => `${fn}(${args.join()})`);
  expect(usual.join(' ')).toBe(
    [
      'kmap_atomic(page) kunmap_atomic() kmap_atomic_flush_unused() cpu_down(cpu) cpu_up(cpu) secure_protect(page) ',
      'secure_unprotect(page) secure_buffer_change_chunk(page) kmap(page) kunmap(page) kmap_flush_unused() ',
      'copy_highpage(page,page) dma_clean(pages) read(place) kmap_atomic_pfn(page) kmap_local_page(page) kunmap_local() ',
      'disable_nonboot_cpus() enable_nonboot_cpus() dma_alloc_attrs(page) dma_free_attrs(page)',
    ].join(''),
  );
});

test('the numbers of arguments, predicates, roles and choices of view are frozen', () => {
  expect(table(ARG_CODES)).toBe('0 page, 1 pages, 2 place, 3 cpu, 4 km_type');
  expect(table(PREDICATE_CODES)).toBe(
    [
      '0 none, 1 stray, 2 live, 3 maps, 4 depth, 5 online, 6 secure, 7 exposed, 8 cached, 9 fault, 10 no_fault, ',
      '11 no_stray, 12 bug, 13 pkmap_count, 14 cost',
    ].join(''),
  );
  expect(table(ROLE)).toBe('0 op, 1 page, 2 place, 3 number, 4 count, 5 word, 6 char, 7 parts, 8 lines, 9 view');
  expect([...LENSES, ...SPEEDS, ...RADICES, ...ZOOMS].join(' ')).toBe(
    'engineer beginner everything 1 0.25 0.5 2 4 hex bin dec calls lines',
  );
});

test('the first 109 words are frozen, and no word stands twice', () => {
  expect(crc32c(WORDS.slice(0, 109).join(' ')).toString(16)).toBe('3a16dd4');
  expect(new Set(WORDS).size).toBe(WORDS.length);
});

test('whatever a scenario can say has its number: a new one is added at the end', () => {
  const ops = [...FUNCTION_NAMES, ...BARE_NAMES, ...WHERE_NAMES, 'schedule'];
  expect(ops.filter((name) => !(name in OPCODES))).toEqual([]);
  expect(PREDICATE_NAMES.filter((name) => !(name in PREDICATE_CODES))).toEqual([]);
  const isNumber = (word: string): boolean => /^[0-9]+$/.test(word);
  const words = [...SETTING_KEYS, ...KERNEL_NAMES, ...Object.values(SWITCHES).flat(), ...KM_TYPES, ...COST_NAMES];
  expect(words.filter((word) => !isNumber(word) && !WORDS.includes(word))).toEqual([]);
});
