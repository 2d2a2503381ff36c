import { present } from '../../base/assert.ts';

/**
 * Which values cells can have, without visiting states: cells that say little without each other stand in groups, and of each group the
 * combinations are kept that can stand in it. Every reachable state is made of such combinations; not all that is made of them is reachable.
 * (Cousot, Cousot, "Abstract interpretation", POPL 1977: a cartesian product of sets of tuples, closed under every move.)
 */
export type Domain = {
  readonly groups: readonly Group[];
  /** By cell: the groups that it is in, and its place there. */
  readonly of: readonly (readonly { readonly group: number; readonly place: number }[])[];
};

/** A cell, and what stands or is written there. */
export type CellValue = readonly [cell: number, value: number];

export type Group = { readonly cells: readonly number[]; readonly tuples: number[][]; readonly known: Set<string> };

/** The domain that holds one state. Cells in no group get one of their own. */
export function domainOf(initial: Uint16Array, groups: readonly (readonly number[])[]): Domain {
  const grouped = new Set(groups.flat());
  const alone = Array.from(initial.keys()).flatMap((cell) => (grouped.has(cell) ? [] : [[cell]]));
  const all = [...groups, ...alone].map((cells): Group => ({ cells, tuples: [], known: new Set() }));
  const of: { group: number; place: number }[][] = Array.from(initial, () => []);
  all.forEach(({ cells }, group) => {
    cells.forEach((cell, place) => of[cell]?.push({ group, place }));
  });
  for (const group of all)
    addTuple(
      group,
      group.cells.map((cell) => initial[cell] as number),
    );
  return { groups: all, of };
}

/** True when the combination is new. */
export function addTuple({ tuples, known }: Group, tuple: number[]): boolean {
  const key = tuple.join();
  if (known.has(key)) return false;
  known.add(key);
  tuples.push(tuple);
  return true;
}

/** Every value that a cell can have, in rising order. */
export function valuesOf({ groups, of }: Domain, cell: number): readonly number[] {
  const { group, place } = present(of[cell]?.[0], 'a group');
  const values = new Set(present(groups[group], 'a group').tuples.map((tuple) => tuple[place] as number));
  return [...values].sort((a, b) => a - b);
}

/** What is known of a block while it is read: some cells, and of each group the combinations that go with them. */
export type Partial = {
  readonly domain: Domain;
  /** By cell, -1 where it is not known. */
  readonly values: Int32Array;
  readonly left: number[][][];
};

export function nothingKnown(domain: Domain): Partial {
  return {
    domain,
    values: new Int32Array(domain.of.length).fill(-1),
    left: domain.groups.map(({ tuples }) => [...tuples]),
  };
}

/** Takes in that a cell has a value; the answer takes it back. */
export function assume(partial: Partial, cell: number, value: number): () => void {
  const { domain, values, left } = partial;
  const before = (domain.of[cell] ?? []).map(({ group, place }) => {
    const tuples = present(left[group], 'a group');
    left[group] = tuples.filter((tuple) => tuple[place] === value);
    return { group, tuples };
  });
  values[cell] = value;
  return () => {
    values[cell] = -1;
    for (const { group, tuples } of before) left[group] = tuples;
  };
}

/** The values that a cell can have besides what is known. */
export function candidates({ domain, left }: Partial, cell: number): readonly number[] {
  const [first, ...others] = present(domain.of[cell], 'a cell').map(
    ({ group, place }) => new Set(present(left[group], 'a group').map((tuple) => tuple[place] as number)),
  );
  return [...present(first, 'a group')].filter((value) => others.every((set) => set.has(value)));
}

/** What is written to a group, and how many of the combinations that go with it have been followed: they come in the order of finding. */
export type Effect = { readonly group: number; readonly changes: readonly CellValue[]; followed: number };

export function effectsOf({ of }: Domain, writes: readonly CellValue[]): readonly Effect[] {
  const effects = new Map<number, CellValue[]>();
  for (const [cell, value] of writes) {
    for (const { group, place } of present(of[cell], 'a cell')) {
      effects.set(group, [...(effects.get(group) ?? []), [place, value]]);
    }
  }
  return [...effects].map(([group, changes]) => ({ group, changes, followed: 0 }));
}

/** Takes in what is left behind by something that happens on such a block. True when that is new. */
export function leaveBehind({ domain, left }: Partial, effects: readonly Effect[]): boolean {
  let isNew = false;
  for (const effect of effects) {
    const tuples = present(left[effect.group], 'a group');
    if (tuples.length === effect.followed) continue;
    const group = present(domain.groups[effect.group], 'a group');
    for (const tuple of tuples.slice(effect.followed)) {
      const after = [...tuple];
      for (const [place, value] of effect.changes) after[place] = value;
      if (addTuple(group, after)) isNew = true;
    }
    effect.followed = tuples.length;
  }
  return isNew;
}
