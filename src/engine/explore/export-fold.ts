import { present } from '../../base/assert.ts';
import type { Case, Expr, Ref, Tree, Write } from '../../interop/transition-system.ts';

/**
 * Makes trees in which what is equal is one object, and small ones: a number that is looked at only to be written somewhere, or to be the
 * place of something else, is not looked at but named.
 *
 *     nested = 1 → { pc[0] := 3 }                 pc[nested - 1] := 3
 *     nested = 2 → { pc[1] := 3 }     becomes
 */
export type Trees = {
  readonly ref: (variable: string, index: number) => Ref;
  readonly constant: (value: number) => Expr;
  readonly answer: (yes: boolean) => Tree;
  readonly writes: (writes: readonly Write[]) => Tree;
  readonly impossible: Tree;
  /** The tree that looks at `on`, which holds one of these values, and goes on as they say. */
  readonly choice: (on: Ref, cases: readonly Case[]) => Tree;
  /** The same tree with the cases put together that can be said at once. */
  readonly grouped: (tree: Tree) => Tree;
};

type Known = {
  readonly exprs: Map<string, Expr>;
  readonly refs: Map<string, Ref>;
  readonly trees: Map<string, Tree>;
  next: number;
};

/** What is being put together: the number looked at, and the values it has in each of the trees. */
type Folding = {
  readonly known: Known;
  readonly on: Ref;
  readonly strict: boolean;
  readonly done: Map<string, Tree | null>;
};

/** @param first variables whose choices come before others: they are what a reader looks for */
export function makeTrees(first: (variable: string) => boolean): Trees {
  const known: Known = { exprs: new Map(), refs: new Map(), trees: new Map(), next: 0 };
  const impossible: Tree = { id: known.next++, type: 'impossible' };
  return {
    impossible,
    ref: (variable, index) => refOf(known, variable, exprOf(known, null, index)),
    constant: (value) => exprOf(known, null, value),
    answer: (yes) => intern(known, `a${String(yes)}`, (id) => ({ id, type: 'answer', yes })),
    writes: (writes) => writesOf(known, writes),
    choice: (on, cases) => {
      const each = cases.flatMap(({ values, then }) => values.map((value) => ({ value, then })));
      const folding = { known, on, strict: first(on.variable), done: new Map() };
      return unify(folding, each) ?? asChoice(folding, each);
    },
    grouped: (tree) => grouped(known, tree),
  };
}

function intern(known: Known, key: string, make: (id: number) => Tree): Tree {
  const found = known.trees.get(key);
  if (found !== undefined) return found;
  const made = make(known.next++);
  known.trees.set(key, made);
  return made;
}

function exprOf(known: Known, at: Ref | null, plus: number): Expr {
  const key = `${at?.id ?? ''}+${plus}`;
  const found = known.exprs.get(key);
  if (found !== undefined) return found;
  const made = { id: known.next++, at, plus };
  known.exprs.set(key, made);
  return made;
}

function refOf(known: Known, variable: string, index: Expr): Ref {
  const key = `${variable}[${index.id}`;
  const found = known.refs.get(key);
  if (found !== undefined) return found;
  const made = { id: known.next++, variable, index };
  known.refs.set(key, made);
  return made;
}

const writesOf = (known: Known, writes: readonly Write[]): Tree =>
  intern(known, `w${writes.map(({ to, value }) => `${to.id}=${value.id}`).join()}`, (id) => ({
    id,
    type: 'writes',
    writes,
  }));

function choiceOf(known: Known, on: Ref, cases: readonly Case[]): Tree {
  const first = present(cases[0], 'a case').then;
  if (cases.every(({ then }) => then === first)) return first;
  const key = cases.map(({ values, then }) => `${values.join()}:${then.id}`).join(';');
  return intern(known, `c${on.id};${key}`, (id) => ({ id, type: 'choice', on, cases }));
}

type Each<T> = readonly { readonly value: number; readonly then: T }[];

/** One tree in place of one for each value of `on`: the same where they agree up to that value, and otherwise a choice. */
function unify(folding: Folding, each: Each<Tree>): Tree | null {
  const key = each.map(({ value, then }) => `${value}:${then.id}`).join();
  const found = folding.done.get(key);
  if (found !== undefined) return found;
  const made = unifyHeads(folding, each) ?? (folding.strict ? null : asChoice(folding, each));
  folding.done.set(key, made);
  return made;
}

const asChoice = ({ known, on }: Folding, each: Each<Tree>): Tree =>
  choiceOf(
    known,
    on,
    each.map(({ value, then }) => ({ values: [value], then })),
  );

function unifyHeads(folding: Folding, each: Each<Tree>): Tree | null {
  const first = present(each[0], 'a tree').then;
  if (each.every(({ then }) => then === first)) return first;
  switch (first.type) {
    case 'answer':
    case 'impossible':
      return null;
    case 'writes':
      return unifyWrites(folding, each);
    case 'choice':
      return unifyChoices(folding, each);
  }
}

function unifyWrites(folding: Folding, each: Each<Tree>): Tree | null {
  const lists = each.flatMap(({ value, then }) => (then.type === 'writes' ? [{ value, then: then.writes }] : []));
  const first = present(lists[0], 'a list').then;
  if (lists.length < each.length || lists.some(({ then }) => then.length !== first.length)) return null;
  const writes: Write[] = [];
  for (const i of first.keys()) {
    const at = lists.map(({ value, then }) => ({ value, then: present(then[i], 'a write') }));
    const to = unifyRefs(
      folding,
      at.map(({ value, then }) => ({ value, then: then.to })),
    );
    const value =
      to &&
      unifyExprs(
        folding,
        at.map((one) => ({ value: one.value, then: one.then.value })),
      );
    if (to === null || value === null) return null;
    writes.push({ to, value });
  }
  return writesOf(folding.known, writes);
}

function unifyChoices(folding: Folding, each: Each<Tree>): Tree | null {
  const choices = each.flatMap(({ value, then }) => (then.type === 'choice' ? [{ value, then }] : []));
  if (choices.length < each.length) return null;
  const on = unifyRefs(
    folding,
    choices.map(({ value, then }) => ({ value, then: then.on })),
  );
  if (on === null) return null;
  const byCase = new Map<number, { value: number; then: Tree }[]>();
  for (const { value, then } of choices) {
    for (const one of then.cases) {
      for (const other of one.values) byCase.set(other, [...(byCase.get(other) ?? []), { value, then: one.then }]);
    }
  }
  const cases: Case[] = [];
  for (const [value, trees] of [...byCase].sort(([a], [b]) => a - b)) {
    const then = unify(folding, trees);
    if (then === null) return null;
    cases.push({ values: [value], then });
  }
  return choiceOf(folding.known, on, cases);
}

function unifyRefs(folding: Folding, each: Each<Ref>): Ref | null {
  const first = present(each[0], 'a place').then;
  if (each.every(({ then }) => then === first)) return first;
  if (each.some(({ then }) => then.variable !== first.variable)) return null;
  const index = unifyExprs(
    folding,
    each.map(({ value, then }) => ({ value, then: then.index })),
  );
  return index === null ? null : refOf(folding.known, first.variable, index);
}

function unifyExprs(folding: Folding, each: Each<Expr>): Expr | null {
  const { value, then: first } = present(each[0], 'a number');
  if (each.every(({ then }) => then === first)) return first;
  if (each.every(({ then }) => then.at === null)) {
    const plus = first.plus - value;
    return each.every((one) => one.then.plus - one.value === plus) ? exprOf(folding.known, folding.on, plus) : null;
  }
  const refs = each.flatMap((one) =>
    one.then.at !== null && one.then.plus === first.plus ? [{ value: one.value, then: one.then.at }] : [],
  );
  if (refs.length < each.length) return null;
  const at = unifyRefs(folding, refs);
  return at === null ? null : exprOf(folding.known, at, first.plus);
}

/** Cases are put together top down: what becomes one there must not have been put together in two ways below. */
function grouped(known: Known, tree: Tree): Tree {
  if (tree.type !== 'choice') return tree;
  const [one, ...others] = group(known, tree.on, tree.cases).map(({ values, then }) => ({
    values,
    then: grouped(known, then),
  }));
  return others.length === 0 && one !== undefined
    ? one.then
    : choiceOf(known, tree.on, one === undefined ? [] : [one, ...others]);
}

/** Puts cases together, first to last, as long as what follows is the same up to the value. The one with most values comes last. */
function group(known: Known, on: Ref, cases: readonly Case[]): readonly Case[] {
  const groups: { values: number[]; each: { value: number; then: Tree }[]; then: Tree }[] = [];
  for (const { values, then } of cases) {
    for (const value of values) {
      const one = { value, then };
      const joined = groups.some((other) => {
        const both = unify({ known, on, strict: true, done: new Map() }, [...other.each, one]);
        if (both === null) return false;
        other.each.push(one);
        other.values.push(value);
        other.then = both;
        return true;
      });
      if (!joined) groups.push({ values: [value], each: [one], then });
    }
  }
  return groups.map(({ values, then }) => ({ values, then })).sort((a, b) => a.values.length - b.values.length);
}
