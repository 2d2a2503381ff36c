import {
  claimedText,
  conditionText,
  fieldText,
  plainName,
  printerOf,
  sharedName,
  testText,
  writtenText,
  type Dialect,
  type Printer,
} from './printing.ts';
import type { Asked, Rule, TransitionSystem, Tree, Variable, Write } from './transition-system.ts';

/**
 * A transition system as a TLA+ module for TLC: one variable, `s`, a record with every number in it; an action for each move, an invariant for
 * each property (for `sometimes` the claim that it never is, which TLC refutes with an example). The configuration that TLC wants in a
 * file of its own stands in comments at the end.
 */
export function tlaOf(system: TransitionSystem, module = 'kmap'): string {
  const printer = printerOf(system, TLA);
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
function invariantName(system: TransitionSystem, i: number): string {
  const name = plainName(system, i);
  return system.properties[i]?.mood === 'sometimes' ? `never_${name}` : name;
}

const TLA: Dialect = {
  ...{ yes: 'TRUE', no: 'FALSE', and: '/\\', or: '\\/', prefix: 's.' },
  not: (is) => `~(${is})`,
  choice: (is, yes, no) => `(IF ${is} THEN ${yes} ELSE ${no})`,
  isOneOf: (place, values) =>
    values.length === 1 ? `${place} = ${values.join('')}` : `${place} \\in {${values.join(', ')}}`,
};

function initialText({ initial }: Variable): string {
  const [first = 0] = initial;
  if (initial.length === 1) return String(first);
  const domain = `0..${initial.length - 1}`;
  if (initial.every((value) => value === first)) return `[i \\in ${domain} |-> ${first}]`;
  const cases = initial.map((value, i) => `i = ${i} -> ${value}`);
  return `[i \\in ${domain} |-> CASE ${cases.join(' [] ')}]`;
}

function moveText(printer: Printer, { guard, parts, effect }: Rule): string {
  const conditions = [conditionText(printer, guard), ...parts.map((part) => sharedName(printer, part))];
  const asked = conditions.filter((text) => text !== 'TRUE').map((text) => `  /\\ ${text}`);
  return [...asked, `  /\\ s' =`, ...effectLines(printer, effect).map((line) => `       ${line}`)].join('\n');
}

function propertyText(printer: Printer, asked: Asked, invariant: string): string {
  return `\\* ${asked.says}\n${invariant} == ${claimedText(printer, asked)}`;
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
        return [`IF ${testText(printer, on, values)} THEN`, ...lines, 'ELSE'];
      });
    }
  }
}

/** What stands on the right is what stood there before. */
function exceptText(printer: Printer, writes: readonly Write[]): string {
  const changes = writes.map(({ to, value }) => `!.${fieldText(printer, to)} = ${writtenText(printer, to, value)}`);
  return `[s EXCEPT ${changes.join(', ')}]`;
}
