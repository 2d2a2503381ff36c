import type { Asked, Case, Expr, Part, Ref, TransitionSystem, Tree, Variable } from './transition-system.ts';

/** How a language says what transition-system.ts can say. */
export type Dialect = {
  readonly yes: string;
  readonly no: string;
  readonly and: string;
  readonly or: string;
  readonly not: (is: string) => string;
  readonly choice: (is: string, yes: string, no: string) => string;
  /** What stands before the name of a variable where it is read. */
  readonly prefix: string;
  /** Whether one of these values stands there. */
  readonly isOneOf: (place: string, values: readonly string[]) => string;
};

/** Prints one system. What it has printed of conditions that stand in several places is kept, to be defined once. */
export type Printer = {
  readonly dialect: Dialect;
  readonly variables: ReadonlyMap<string, Variable>;
  readonly functions: ReadonlyMap<number, string>;
  /** By the number of their tree. */
  readonly shared: Map<number, { readonly name: string; readonly text: string; readonly says: string }>;
};

export function printerOf({ variables, constants }: TransitionSystem, dialect: Dialect): Printer {
  return {
    dialect,
    variables: new Map(variables.map((variable) => [variable.name, variable])),
    functions: new Map(constants.map(({ name, value }) => [value, name])),
    shared: new Map(),
  };
}

/** The name of a property where a language wants one: its own, or where that is none, a number. */
export function plainName({ properties }: Pick<TransitionSystem, 'properties'>, i: number): string {
  const name = properties[i]?.name ?? '';
  return /^[a-z][a-z_]*$/.test(name) ? name : `property_${i}`;
}

/** The name of a condition, which is defined once. */
export function sharedName(printer: Printer, { says, holds }: Part): string {
  const found = printer.shared.get(holds.id);
  if (found !== undefined) return found.name;
  const name = `P${printer.shared.size}`;
  printer.shared.set(holds.id, { name, text: conditionText(printer, holds), says });
  return name;
}

/** What holds everywhere unless the property is violated; for `sometimes`, unless an example is found. */
export function claimedText(printer: Printer, { name, mood, parts }: Asked): string {
  const { and, or, not, yes, no } = printer.dialect;
  const all = parts.map((part) => sharedName(printer, { ...part, says: `${name}: ${part.says}` }));
  return mood === 'always' ? all.join(` ${and} `) || yes : not(all.join(` ${or} `) || no);
}

/** A number of a variable, without what stands before it where it is read. */
export function fieldText(printer: Printer, { variable, index }: Ref): string {
  const isOne = printer.variables.get(variable)?.initial.length === 1;
  return isOne ? variable : `${variable}[${exprText(printer, index)}]`;
}

export function refText(printer: Printer, ref: Ref): string {
  return printer.dialect.prefix + fieldText(printer, ref);
}

function exprText(printer: Printer, { at, plus }: Expr): string {
  if (at === null) return String(plus);
  const name = refText(printer, at);
  if (plus === 0) return name;
  return plus > 0 ? `${name} + ${plus}` : `${name} - ${-plus}`;
}

/** What is written to a variable. */
export function writtenText(printer: Printer, to: Ref, value: Expr): string {
  return value.at === null ? valueText(printer, to.variable, value.plus) : exprText(printer, value);
}

/** A number as what it means where it stands. */
function valueText({ variables, functions }: Printer, variable: string, value: number): string {
  const isFunction = variables.get(variable)?.means === 'function';
  return (isFunction ? functions.get(value) : undefined) ?? String(value);
}

export function testText(printer: Printer, on: Ref, values: readonly number[]): string {
  const texts = values.map((value) => valueText(printer, on.variable, value));
  return printer.dialect.isOneOf(refText(printer, on), texts);
}

/** A tree of yes and no as an expression. Where the model says that it cannot come, the move goes on to say so. */
export function conditionText(printer: Printer, tree: Tree): string {
  if (tree.type === 'answer') return tree.yes ? printer.dialect.yes : printer.dialect.no;
  if (tree.type !== 'choice') return printer.dialect.yes;
  const { on, cases } = tree;
  return cases
    .slice(0, -1)
    .reduceRight(
      (otherwise, { values, then }) =>
        either(printer.dialect, testText(printer, on, values), conditionText(printer, then), otherwise),
      lastText(printer, cases),
    );
}

function lastText(printer: Printer, cases: readonly Case[]): string {
  const last = cases[cases.length - 1];
  return last === undefined ? printer.dialect.yes : conditionText(printer, last.then);
}

function either({ yes, no, and, or, not, choice }: Dialect, is: string, then: string, otherwise: string): string {
  if (then === yes && otherwise === no) return is;
  if (then === no && otherwise === yes) return not(is);
  if (otherwise === no) return `(${is} ${and} ${then})`;
  if (then === no) return `(${not(is)} ${and} ${otherwise})`;
  if (then === yes) return `(${is} ${or} ${otherwise})`;
  if (otherwise === yes) return `(${not(is)} ${or} ${then})`;
  return choice(is, then, otherwise);
}
