import type { Constant, Tree } from '../../interop/transition-system.ts';
import type { Config } from '../../model/config.ts';
import type { Kernel } from '../../model/kernel.ts';
import { formatStatement } from '../../scenario/format.ts';
import type { Move } from './moves.ts';
import { stepOf } from './statement.ts';

/** A move as a line of a scenario. */
export function moveSays(config: Config, { actions }: Move): string {
  return actions.map((action) => formatStatement(stepOf(config, { type: 'do', action }))).join(', ');
}

/** The functions of a kernel under the names that stand for their numbers. */
export function functionsOf({ routines }: Kernel): readonly Constant[] {
  return routines.map(({ fn, cite }, i) => ({ name: fn.toUpperCase(), value: i + 1, cite }));
}

/** The same tree with the text of the kernel's line wherever it is known which one runs. */
export function withLines(kernel: Kernel, tree: Tree, fn: number | null = null): Tree {
  if (tree.type !== 'choice') return tree;
  const { variable } = tree.on;
  const cases = tree.cases.map(({ values, then }) => {
    const [value] = values.length === 1 ? values : [];
    const says =
      value === undefined ? null : /^pc[0-9]+$/.test(variable) && fn !== null ? lineText(kernel, fn, value) : null;
    const within = /^fn[0-9]+$/.test(variable) && value !== undefined ? value : fn;
    return { values, then: withLines(kernel, then, within), ...(says === null ? {} : { says }) };
  });
  return { ...tree, cases };
}

function lineText({ routines }: Kernel, fn: number, pc: number): string | null {
  const routine = routines[fn - 1];
  const line = routine?.lines[pc];
  return routine === undefined || line === undefined ? null : `${line.within ?? routine.fn}: ${line.text}`;
}
