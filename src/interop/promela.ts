import { ensure } from '../base/assert.ts';
import type {
  Asked,
  Case,
  Expr,
  Part,
  Ref,
  Rule,
  TransitionSystem,
  Tree,
  Variable,
  Write,
} from './transition-system.ts';

/**
 * A transition system as a Promela model for Spin: one process that takes one move at a time, each in a `d_step`, so that Spin's states are
 * the system's; a never claim for each property (`pan -N name`), which a violation, or for `sometimes` an example, stops at an assertion; `pan` alone
 * visits all states and counts them. An assertion that fails in the process itself is a mistake of the export, and says so.
 */
export function promelaOf(system: TransitionSystem): string {
  const printer = printerOf(system);
  const moves = system.moves.map((rule) => moveText(printer, rule));
  const claims = system.properties.map((asked, i) => claimText(printer, asked, claimName(system, i)));
  return [
    `/*\n${[...system.about, ...HOW].map((line) => ` * ${comment(line)}`).join('\n')}\n */`,
    system.constants.map(({ name, value, cite }) => `#define ${name} ${value} /* ${comment(cite)} */`).join('\n'),
    system.variables.map(declaration).join('\n'),
    [...printer.shared.values()]
      .map(({ name, text, says }) => `#define ${name} (${text}) /* ${comment(says)} */`)
      .join('\n'),
    `active proctype machine() {\nend:\n  do\n${moves.join('\n')}\n  od\n}`,
    COUNT,
    ...claims,
  ]
    .map((part) => `${part}\n`)
    .join('\n');
}

/** Dead variables are kept apart (-o2): else Spin counts states once that differ only in what it takes for dead. */
const HOW = ['spin -o2 -a kmap.pml; gcc -O2 -DSAFETY -o pan pan.c; ./pan -m1000000 -N states'];

/** The claim that is checked unless another is named: it asks nothing, and every state is visited and counted. */
const COUNT = 'never states {\n  do\n  :: true\n  od\n}';

/** The name of the claim of a property: its own, or where that is no name, a number. */
export function claimName({ properties }: Pick<TransitionSystem, 'properties'>, i: number): string {
  const name = properties[i]?.name ?? '';
  return /^[a-z][a-z_]*$/.test(name) ? name : `property_${i}`;
}

type Printer = {
  readonly variables: ReadonlyMap<string, Variable>;
  readonly functions: ReadonlyMap<number, string>;
  /** Conditions that stand in more than one place, by the number of their tree. */
  readonly shared: Map<number, { readonly name: string; readonly text: string; readonly says: string }>;
};

function printerOf({ variables, constants }: TransitionSystem): Printer {
  return {
    variables: new Map(variables.map((variable) => [variable.name, variable])),
    functions: new Map(constants.map(({ name, value }) => [value, name])),
    shared: new Map(),
  };
}

const comment = (text: string): string => text.replaceAll('*/', '* /');

function declaration({ name, initial, max, says }: Variable): string {
  const type = max < 256 ? 'byte' : max < 32_768 ? 'short' : 'int';
  const size = initial.length === 1 ? '' : `[${initial.length}]`;
  const [first = 0] = initial;
  const value = initial.every((other) => other === first) ? String(first) : `{${initial.join(', ')}}`;
  return `${type} ${name}${size} = ${value}; /* ${comment(says)} */`;
}

function moveText(printer: Printer, { says, guard, parts, effect }: Rule): string {
  const conditions = [condition(printer, guard), ...parts.map((part) => shared(printer, part))];
  const asked = conditions.filter((text) => text !== 'true').join(' && ');
  return [
    `  :: d_step { /* ${comment(says)} */`,
    `      ${asked === '' ? 'true' : asked} ->`,
    ...effectLines(printer, effect).map((line) => `      ${line}`),
    '    }',
  ].join('\n');
}

function claimText(printer: Printer, { name, mood, says, parts }: Asked, claim: string): string {
  const all = parts.map((part) => shared(printer, { ...part, says: `${name}: ${part.says}` }));
  const holds = mood === 'always' ? all.join(' && ') || 'true' : `!(${all.join(' || ') || 'false'})`;
  const what = mood === 'always' ? 'violated' : 'found';
  return `/* ${comment(says)} The assertion fails where it is ${what}. */\nnever ${claim} {\n  do\n  :: assert(${holds})\n  od\n}`;
}

function shared(printer: Printer, { says, holds }: Part): string {
  const found = printer.shared.get(holds.id);
  if (found !== undefined) return found.name;
  const name = `P${printer.shared.size}`;
  printer.shared.set(holds.id, { name, text: condition(printer, holds), says });
  return name;
}

function refText(printer: Printer, { variable, index }: Ref): string {
  const isOne = printer.variables.get(variable)?.initial.length === 1;
  return isOne ? variable : `${variable}[${exprText(printer, index)}]`;
}

function exprText(printer: Printer, { at, plus }: Expr): string {
  if (at === null) return String(plus);
  const name = refText(printer, at);
  if (plus === 0) return name;
  return plus > 0 ? `${name} + ${plus}` : `${name} - ${-plus}`;
}

/** A number as what it means where it stands. */
function valueText({ variables, functions }: Printer, variable: string, value: number): string {
  const isFunction = variables.get(variable)?.means === 'function';
  return (isFunction ? functions.get(value) : undefined) ?? String(value);
}

function test(printer: Printer, on: Ref, values: readonly number[]): string {
  const tests = values.map((value) => `${refText(printer, on)} == ${valueText(printer, on.variable, value)}`);
  return tests.length === 1 ? tests.join('') : `(${tests.join(' || ')})`;
}

/** A tree of yes and no as an expression. Where the model says that it cannot come, the move goes on to say so. */
function condition(printer: Printer, tree: Tree): string {
  if (tree.type === 'answer') return String(tree.yes);
  if (tree.type !== 'choice') return 'true';
  const { on, cases } = tree;
  return cases.slice(0, -1).reduceRight(
    (otherwise, { values, then }) => {
      return either(test(printer, on, values), condition(printer, then), otherwise);
    },
    lastText(printer, cases),
  );
}

const lastText = (printer: Printer, cases: readonly Case[]): string => {
  const last = cases[cases.length - 1];
  return last === undefined ? 'true' : condition(printer, last.then);
};

function either(is: string, yes: string, no: string): string {
  if (yes === 'true' && no === 'false') return is;
  if (yes === 'false' && no === 'true') return `!(${is})`;
  if (no === 'false') return `(${is} && ${yes})`;
  if (yes === 'false') return `(!(${is}) && ${no})`;
  if (yes === 'true') return `(${is} || ${no})`;
  if (no === 'true') return `(!(${is}) || ${yes})`;
  return `(${is} -> ${yes} : ${no})`;
}

function effectLines(printer: Printer, tree: Tree): readonly string[] {
  switch (tree.type) {
    case 'answer':
      return ['skip'];
    case 'impossible':
      return ['assert(false) /* the export is mistaken */'];
    case 'writes':
      if (tree.writes.length === 0) return ['skip'];
      return inOrder(tree.writes).map(({ to, value }) => {
        const text = value.at === null ? valueText(printer, to.variable, value.plus) : exprText(printer, value);
        return `${refText(printer, to)} = ${text};`;
      });
    case 'choice': {
      const last = tree.cases.length - 1;
      const lines = tree.cases.flatMap(({ values, then, says }, i) => [
        `:: ${i === last ? 'else' : test(printer, tree.on, values)} ->${says === undefined ? '' : ` /* ${comment(says)} */`}`,
        ...effectLines(printer, then).map((line) => `   ${line}`),
      ]);
      return ['if', ...lines, 'fi'];
    }
  }
}

/** Writes in an order in which nothing is overwritten that is still to be read. */
function inOrder(writes: readonly Write[]): readonly Write[] {
  const left = [...writes];
  const ordered: Write[] = [];
  while (left.length > 0) {
    const next = left.findIndex((one) =>
      left.every((other) => other === one || !readBy(other).some((at) => mayBeSame(at, one.to))),
    );
    ensure(next >= 0, 'numbers are not exchanged in one step');
    ordered.push(...left.splice(next, 1));
  }
  return ordered;
}

const readBy = ({ to, value }: Write): readonly Ref[] => [...refsIn(to.index), ...refsIn(value)];
const refsIn = ({ at }: Expr): readonly Ref[] => (at === null ? [] : [at, ...refsIn(at.index)]);

const mayBeSame = (a: Ref, b: Ref): boolean =>
  a.variable === b.variable && (a.index.at !== b.index.at || a.index.plus === b.index.plus);
