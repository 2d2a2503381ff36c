import { ensure, present } from '../base/assert.ts';
import { hexText } from './hex.ts';

/**
 * A word is cut into named bit fields. Decoder, encoder, the derivation of one word from another and the picture all read the same table,
 * so they cannot disagree.
 *
 *      31              12 11 10 9 …  1 0
 *     +------------------+--+--+-   -+-+-+     a table covers every bit exactly once, from high to low:
 *     | pfn              |  |S |  …  | | |     unused and ignored bits are fields too, so nothing is ever lost
 *     +------------------+--+--+-   -+-+-+
 *
 * Words are text: lower-case hexadecimal with every digit, 8 for 32 bits and 16 for 64, exactly as in the traces. One shape serves both
 * widths, crosses every wall as plain data, and the value of a single field (never wider than 32 bits) is an ordinary number.
 */
export type Field = {
  /** The kernel's or the architecture's own name: `L_PTE_PRESENT`, `AP[2]`. */
  readonly name: string;
  readonly high: number;
  readonly low: number;
  /** What it is for, in one sentence. */
  readonly meaning: string;
  /** Names of its values, indexed by value; null or absent where a value has none. */
  readonly values: readonly (string | null)[];
};

export type FieldTable = {
  readonly title: string;
  /** File and versions that define it. */
  readonly source: string;
  readonly bits: 32 | 64;
  /** From the highest bit to the lowest. */
  readonly fields: readonly Field[];
};

export type FieldValue = { readonly field: Field; readonly value: number };
/** `bits`: the value in binary, all digits of the field. `text`: the name of the value, or its number where it has no name. */
export type DecodedField = FieldValue & { readonly bits: string; readonly text: string };

/** A field of several bits, `high` and `low` inclusive. */
export function bits(
  name: string,
  high: number,
  low: number,
  meaning: string,
  values: readonly (string | null)[] = [],
): Field {
  return { name, high, low, meaning, values };
}

/** A field of one bit, with what it says when it is clear and when it is set. */
export function flag(name: string, at: number, meaning: string, clear: string, set: string): Field {
  return bits(name, at, at, meaning, [clear, set]);
}

/** A table of fields, listed from the highest bit down. Throws unless they cover every bit exactly once. */
export function fieldTable(title: string, source: string, width: 32 | 64, fields: readonly Field[]): FieldTable {
  const below = fields.reduce<number>((top, field) => {
    ensure(field.high === top - 1 && field.low <= field.high, `${title}: ${field.name} follows on bit ${String(top)}`);
    return field.low;
  }, width);
  ensure(below === 0, `${title}: the fields reach down to bit 0`);
  return { title, source, bits: width, fields };
}

/** The field of that name. Throws when the table has none. */
export function fieldNamed(table: FieldTable, name: string): Field {
  return present(
    table.fields.find((field) => field.name === name),
    `${name} in ${table.title}`,
  );
}

/** The bits of a field as a mask. Only for 32-bit tables: the result is an unsigned number. */
export function maskOf(table: FieldTable, name: string): number {
  const { high, low } = fieldNamed(table, name);
  ensure(table.bits === 32, `${table.title} has words of 32 bits`);
  return (2 ** (high - low + 1) - 1) * 2 ** low;
}

/** Is this text a word of the table: the right number of lower-case hexadecimal digits? */
export function isWord(table: FieldTable, text: string): boolean {
  return text.length === table.bits / 4 && /^[0-9a-f]+$/.test(text);
}

/** A word cut into its fields, from high to low. Throws when the text is not a word of this table. */
export function decodeFields(table: FieldTable, word: string): readonly DecodedField[] {
  const digits = binary(table, word);
  return table.fields.map((field) => {
    const cut = digits.slice(table.bits - 1 - field.high, table.bits - field.low);
    const value = parseInt(cut, 2);
    return { field, value, bits: cut, text: field.values[value] ?? hexText(value) };
  });
}

/** The inverse of decodeFields. Throws unless there is a value for each field of the table, in its order, and each fits. */
export function encodeFields(table: FieldTable, decoded: readonly FieldValue[]): string {
  ensure(decoded.length === table.fields.length, `${table.title}: one value for each field`);
  const digits = decoded.map(({ field, value }, at) => {
    ensure(field.name === table.fields[at]?.name, `${table.title}: ${field.name} in its place`);
    return fieldBits(field, value);
  });
  return digits.join('').replace(/.{4}/g, (nibble) => parseInt(nibble, 2).toString(16));
}

/** A word from the values of some fields by name; all others are 0. Throws for a name the table does not have or a value that does not fit. */
export function encodeNamed(table: FieldTable, values: readonly NamedValue[]): string {
  const unknown = values.find(([name]) => table.fields.every((field) => field.name !== name));
  ensure(unknown === undefined, `${String(unknown?.[0])} is a field of ${table.title}`);
  return encodeFields(
    table,
    table.fields.map((field) => ({ field, value: values.find(([name]) => name === field.name)?.[1] ?? 0 })),
  );
}

export type NamedValue = readonly [name: string, value: number];

/** The value of one field of a word. Throws when the table has no such field or the text is not a word of it. */
export function fieldValue(table: FieldTable, word: string, name: string): number {
  const { high, low } = fieldNamed(table, name);
  return parseInt(binary(table, word).slice(table.bits - 1 - high, table.bits - low), 2);
}

/** A value in binary with every digit of its field. Throws when it does not fit. */
export function fieldBits(field: Field, value: number): string {
  const width = field.high - field.low + 1;
  ensure(Number.isInteger(value) && value >= 0 && value < 2 ** width, `${String(value)} fits ${field.name}`);
  return value.toString(2).padStart(width, '0');
}

function binary(table: FieldTable, word: string): string {
  ensure(isWord(table, word), `'${word}' is a word of ${table.title}`);
  return word.replace(/./g, (digit) => parseInt(digit, 16).toString(2).padStart(4, '0'));
}
