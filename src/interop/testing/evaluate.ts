import { present } from '../../base/assert.ts';
import type { Asked, Expr, Part, Ref, Rule, TransitionSystem, Tree } from '../transition-system.ts';

/** What stands in the variables of a transition system. */
export type Numbers = ReadonlyMap<string, readonly number[]>;

export const initialOf = ({ variables }: TransitionSystem): Numbers =>
  new Map(variables.map(({ name, initial }) => [name, initial]));

/** What becomes of the numbers when a rule is followed; null where it may not be. Throws where the model says that it cannot come. */
export function followed(numbers: Numbers, { guard, parts, effect }: Rule): Numbers | null {
  if (!isTrue(numbers, guard) || !parts.every((part) => isTrue(numbers, part.holds))) return null;
  const leaf = leafOf(numbers, effect);
  if (leaf.type !== 'writes') throw new Error(`a rule ends in ${leaf.type}`);
  const after = new Map([...numbers].map(([name, values]) => [name, [...values]]));
  for (const { to, value } of leaf.writes)
    present(after.get(to.variable), to.variable)[numberOf(numbers, to.index)] = numberOf(numbers, value);
  return after;
}

/** Does a state have what a property asks of it, or looks for? */
export function holdsIn(numbers: Numbers, { mood, parts }: Asked): boolean {
  const holds = ({ holds }: Part): boolean => isTrue(numbers, holds);
  return mood === 'always' ? parts.every(holds) : parts.some(holds);
}

function isTrue(numbers: Numbers, tree: Tree): boolean {
  const leaf = leafOf(numbers, tree);
  return leaf.type !== 'answer' || leaf.yes;
}

/** A value that no case names goes the last way: whoever prints a tree does as much. */
function leafOf(numbers: Numbers, tree: Tree): Exclude<Tree, { readonly type: 'choice' }> {
  if (tree.type !== 'choice') return tree;
  const value = at(numbers, tree.on);
  const chosen = tree.cases.find(({ values }) => values.includes(value)) ?? tree.cases[tree.cases.length - 1];
  return leafOf(numbers, present(chosen, 'a case').then);
}

const at = (numbers: Numbers, { variable, index }: Ref): number =>
  present(numbers.get(variable)?.[numberOf(numbers, index)], variable);

const numberOf = (numbers: Numbers, { at: ref, plus }: Expr): number => (ref === null ? plus : at(numbers, ref) + plus);
