import { expect, test } from 'vitest';
import type { Expr, Ref, Tree } from '../../interop/transition-system.ts';
import { makeTrees, type Trees } from './export-fold.ts';

const refText = ({ variable, index }: Ref): string => `${variable}[${exprText(index)}]`;
const exprText = ({ at, plus }: Expr): string =>
  at === null ? String(plus) : `${refText(at)}${plus === 0 ? '' : plus > 0 ? `+${plus}` : plus}`;

/** A tree as text: `x[0]? 1:(…) 2,3:(…)`, `{x[0]:=1}`, `yes`. */
function show(tree: Tree): string {
  switch (tree.type) {
    case 'answer':
      return tree.yes ? 'yes' : 'no';
    case 'impossible':
      return 'never';
    case 'writes':
      return `{${tree.writes.map(({ to, value }) => `${refText(to)}:=${exprText(value)}`).join(' ')}}`;
    case 'choice':
      return `${refText(tree.on)}? ${tree.cases.map(({ values, then }) => `${values.join()}:(${show(then)})`).join(' ')}`;
  }
}

const plain = (): Trees => makeTrees(() => false);
const write = (trees: Trees, variable: string, index: number, value: number): Tree =>
  trees.writes([{ to: trees.ref(variable, index), value: trees.constant(value) }]);
const choice = (trees: Trees, variable: string, cases: Readonly<Record<number, Tree>>): Tree =>
  trees.choice(
    trees.ref(variable, 0),
    Object.entries(cases).map(([value, then]) => ({ values: [Number(value)], then })),
  );

test('a number that is looked at only to be written elsewhere is named', () => {
  const trees = plain();
  const tree = choice(trees, 'count', { 0: write(trees, 'count', 0, 1), 1: write(trees, 'count', 0, 2) });
  expect(show(tree)).toBe('{count[0]:=count[0]+1}');
});

test('a number that is only the place of another is named there', () => {
  const trees = plain();
  const tree = choice(trees, 'nested', { 1: write(trees, 'pc', 0, 3), 2: write(trees, 'pc', 1, 3) });
  expect(show(tree)).toBe('{pc[nested[0]-1]:=3}');
});

test('what is read at a place that depends on another number is found through it', () => {
  const trees = plain();
  const line = (depth: number): Tree =>
    trees.choice(trees.ref('a', depth), [
      { values: [1], then: write(trees, 'pte', depth, 1) },
      { values: [2], then: write(trees, 'pte', depth, 2) },
    ]);
  expect(show(choice(trees, 'nested', { 1: line(0), 2: line(1) }))).toBe('{pte[nested[0]-1]:=a[nested[0]-1]}');
});

test('where trees agree but for a part, only that part is decided', () => {
  const trees = plain();
  const first = choice(trees, 'b', { 0: trees.answer(true), 1: trees.answer(false) });
  const second = choice(trees, 'b', { 0: trees.answer(true), 1: trees.answer(true), 2: trees.answer(false) });
  expect(show(choice(trees, 'a', { 5: first, 7: second }))).toBe('b[0]? 0:(yes) 1:(a[0]? 5:(no) 7:(yes)) 2:(no)');
});

test('a choice that comes first stays where it is', () => {
  const trees = makeTrees((variable) => variable === 'a');
  const tree = (yes: boolean): Tree =>
    choice(trees, 'b', { 0: trees.answer(true), 1: trees.answer(yes), 2: trees.answer(false) });
  expect(show(choice(trees, 'a', { 5: tree(false), 7: tree(true) }))).toBe(
    'a[0]? 5:(b[0]? 0:(yes) 1:(no) 2:(no)) 7:(b[0]? 0:(yes) 1:(yes) 2:(no))',
  );
});

test('what follows whatever is looked at is not looked at', () => {
  const trees = plain();
  expect(show(choice(trees, 'a', { 0: trees.impossible, 1: trees.impossible }))).toBe('never');
});

test('cases that can be said at once are put together, the one with most values last', () => {
  const trees = plain();
  const cases = { 0: trees.answer(false), 1: write(trees, 'pte', 0, 1), 2: write(trees, 'pte', 0, 2) };
  expect(show(trees.grouped(choice(trees, 'a', cases)))).toBe('a[0]? 0:(no) 1,2:({pte[0]:=a[0]})');
});

test('writes to different places, or so many and so many, are not taken for the same', () => {
  const trees = plain();
  const both = trees.writes([
    { to: trees.ref('x', 0), value: trees.constant(1) },
    { to: trees.ref('y', 0), value: trees.constant(1) },
  ]);
  expect(show(choice(trees, 'a', { 0: write(trees, 'x', 0, 1), 1: both }))).toContain('a[0]?');
  expect(show(choice(trees, 'a', { 0: write(trees, 'x', 0, 1), 1: write(trees, 'y', 0, 1) }))).toContain('a[0]?');
});
