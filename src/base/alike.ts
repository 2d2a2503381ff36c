/**
 * The same plain data as `after`, made of the objects of `before` wherever they say the same: what did not change can be told by identity.
 * Both are plain data (literals, arrays, strings, numbers, null) whose fields our own code has named; neither is changed.
 */
export function keepAlike<T>(before: unknown, after: T): T {
  if (Object.is(before, after)) return after;
  if (Array.isArray(after)) return Array.isArray(before) ? (keepItems(before, after) as T) : after;
  if (!isRecord(after) || !isRecord(before) || Array.isArray(before)) return after;
  return keepFields(before, after) as T;
}

function keepItems(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  let same = before.length === after.length;
  const items: unknown[] = [];
  for (let i = 0; i < after.length; i++) {
    const kept = keepAlike(before[i], after[i]);
    if (!Object.is(kept, before[i])) same = false;
    items.push(kept);
  }
  return same ? before : items;
}

type Fields = Readonly<Record<string, unknown>>;

function keepFields(before: Fields, after: Fields): Fields {
  let same = true;
  const fields: Record<string, unknown> = {};
  for (const name in after) {
    const kept = keepAlike(before[name], after[name]);
    if (!Object.is(kept, before[name]) || !Object.hasOwn(before, name)) same = false;
    fields[name] = kept;
  }
  if (!same) return fields;
  for (const name in before) if (!Object.hasOwn(after, name)) return fields;
  return before;
}

const isRecord = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
