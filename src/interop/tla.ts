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
 * A transition system as a TLA+ module for TLC: one variable, `s`, a record with every number in it; an action for each move, an invariant for
 * each property (for `sometimes` the claim that it never is, which TLC refutes with an example). The configuration that TLC wants in a
 * file of its own stands in comments at the end.
 */
export function tlaOf(system: TransitionSystem, module = 'kmap'): string {
  const printer = printerOf(system);
  const moves = system.moves.map((rule, i) => `\\* ${rule.says}\n${moveName(i)} ==\n${moveText(printer, rule)}`);
  const properties = system.properties.map((asked, i) => propertyText(printer, asked, invariantName(system, i)));
  const shared = [...printer.shared.values()].map(({ name, text, says }) => `\\* ${says}\n${name} == ${text}`);
  const fields = system.variables.map((variable) => `${variable.name} |-> ${initialText(variable)}`);
  return [
    `---------------------------- MODULE ${module} ----------------------------`,
    system.about.map((line) => `\\* ${line}`).join('\n'),
    'EXTENDS Integers, TLC',
    system.constants.map(({ name, value, cite }) => `${name} == ${value} \\* ${cite}`).join('\n'),
    `VARIABLE s\n${system.variables.map(({ name, says }) => `\\* s.${name}: ${says}`).join('\n')}`,
    `Init == s = [\n  ${fields.join(',\n  ')}]`,
    ...shared,
    ...moves,
    `Next ==\n${system.moves.map((_, i) => `  \\/ ${moveName(i)}`).join('\n')}`,
    'Spec == Init /\\ [][Next]_s',
    ...properties,
    `\\* ${module}.cfg, for TLC:\n${configuration(system)
      .map((line) => `\\*   ${line}`)
      .join('\n')}`,
    '=============================================================================',
  ]
    .map((part) => `${part}\n`)
    .join('\n');
}

/** The lines of the configuration file: every property as an invariant. */
export function configuration(system: TransitionSystem): readonly string[] {
  const invariants = system.properties.map((_, i) => `INVARIANT ${invariantName(system, i)}`);
  return ['SPECIFICATION Spec', 'CHECK_DEADLOCK FALSE', ...invariants];
}

const moveName = (i: number): string => `Move${i}`;

/** The name of a property; what is looked for is denied. */
function invariantName({ properties }: TransitionSystem, i: number): string {
  const { name = '', mood = 'always' } = properties[i] ?? {};
  const plain = /^[a-z][a-z_]*$/.test(name) ? name : `property_${i}`;
  return mood === 'always' ? plain : `never_${plain}`;
}

type Printer = {
  readonly variables: ReadonlyMap<string, Variable>;
  readonly functions: ReadonlyMap<number, string>;
  readonly shared: Map<number, { readonly name: string; readonly text: string; readonly says: string }>;
};

function printerOf({ variables, constants }: TransitionSystem): Printer {
  return {
    variables: new Map(variables.map((variable) => [variable.name, variable])),
    functions: new Map(constants.map(({ name, value }) => [value, name])),
    shared: new Map(),
  };
}

function initialText({ initial }: Variable): string {
  const [first = 0] = initial;
  if (initial.length === 1) return String(first);
  const domain = `0..${initial.length - 1}`;
  if (initial.every((value) => value === first)) return `[i \\in ${domain} |-> ${first}]`;
  const cases = initial.map((value, i) => `i = ${i} -> ${value}`);
  return `[i \\in ${domain} |-> CASE ${cases.join(' [] ')}]`;
}

function moveText(printer: Printer, { guard, parts, effect }: Rule): string {
  const conditions = [condition(printer, guard), ...parts.map((part) => shared(printer, part))];
  const asked = conditions.filter((text) => text !== 'TRUE').map((text) => `  /\\ ${text}`);
  return [...asked, `  /\\ s' =`, ...effectLines(printer, effect).map((line) => `       ${line}`)].join('\n');
}

function propertyText(printer: Printer, { name, mood, says, parts }: Asked, invariant: string): string {
  const all = parts.map((part) => shared(printer, { ...part, says: `${name}: ${part.says}` }));
  const holds = mood === 'always' ? all.join(' /\\ ') || 'TRUE' : `~(${all.join(' \\/ ') || 'FALSE'})`;
  return `\\* ${says}\n${invariant} == ${holds}`;
}

function shared(printer: Printer, { says, holds }: Part): string {
  const found = printer.shared.get(holds.id);
  if (found !== undefined) return found.name;
  const name = `P${printer.shared.size}`;
  printer.shared.set(holds.id, { name, text: condition(printer, holds), says });
  return name;
}

function refText(printer: Printer, ref: Ref): string {
  return `s.${fieldText(printer, ref)}`;
}

function fieldText(printer: Printer, { variable, index }: Ref): string {
  const isOne = printer.variables.get(variable)?.initial.length === 1;
  return isOne ? variable : `${variable}[${exprText(printer, index)}]`;
}

function exprText(printer: Printer, { at, plus }: Expr): string {
  if (at === null) return String(plus);
  const name = refText(printer, at);
  if (plus === 0) return name;
  return plus > 0 ? `${name} + ${plus}` : `${name} - ${-plus}`;
}

function valueText({ variables, functions }: Printer, variable: string, value: number): string {
  const isFunction = variables.get(variable)?.means === 'function';
  return (isFunction ? functions.get(value) : undefined) ?? String(value);
}

function test(printer: Printer, on: Ref, values: readonly number[]): string {
  const names = values.map((value) => valueText(printer, on.variable, value));
  return names.length === 1
    ? `${refText(printer, on)} = ${names.join('')}`
    : `${refText(printer, on)} \\in {${names.join(', ')}}`;
}

function condition(printer: Printer, tree: Tree): string {
  if (tree.type === 'answer') return tree.yes ? 'TRUE' : 'FALSE';
  if (tree.type !== 'choice') return 'TRUE';
  const { on, cases } = tree;
  return cases
    .slice(0, -1)
    .reduceRight(
      (otherwise, { values, then }) => either(test(printer, on, values), condition(printer, then), otherwise),
      lastText(printer, cases),
    );
}

function lastText(printer: Printer, cases: readonly Case[]): string {
  const last = cases[cases.length - 1];
  return last === undefined ? 'TRUE' : condition(printer, last.then);
}

function either(is: string, yes: string, no: string): string {
  if (yes === 'TRUE' && no === 'FALSE') return is;
  if (yes === 'FALSE' && no === 'TRUE') return `~(${is})`;
  if (no === 'FALSE') return `(${is} /\\ ${yes})`;
  if (yes === 'FALSE') return `(~(${is}) /\\ ${no})`;
  if (yes === 'TRUE') return `(${is} \\/ ${no})`;
  if (no === 'TRUE') return `(~(${is}) \\/ ${yes})`;
  return `(IF ${is} THEN ${yes} ELSE ${no})`;
}

function effectLines(printer: Printer, tree: Tree): readonly string[] {
  switch (tree.type) {
    case 'answer':
      return ['s'];
    case 'impossible':
      return ['IF Assert(FALSE, "the export is mistaken") THEN s ELSE s'];
    case 'writes':
      return tree.writes.length === 0 ? ['s'] : [exceptText(printer, tree.writes)];
    case 'choice': {
      const { on, cases } = tree;
      return cases.flatMap(({ values, then, says }, i): readonly string[] => {
        const comment = says === undefined ? [] : [`\\* ${says}`];
        const lines = [...comment, ...effectLines(printer, then)].map((line) => `  ${line}`);
        if (i === cases.length - 1) return lines.map((line) => line.slice(2));
        return [`IF ${test(printer, on, values)} THEN`, ...lines, 'ELSE'];
      });
    }
  }
}

/** What stands on the right is what stood there before. */
function exceptText(printer: Printer, writes: readonly Write[]): string {
  const changes = writes.map(({ to, value }) => {
    const text = value.at === null ? valueText(printer, to.variable, value.plus) : exprText(printer, value);
    return `!.${fieldText(printer, to)} = ${text}`;
  });
  return `[s EXCEPT ${changes.join(', ')}]`;
}
