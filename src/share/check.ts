/**
 * Reads unknown JSON value by value. The first thing that is not as it should be is noted with its place; what is given from then on only
 * has the right type. Nothing throws.
 */
export type Checker = { mistake: string | null };

/** A value and where it stands: `branches[2].at`. */
export type At = { readonly path: string; readonly value: unknown };

export function complain(checker: Checker, { path, value }: At, wanted: string): void {
  checker.mistake ??= `${path === '' ? 'The file' : path} should be ${wanted}, not ${shown(value)}`;
}

function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}

/** The fields of an object that has these and no others. */
export function fieldsOf<K extends string>(checker: Checker, at: At, keys: readonly K[]): Readonly<Record<K, At>> {
  const isObject = typeof at.value === 'object' && at.value !== null && !Array.isArray(at.value);
  if (!isObject) complain(checker, at, `an object with ${keys.join(', ')}`);
  const entries = new Map<string, unknown>(isObject ? Object.entries(at.value) : []);
  const child = (key: string): string => (at.path === '' ? key : `${at.path}.${key}`);
  const strange = [...entries.keys()].find((key) => !keys.some((known) => known === key));
  if (strange !== undefined) checker.mistake ??= `${child(strange)} is unknown: expected ${keys.join(', ')}`;
  const fields = keys.map((key) => [key, { path: child(key), value: entries.get(key) }] as const);
  return Object.fromEntries(fields) as Record<K, At>;
}

/** The items of a list of at most `max`. */
export function listOf(checker: Checker, at: At, max: number): readonly At[] {
  if (!Array.isArray(at.value) || at.value.length > max) {
    complain(checker, at, `a list of at most ${max}`);
    return [];
  }
  return at.value.map((value: unknown, i) => ({ path: `${at.path}[${i}]`, value }));
}

export function textOf(checker: Checker, at: At): string {
  if (typeof at.value === 'string') return at.value;
  complain(checker, at, 'a text');
  return '';
}

export function flagOf(checker: Checker, at: At): boolean {
  if (typeof at.value === 'boolean') return at.value;
  complain(checker, at, 'true or false');
  return false;
}

/** A whole number 0 … max. */
export function countOf(checker: Checker, at: At, max: number): number {
  if (typeof at.value === 'number' && Number.isInteger(at.value) && at.value >= 0 && at.value <= max) return at.value;
  complain(checker, at, `a whole number from 0 to ${max}`);
  return 0;
}

/** One of these values. */
export function oneOf<T extends string | number>(checker: Checker, at: At, choices: readonly [T, ...T[]]): T {
  const choice = choices.find((known) => known === at.value);
  if (choice === undefined) complain(checker, at, `one of ${choices.join(', ')}`);
  return choice ?? choices[0];
}

/** Null, or what is read otherwise. */
export function nullOr<T>(at: At, read: (at: At) => T): T | null {
  return at.value === null ? null : read(at);
}
