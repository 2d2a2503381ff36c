import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DFSR_LPAE, DFSR_SHORT } from './fault-status.ts';
import type { Field, FieldTable } from './fields.ts';
import {
  bits,
  decodeFields,
  encodeFields,
  encodeNamed,
  fieldBits,
  fieldNamed,
  fieldTable,
  fieldValue,
  flag,
  isWord,
  maskOf,
} from './fields.ts';
import { PTE_FORMAT_IDS, pteFormat } from './pte-format.ts';

const TOY = fieldTable('toy', 'no kernel', 32, [
  bits('frame', 31, 12, 'Which frame.'),
  bits('rest', 11, 3, 'The rest.'),
  bits('kind', 2, 1, 'Which kind.', ['zero', null, 'two']),
  flag('on', 0, 'Whether it is on.', 'off', 'on'),
]);

test('a word is cut into fields from high to low, each with its number, its bits and its name', () => {
  expect(
    decodeFields(TOY, '6012300d').map(({ field, value, bits: digits, text }) => [field.name, value, digits, text]),
  ).toEqual([
    ['frame', 0x60123, '01100000000100100011', '0x60123'],
    ['rest', 1, '000000001', '0x1'],
    ['kind', 2, '10', 'two'],
    ['on', 1, '1', 'on'],
  ]);
});

test('a value without a name, and one past the end of the names, is written as a number', () => {
  const textOfKind = (word: string) => decodeFields(TOY, word)[2]?.text;
  expect(textOfKind('00000000')).toBe('zero');
  expect(textOfKind('00000002')).toBe('0x1');
  expect(textOfKind('00000006')).toBe('0x3');
});

test('a word can be made from the fields one cares about; the others are 0', () => {
  expect(
    encodeNamed(TOY, [
      ['kind', 2],
      ['frame', 0x60123],
    ]),
  ).toBe('60123004');
  expect(encodeNamed(TOY, [])).toBe('00000000');
});

test('one field of a word can be read by name, and has a mask', () => {
  expect(fieldValue(TOY, 'fffff004', 'frame')).toBe(0xfffff);
  expect(fieldValue(TOY, 'fffff004', 'kind')).toBe(2);
  expect(fieldValue(TOY, 'fffff004', 'on')).toBe(0);
  expect(maskOf(TOY, 'frame')).toBe(0xfffff000);
  expect(maskOf(TOY, 'kind')).toBe(6);
  expect(maskOf(TOY, 'on')).toBe(1);
});

test('only lower-case hexadecimal of the right length is a word', () => {
  expect(isWord(TOY, '0123abcd')).toBe(true);
  for (const text of ['0123abc', '0123abcde', '0123ABCD', '0x23abcd', 'g123abcd', '0123abcg', ''])
    expect(isWord(TOY, text), text).toBe(false);
});

test('what cannot be is refused with what was broken', () => {
  const decoded = decodeFields(TOY, '00000000');
  expect(() => decodeFields(TOY, '0x12')).toThrow("'0x12' is a word of toy");
  expect(() => fieldValue(TOY, 'EFAULT00', 'on')).toThrow("'EFAULT00' is a word of toy");
  expect(() => fieldNamed(TOY, 'off')).toThrow('off in toy is missing');
  expect(() => encodeNamed(TOY, [['off', 1]])).toThrow('off is a field of toy');
  expect(() => encodeNamed(TOY, [['kind', 4]])).toThrow('4 fits kind');
  expect(() => encodeNamed(TOY, [['kind', -1]])).toThrow('-1 fits kind');
  expect(() => encodeNamed(TOY, [['kind', 0.5]])).toThrow('0.5 fits kind');
  expect(() => encodeFields(TOY, decoded.slice(1))).toThrow('toy: one value for each field');
  expect(() => encodeFields(TOY, decoded.toReversed())).toThrow('toy: on in its place');
  expect(() => maskOf(pteFormat('lpae_3_10').linuxFields, 'pfn')).toThrow('has words of 32 bits');
});

test('a table must cover every bit exactly once, from high to low', () => {
  const make = (...fields: readonly Field[]) => fieldTable('bad', '', 32, fields);
  const from = (high: number, low: number) => bits(`f${String(high)}`, high, low, '');
  expect(make(from(31, 0)).fields).toHaveLength(1);
  expect(() => make(from(31, 16), from(14, 0))).toThrow('bad: f14 follows on bit 16'); // a gap
  expect(() => make(from(31, 16), from(16, 0))).toThrow('bad: f16 follows on bit 16'); // an overlap
  expect(() => make(from(31, 16), from(15, 1))).toThrow('bad: the fields reach down to bit 0');
  expect(() => make(from(30, 0))).toThrow('bad: f30 follows on bit 32');
  expect(() => make(from(31, 32), from(31, 0))).toThrow('bad: f31 follows on bit 32'); // low above high
});

const TABLES: readonly FieldTable[] = [
  ...new Set(PTE_FORMAT_IDS.flatMap((id) => [pteFormat(id).linuxFields, pteFormat(id).hardwareFields])),
  DFSR_SHORT,
  DFSR_LPAE,
];

const wordOf = (table: FieldTable) =>
  fc
    .bigInt({ min: 0n, max: 2n ** BigInt(table.bits) - 1n })
    .map((value) => value.toString(16).padStart(table.bits / 4, '0'));
const valuesOf = (table: FieldTable) =>
  fc.tuple(...table.fields.map((field) => fc.integer({ min: 0, max: 2 ** (field.high - field.low + 1) - 1 })));

describe.each(TABLES.map((table) => [table.title, table] as const))('%s', (_, table) => {
  test('every word survives decoding and encoding', () => {
    fc.assert(
      fc.property(wordOf(table), (word) => {
        expect(encodeFields(table, decodeFields(table, word))).toBe(word);
      }),
    );
  });

  test('all values of all fields survive encoding and decoding', () => {
    fc.assert(
      fc.property(valuesOf(table), (values) => {
        const chosen = table.fields.map((field, at) => ({ field, value: values[at] ?? 0 }));
        expect(decodeFields(table, encodeFields(table, chosen)).map(({ value }) => value)).toEqual(values);
      }),
    );
  });

  test('each field sets its own bits and no other', () => {
    for (const field of table.fields) {
      const all = 2 ** (field.high - field.low + 1) - 1;
      const word = BigInt(`0x${encodeNamed(table, [[field.name, all]])}`);
      expect(word, field.name).toBe(BigInt(all) << BigInt(field.low));
      expect(fieldValue(table, word.toString(16).padStart(table.bits / 4, '0'), field.name)).toBe(all);
    }
  });

  test('every field has a name of its own, a sentence, and no more names than values', () => {
    const names = table.fields.map((field) => field.name);
    expect(new Set(names).size).toBe(names.length);
    expect(table.source).toMatch(/arch\/arm\/|Arm ARM DDI 0487/);
    for (const field of table.fields) {
      expect(field.name).not.toBe('');
      expect(field.meaning, field.name).toMatch(/^[A-Z0-9].{6,}[^.]\.$/);
      expect(field.values.length, field.name).toBeLessThanOrEqual(2 ** (field.high - field.low + 1));
      for (const value of field.values) expect(value, field.name).not.toBe('');
    }
  });
});

test('bits are written with every digit of the field', () => {
  expect(fieldBits(bits('x', 7, 4, ''), 5)).toBe('0101');
  expect(fieldBits(bits('x', 4, 4, ''), 1)).toBe('1');
  expect(fieldBits(bits('x', 7, 4, ''), 15)).toBe('1111');
});
