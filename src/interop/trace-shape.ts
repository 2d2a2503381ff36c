/**
 * What a field of a trace has to look like. A row is spelled by a letter per column: `c` CPU, `k` position of a strip, `e` pkmap entry, `p` page
 * frame, `n` any whole number, `h` hexadecimal digits, `s` any text. Columns beyond are passed over: a newer recorder may say more.
 */
export type Sizes = { readonly c: number; readonly k: number; readonly e: number };

export type Fields = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A mask of 32 CPUs. */
const MOST = 2 ** 32;
const PFN_MAX = 0xfffffff;

const isWhole = (value: unknown, end: number, from = 0): boolean =>
  typeof value === 'number' && Number.isInteger(value) && value >= from && value < end;

function isCell(letter: string, value: unknown, sizes: Sizes): boolean {
  switch (letter) {
    case 'c':
    case 'k':
    case 'e':
      return isWhole(value, sizes[letter]);
    case 'p':
      return isWhole(value, PFN_MAX + 1);
    case 'n':
      return isWhole(value, MOST, -MOST);
    case 'h':
      return typeof value === 'string' && /^[0-9a-f]{1,16}$/.test(value);
    default:
      return typeof value === 'string' && value.length <= MAX_TEXT && !CONTROL.test(value);
  }
}

const MAX_TEXT = 200;
/** What a terminal obeys instead of showing: a recording is printed as it names itself. */
const CONTROL = /\p{Cc}/u;
/** Rows of one list: every PTE of the largest machine, several times over. */
const MAX_ROWS = 65_536;

/** What is wrong with one value; null when nothing is. `what` names it in the sentence. */
export function cellProblem(value: unknown, letter: string, what: string, sizes: Sizes): string | null {
  return isCell(letter, value, sizes) ? null : `${what} should be ${MEANING[letter] ?? 'text'}`;
}

/** A list of single values. */
export function listProblem(list: unknown, letter: string, what: string, sizes: Sizes): string | null {
  if (!Array.isArray(list) || list.length > MAX_ROWS) return `${what} should be a list`;
  const wrong = list.findIndex((value: unknown) => !isCell(letter, value, sizes));
  return wrong < 0 ? null : `entry ${wrong} of ${what} should be ${MEANING[letter] ?? 'text'}`;
}

/** A list of rows. */
export function rowsProblem(rows: unknown, letters: string, what: string, sizes: Sizes): string | null {
  if (!Array.isArray(rows) || rows.length > MAX_ROWS) return `${what} should be a list of rows`;
  for (const [i, row] of rows.entries()) {
    if (!Array.isArray(row) || row.length < letters.length)
      return `row ${i} of ${what} should have ${letters.length} columns`;
    const wrong = Array.from(letters).findIndex((letter, column) => !isCell(letter, row[column], sizes));
    if (wrong >= 0)
      return `column ${wrong} of row ${i} of ${what} should be ${MEANING[letters.charAt(wrong)] ?? 'text'}`;
  }
  return null;
}

const MEANING: Readonly<Record<string, string>> = {
  c: 'a CPU below nr_cpus',
  k: 'a slot below km_type_nr',
  e: 'a pkmap entry below last_pkmap',
  p: 'a page frame number',
  n: 'a whole number',
  h: 'lower-case hexadecimal digits',
  s: `text of at most ${MAX_TEXT} characters that can be printed`,
};
