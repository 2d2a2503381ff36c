import type { FieldTable } from '../fields.ts';

/** A table as text, one field a line: its bits, its name, the names of its values (`-` where a value has none). Only for tests. */
export function tablePicture(table: FieldTable): string {
  return table.fields
    .map(({ name, high, low, values }) => {
      const where = high === low ? String(high) : `${String(high)}:${String(low)}`;
      const named = values.map((value) => value ?? '-').join(' | ');
      return `${where} ${name}${named === '' ? '' : `: ${named}`}`;
    })
    .join('\n');
}
