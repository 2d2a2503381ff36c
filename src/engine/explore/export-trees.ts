import { present } from '../../base/assert.ts';
import type { Part, Tree } from '../../interop/transition-system.ts';
import type { Named } from './export-cells.ts';
import type { Closed } from './export-close.ts';
import { valuesOf } from './export-domain.ts';
import { makeTrees } from './export-fold.ts';
import type { Outcome, Path, Paths } from './export-paths.ts';
import type { PartWork } from './export-rules.ts';

/** Paths as trees that look at named numbers. */
export type TreeMaker = {
  /** Yes or no. */
  readonly condition: (paths: Paths) => Tree;
  /** Whether a move may happen as far as its own paths go, and what it then does; null when it never does. */
  readonly rule: (paths: Paths) => { readonly guard: Tree; readonly effect: Tree } | null;
  /** The same for parts, each once; those that always answer `trivially` are left out. */
  readonly parts: (works: readonly PartWork[], trivially: boolean) => readonly Part[];
  /** Cells that always hold what they held at first. */
  readonly isConstant: (cell: number) => boolean;
};

/** Which function, and which line of it: the kernel's own order, in which everybody reads. */
const isCode = (variable: string): boolean => /^(fn|pc)[0-9]+$/.test(variable);

export function treeMaker({ domain, follow, inBounds }: Closed, named: readonly Named[]): TreeMaker {
  const trees = makeTrees(isCode);
  const names = new Map(
    named.flatMap(({ name, cells }) => cells.map((cell, i) => [cell, trees.ref(name, i)] as const)),
  );
  const constants = new Set(domain.of.flatMap((_, cell) => (valuesOf(domain, cell).length === 1 ? [cell] : [])));
  const refOf = (cell: number) => present(names.get(cell), 'a name');
  const treeOf = (path: Path, leaf: (outcome: Outcome) => Tree | null): Tree | null => {
    if (path.type === 'end') return leaf(path.outcome);
    const cases = [...path.by]
      .sort(([a], [b]) => a - b)
      .flatMap(([value, next]) => {
        const then = treeOf(next, leaf);
        return then === null ? [] : [{ values: [value], then }];
      });
    return cases.length === 0 ? null : trees.choice(refOf(path.cell), cases);
  };
  const isImpossible = (outcome: Outcome): boolean => outcome === null || !inBounds(outcome.writes);
  const effectOf = (outcome: Outcome): Tree | null => {
    if (outcome === null || isImpossible(outcome)) return trees.impossible;
    if (!outcome.yes) return null;
    const writes = outcome.writes.filter(([cell]) => !constants.has(cell)).sort(([a], [b]) => a - b);
    return trees.writes(writes.map(([cell, value]) => ({ to: refOf(cell), value: trees.constant(value) })));
  };
  const condition = (paths: Paths): Tree => {
    follow(paths, () => undefined);
    // Where the model says that it cannot be, no answer is better than another.
    const answer = (outcome: Outcome): Tree | null => (outcome === null ? null : trees.answer(outcome.yes));
    return trees.grouped(treeOf(present(paths.root, 'paths'), answer) ?? trees.answer(true));
  };
  return {
    condition,
    rule: ({ root }) => {
      const mayHappen = (outcome: Outcome): Tree => trees.answer(outcome?.yes === true || isImpossible(outcome));
      const guard = root === null ? null : treeOf(root, mayHappen);
      const effect = root === null ? null : treeOf(root, effectOf);
      return guard === null || effect === null ? null : { guard: trees.grouped(guard), effect: trees.grouped(effect) };
    },
    parts: (works, trivially) =>
      works
        .map(({ says, paths }): Part => ({ says, holds: condition(paths) }))
        .filter(({ holds }) => holds.type !== 'answer' || holds.yes !== trivially)
        .filter(({ holds }, i, all) => all.findIndex((other) => other.holds === holds) === i),
    isConstant: (cell) => constants.has(cell),
  };
}
