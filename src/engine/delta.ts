/**
 * What is not as it was in the last picture, as plain data. A picture is large and a step changes little of it: only that crosses the wall,
 * and on the other side everything else stays the very same object, by which panels can tell that they have nothing to draw.
 */
export type Delta =
  /** As it was. */
  | 0
  | { readonly is: unknown }
  /** The same fields, these of them changed. */
  | { readonly fields: Readonly<Record<string, Delta>> }
  /** A list, now so long, these items of it changed. */
  | { readonly length: number; readonly items: readonly (readonly [at: number, delta: Delta])[] };

/** What makes `after` of `before`; both are plain data whose fields our own code has named. */
export function deltaOf(before: unknown, after: unknown): Delta {
  if (Object.is(before, after)) return 0;
  if (Array.isArray(after)) return Array.isArray(before) ? itemsDelta(before, after) : { is: after };
  if (isRecord(before) && isRecord(after) && !Array.isArray(before)) return fieldsDelta(before, after);
  return { is: after };
}

function itemsDelta(before: readonly unknown[], after: readonly unknown[]): Delta {
  const items = after.flatMap((item, at): (readonly [number, Delta])[] => {
    const delta: Delta = at < before.length ? deltaOf(before[at], item) : { is: item };
    return delta === 0 ? [] : [[at, delta]];
  });
  return items.length === 0 && before.length === after.length ? 0 : { length: after.length, items };
}

type Fields = Readonly<Record<string, unknown>>;

function fieldsDelta(before: Fields, after: Fields): Delta {
  const names = Object.keys(after);
  const isSameShape = names.length === Object.keys(before).length && names.every((name) => Object.hasOwn(before, name));
  if (!isSameShape) return { is: after };
  const changed = names.flatMap((name): (readonly [string, Delta])[] => {
    const delta = deltaOf(before[name], after[name]);
    return delta === 0 ? [] : [[name, delta]];
  });
  return changed.length === 0 ? 0 : { fields: Object.fromEntries(changed) };
}

/** The data after the change. Throws for a delta that was made of something else. */
export function patched(before: unknown, delta: Delta): unknown {
  if (delta === 0) return before;
  if ('is' in delta) return delta.is;
  if ('fields' in delta) {
    if (!isRecord(before)) throw new Error('fields of what has none');
    const fields: Record<string, unknown> = { ...before };
    for (const [name, change] of Object.entries(delta.fields)) fields[name] = patched(before[name], change);
    return fields;
  }
  if (!Array.isArray(before)) throw new Error('items of what has none');
  const items: unknown[] = before.slice(0, delta.length);
  for (const [at, change] of delta.items) items[at] = patched(before[at], change);
  return items;
}

const isRecord = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
